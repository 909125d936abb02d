// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "advice/proposal.h"

#include <limits.h>

#include "base/units.h"

#define PAGE_BYTES 4096

static uint64_t round_down(uint64_t bytes, uint64_t unit)
{
	return bytes - bytes % unit;
}

static uint64_t round_up(uint64_t bytes, uint64_t unit)
{
	return round_down(bytes + unit - 1, unit);
}

/*
 * A receive window of just the BDP fills the path of a host that is never late: a quarter more is for
 * wake-ups, delayed ACKs and headers. A send buffer holds more than its size says, while parts of its
 * last segment leave (tcp_sendmsg_locked()); and what is doubled is no need that was computed.
 */
static uint64_t wanted(const struct advice_item *item)
{
	bool received = item->id == ADVICE_TCP_RMEM || item->id == ADVICE_RMEM_MAX;

	return received && item->needed_source != NEEDED_DOUBLING
		       ? mul_div(item->needed_bytes, 5, 4)
		       : item->needed_bytes;
}

/* What a buffer that is present_bytes now should become, in whole units. */
static uint64_t enlarge(const struct advice_opts *opts, struct advice_item *item,
			uint64_t present_bytes, unsigned pages)
{
	uint64_t unit = (opts->page_bytes ? opts->page_bytes : PAGE_BYTES) * (uint64_t)pages;
	uint64_t most = INT_MAX; /* what the kernel counts buffers in */

	if (wanted(item) <= present_bytes)
		return present_bytes;
	if (opts->memory_share_bytes)
		most = min_u64(most, opts->memory_share_bytes);
	if (wanted(item) <= round_down(most, unit))
		return round_up(wanted(item), unit);
	item->bound_bytes = most;
	return max_u64(round_down(most, unit), present_bytes);
}

static bool is_larger(const struct advice_item *item, unsigned value)
{
	return item->proposed[value] > item->current[value] || item->bound_bytes;
}

bool proposal_make(const struct advice_opts *opts, struct advice_item *item)
{
	switch (item->id) {
	case ADVICE_TCP_RMEM:
	case ADVICE_TCP_WMEM:
		item->proposed[0] = item->current[0];
		item->proposed[1] = item->current[1];
		item->proposed[2] = enlarge(opts, item, item->current[2], 1);
		return is_larger(item, 2);
	case ADVICE_RMEM_MAX:
	case ADVICE_WMEM_MAX: /* the buffer is twice of it (sock_setsockopt()) */
		item->current[0] = item->buffer_bytes / 2;
		item->proposed[0] = enlarge(opts, item, item->buffer_bytes, 2) / 2;
		return is_larger(item, 0);
	case ADVICE_WINDOW_SCALING:
	case ADVICE_MODERATE_RCVBUF:
		item->current[0] = 0;
		item->proposed[0] = 1;
		return true;
	case ADVICE_SO_RCVBUF:
	case ADVICE_SO_SNDBUF: /* what it should set is not ours to say, but whether it is too small */
		return !item->needed_bytes ||
		       enlarge(opts, item, item->buffer_bytes, 1) > item->buffer_bytes ||
		       item->bound_bytes;
	case ADVICE_TCP_MEM:
	case ADVICE_WINDOW_CLAMP:
	case ADVICE_RECONNECT:
	case ADVICE_PEER_BUFFER:
	case ADVICE_PEER_WSCALE:
	case ADVICE_MAX:
		break;
	}
	return true;
}
