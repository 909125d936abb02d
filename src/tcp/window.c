// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tcp/window.h"

#include "base/units.h"

#define TCP_MSS_DEFAULT 536 /* include/net/tcp.h */
#define SKB_HEAD 256        /* SKB_DATA_ALIGN(sizeof(struct sk_buff)) */
#define SKB_EXTRA 386       /* headers, and skb_shared_info at the end */
#define SKB_DATA_MIN 512

#define ADV_WIN_SCALE_MAX 31
/* A writer that finds any room fills a whole GSO segment (sk_stream_memory_free()). */
#define SNDBUF_OVERSHOOT_BYTES 65536

static int adv_win_scale(const struct sample *s)
{
	if (s->adv_win_scale > ADV_WIN_SCALE_MAX)
		return ADV_WIN_SCALE_MAX;
	return s->adv_win_scale < -ADV_WIN_SCALE_MAX ? -ADV_WIN_SCALE_MAX : s->adv_win_scale;
}

uint32_t window_from_space(const struct sample *s, uint32_t space_bytes)
{
	int scale = adv_win_scale(s);

	if (s->scaling_ratio)
		return (uint32_t)((uint64_t)space_bytes * s->scaling_ratio >> 8);
	return scale <= 0 ? space_bytes >> -scale : space_bytes - (space_bytes >> scale);
}

/* a * b / c + 1, saturating */
static uint64_t mul_div_up(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t quotient = mul_div(a, b, c);

	return quotient == UINT64_MAX ? quotient : quotient + 1;
}

uint64_t window_to_space(const struct sample *s, uint64_t window_bytes)
{
	int scale = adv_win_scale(s);

	if (s->scaling_ratio)
		return mul_div_up(window_bytes, 256, s->scaling_ratio);
	if (scale <= 0)
		return mul_div(window_bytes, UINT64_C(1) << -scale, 1);
	/* space - space / 2^scale = window */
	return mul_div_up(window_bytes, UINT64_C(1) << scale, (UINT64_C(1) << scale) - 1);
}

/*
 * Of an skb with up to TCP_MSS_DEFAULT bytes: its head, plus data, headers and skb_shared_info
 * rounded up to a power of 2.
 */
static uint32_t truesize(uint32_t payload_bytes)
{
	uint32_t data = SKB_DATA_MIN;

	while (data < payload_bytes + SKB_EXTRA)
		data *= 2;
	return SKB_HEAD + data;
}

unsigned window_growth_divisor(const struct sample *s)
{
	unsigned divisor = 1;

	if (!s->mss_bytes || s->mss_bytes > TCP_MSS_DEFAULT || s->rcvbuf_locked)
		return divisor;
	for (uint32_t space = window_from_space(s, truesize(s->mss_bytes)); space > s->mss_bytes;
	     space /= 2)
		divisor *= 2;
	return divisor;
}

uint32_t window_scale_cap(const struct sample *s)
{
	if (s->signed_windows && !(s->wscale_ok && s->rcv_wscale))
		return WINDOW_SIGNED_MAX;
	return window_math_scale_cap(s->wscale_ok ? s->rcv_wscale : 0);
}

uint32_t window_peer_scale_cap(const struct sample *s)
{
	return window_math_scale_cap(s->wscale_ok ? s->snd_wscale : 0);
}

bool window_scale_is_of_buffer(const struct sample *s)
{
	return s->wscale_ok && s->rcvbuf_bytes / 2 >> s->rcv_wscale <= WINDOW_UNSCALED_MAX;
}

uint64_t window_to_scaled_buffer(const struct sample *s, uint64_t window_bytes)
{
	unsigned scale = 0;

	if (!s->scaling_ratio)
		return 0;
	while (scale < WINDOW_SCALE_MAX && window_math_scale_cap(scale) < window_bytes)
		scale++;
	if (!scale || window_math_scale_cap(scale) < window_bytes)
		return 0;
	/* the kernel chooses the scale for half of the buffer: 2^15 << scale */
	return UINT64_C(65536) << scale;
}

uint32_t window_on_wire(const struct sample *s, uint32_t rcv_wnd_bytes)
{
	return (uint32_t)min_u64(rcv_wnd_bytes, window_scale_cap(s));
}

uint32_t rcvbuf_max(const struct sample *s)
{
	if (s->rcvbuf_locked || !s->moderate_rcvbuf)
		return s->rcvbuf_bytes;
	return (uint32_t)max_u64(s->rcvbuf_bytes, s->tcp_rmem[2]);
}

uint32_t sndbuf_max(const struct sample *s)
{
	return s->sndbuf_locked ? s->sndbuf_bytes
				: (uint32_t)max_u64(s->sndbuf_bytes, s->tcp_wmem[2]);
}

/* TCP_WINDOW_CLAMP, or a late SO_RCVBUF. Without a locked buffer, autotuning moves the clamp. */
static bool clamp_binds(const struct sample *s)
{
	uint32_t of_buffer = window_from_space(s, s->rcvbuf_bytes);

	return s->rcvbuf_locked && s->window_clamp_bytes &&
	       s->window_clamp_bytes < of_buffer - of_buffer / 8;
}

uint32_t window_recv_largest(const struct sample *s)
{
	uint32_t window = window_from_space(s, rcvbuf_max(s));

	if (s->rcvbuf_locked && s->window_clamp_bytes)
		window = (uint32_t)min_u64(window, s->window_clamp_bytes);
	/* an advertised window is not taken back if the ratio changes */
	window = (uint32_t)max_u64(window, s->rcv_wnd_bytes);
	return window_on_wire(s, window);
}

uint32_t sndbuf_overhead_permille(const struct sample *s)
{
	return window_math_overhead_permille(s->write_seq - s->snd_una, s->wmem_queued_bytes);
}

uint32_t window_from_sndbuf(const struct sample *s, uint32_t sndbuf_bytes)
{
	return (uint32_t)mul_div(sndbuf_bytes, 1000, sndbuf_overhead_permille(s));
}

uint64_t window_to_sndbuf(const struct sample *s, uint64_t window_bytes)
{
	return mul_div(window_bytes, UINT64_C(3) * sndbuf_overhead_permille(s), 2000);
}

uint32_t window_send_bound(const struct sample *s)
{
	uint64_t of_buffer = (uint64_t)sndbuf_max(s) + SNDBUF_OVERSHOOT_BYTES;

	return (uint32_t)min_u64(of_buffer, window_peer_scale_cap(s));
}

uint32_t window_recv_bound(const struct sample *s)
{
	uint64_t bound = window_recv_largest(s);

	/*
	 * The kernel measures the ratio again for each segment size and moves the clamp with it,
	 * unless the clamp is well below what the buffer allows.
	 */
	if (s->scaling_ratio && !clamp_binds(s))
		bound = max_u64(bound, rcvbuf_max(s));
	return (uint32_t)min_u64(bound, window_scale_cap(s));
}

int window_scale_offered(const struct sample *listener, uint64_t rmem_max_bytes)
{
	uint64_t space = window_from_space(listener, listener->rcvbuf_bytes);
	uint64_t clamp = listener->window_clamp_bytes;
	int scale = 0;

	if (!listener->window_scaling)
		return -1;
	if (listener->rcvbuf_locked && (!clamp || clamp > space))
		clamp = space;
	if (!clamp)
		clamp = (uint64_t)WINDOW_UNSCALED_MAX << WINDOW_SCALE_MAX;
	space = max_u64(max_u64(space, listener->tcp_rmem[2]), rmem_max_bytes);
	space = min_u64(space, clamp);
	while (scale < WINDOW_SCALE_MAX && space >> (scale + 16))
		scale++;
	return scale;
}
