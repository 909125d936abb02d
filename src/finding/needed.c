// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/needed.h"

#include <limits.h>

#include "base/units.h"
#include "tcp/window.h"

static uint64_t path_bandwidth(const struct flow_path *path, enum needed_source *ret_source)
{
	const struct {
		enum needed_source source;
		uint64_t bps;
	} known[] = {
		{ NEEDED_GIVEN, path->given_bps },
		{ NEEDED_MEASURED, path->measured_bps },
		{ NEEDED_LINK, path->link_bps },
	};

	for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].bps) {
			*ret_source = known[i].source;
			return known[i].bps;
		}
	}
	*ret_source = NEEDED_NONE;
	return 0;
}

/* The window that fills the path; 0 and NEEDED_NONE if the bandwidth or the RTT is not known. */
static uint64_t needed_window(const struct flow_path *path, uint32_t rtt_min_us,
			      enum needed_source *ret_source)
{
	uint64_t window = bdp_bytes(path_bandwidth(path, ret_source), rtt_min_us);

	if (!window)
		*ret_source = NEEDED_NONE;
	return window;
}

static struct needed doubled(uint64_t buffer_bytes, uint64_t window_bytes, bool undersized)
{
	if (!undersized)
		return (struct needed){ 0, NEEDED_NONE, 0 };
	return (struct needed){ 2 * buffer_bytes, NEEDED_DOUBLING, 2 * window_bytes };
}

/* What the peer lets us have in flight, or did a moment ago. */
static uint64_t peer_window(const struct sample *s)
{
	return max_u64(s->snd_wnd_bytes, s->snd_nxt - s->snd_una);
}

/* If the peer's window is small, most of the send buffer is not needed. */
static uint64_t sndbuf_in_use(const struct sample *s)
{
	return min_u64(mul_div(peer_window(s), sndbuf_overhead_permille(s), 1000), s->sndbuf_bytes);
}

/*
 * A measured rate is one flow's share. If the present buffer limits and is as large, the rate is
 * too low.
 */
static bool says_nothing(enum needed_source source, uint64_t needed_bytes, uint64_t present_bytes,
			 bool undersized)
{
	return undersized && source == NEEDED_MEASURED && needed_bytes <= present_bytes;
}

struct needed needed_send(const struct sample *s, const struct flow_path *path, uint32_t rtt_min_us,
			  bool undersized)
{
	enum needed_source source;
	uint64_t window = needed_window(path, rtt_min_us, &source);

	if (source == NEEDED_NONE ||
	    says_nothing(source, window_to_sndbuf(s, window), sndbuf_in_use(s), undersized))
		return doubled(sndbuf_in_use(s), peer_window(s), undersized);
	return (struct needed){ window_to_sndbuf(s, window), source, window };
}

struct needed needed_recv(const struct sample *s, const struct flow_path *path, uint32_t rtt_min_us,
			  bool undersized)
{
	enum needed_source source;
	uint64_t window = needed_window(path, rtt_min_us, &source);
	unsigned part = window_growth_divisor(s);
	uint64_t bytes = window_to_space(s, mul_div(window, part, 1));
	uint64_t scaled = s->rcvbuf_locked ? window_to_scaled_buffer(s, window) : 0;
	/* a connection begins with more than this part of the buffer */
	uint64_t present = max_u64(s->rcvbuf_bytes,
				   part > 1 ? window_to_space(s, (uint64_t)s->rcv_wnd_bytes * part)
					    : 0);

	if (source == NEEDED_NONE || says_nothing(source, bytes, s->rcvbuf_bytes, undersized))
		return doubled(present, s->rcv_wnd_bytes, undersized);
	return (struct needed){ max_u64(bytes, scaled), source, window };
}

/* The kernel doubles the value that it accepts (sock_setsockopt()). */
bool needed_was_cut(const struct finding_direction *dir, uint64_t max_bytes)
{
	return max_bytes && max_bytes <= INT_MAX && dir->buffer_bytes == 2 * max_bytes &&
	       dir->needed_bytes > dir->buffer_bytes;
}
