// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/window.h"

#include "model/units.h"

#define SNDBUF_OVERHEAD_DEFAULT 1013
#define SNDBUF_OVERHEAD_MAX 8000 /* small segments: a page and more for a few bytes */
#define ADV_WIN_SCALE_MAX 31

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

/* a * b / c and one more, unless that is more than there is */
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

uint32_t window_scale_cap(const struct sample *s)
{
	unsigned shift = s->wscale_ok ? s->rcv_wscale : 0;

	return WINDOW_UNSCALED_MAX << (shift > 14 ? 14 : shift);
}

bool window_scale_is_of_buffer(const struct sample *s)
{
	return s->wscale_ok && s->rcvbuf_bytes / 2 >> s->rcv_wscale <= 2 * WINDOW_UNSCALED_MAX + 1;
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

uint32_t window_recv_largest(const struct sample *s)
{
	uint32_t window = window_from_space(s, rcvbuf_max(s));

	if (s->rcvbuf_locked && s->window_clamp_bytes)
		window = (uint32_t)min_u64(window, s->window_clamp_bytes);
	/* a window once told stands, whatever the ratio has become since */
	window = (uint32_t)max_u64(window, s->rcv_wnd_bytes);
	return window_on_wire(s, window);
}

uint32_t sndbuf_overhead_permille(const struct sample *s)
{
	uint32_t queued = s->write_seq - s->snd_una;
	uint64_t overhead;

	if (queued < 16384)
		return SNDBUF_OVERHEAD_DEFAULT;
	overhead = mul_div(s->wmem_queued_bytes, 1000, queued);
	if (overhead < 1000)
		return SNDBUF_OVERHEAD_DEFAULT;
	return (uint32_t)min_u64(overhead, SNDBUF_OVERHEAD_MAX);
}

uint32_t window_from_sndbuf(const struct sample *s, uint32_t sndbuf_bytes)
{
	return (uint32_t)mul_div(sndbuf_bytes, 1000, sndbuf_overhead_permille(s));
}

uint64_t window_to_sndbuf(const struct sample *s, uint64_t window_bytes)
{
	return mul_div(window_bytes, UINT64_C(3) * sndbuf_overhead_permille(s), 2000);
}
