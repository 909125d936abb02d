/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Arithmetic of windows and buffers for both sides: bpf/ includes this header. */
#ifndef TCPBDP_WINDOW_MATH_H
#define TCPBDP_WINDOW_MATH_H

#include "base/bpf_types.h"

#define WINDOW_UNSCALED_MAX 65535u /* RFC 9293: 16 bits */
#define WINDOW_SIGNED_MAX 32767u   /* tcp_workaround_signed_windows, without scaling */
#define WINDOW_SCALE_MAX 14        /* RFC 7323, 2.3 */
#define WINDOW_OVERHEAD_DEFAULT_PERMILLE 1013
#define WINDOW_OVERHEAD_MAX_PERMILLE 8000 /* small segments take a page or more for a few bytes */

/* The largest window that can be advertised to the peer (RFC 7323, 2.2). */
static inline uint32_t window_math_scale_cap(uint32_t wscale)
{
	return WINDOW_UNSCALED_MAX << (wscale > WINDOW_SCALE_MAX ? WINDOW_SCALE_MAX : wscale);
}

/*
 * Memory charged per 1000 bytes in this socket's queue; a default (measured at MSS 1448) if the
 * queue is too short to measure.
 */
static inline uint32_t window_math_overhead_permille(uint32_t queued_bytes,
						     uint32_t wmem_queued_bytes)
{
	uint64_t overhead;

	if (queued_bytes < 16384)
		return WINDOW_OVERHEAD_DEFAULT_PERMILLE;
	overhead = (uint64_t)wmem_queued_bytes * 1000 / queued_bytes;
	if (overhead < 1000)
		return WINDOW_OVERHEAD_DEFAULT_PERMILLE;
	return overhead > WINDOW_OVERHEAD_MAX_PERMILLE ? WINDOW_OVERHEAD_MAX_PERMILLE
						       : (uint32_t)overhead;
}

#endif
