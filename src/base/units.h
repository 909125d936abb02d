/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Arithmetic that cannot overflow and has a result for a zero divisor. */
#ifndef TCPBDP_UNITS_H
#define TCPBDP_UNITS_H

#include <stdint.h>

#define NSEC_PER_SEC UINT64_C(1000000000)
#define NSEC_PER_USEC UINT64_C(1000)
#define NSEC_PER_MSEC UINT64_C(1000000)
#define USEC_PER_SEC UINT64_C(1000000)

/* a * b / c, rounded down, UINT64_MAX if it does not fit; 0 when c is 0: nothing is known. */
uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c);

/* part of whole in permille, at most 1000; 0 when whole is 0 */
uint16_t permille(uint64_t part, uint64_t whole);

/* Bits per second of bytes over a time; 0 for no time. */
uint64_t rate_bps(uint64_t bytes, uint64_t duration_ns);

/* bandwidth x delay in bytes (RFC 1072's pipe): 0 when either is 0. */
uint64_t bdp_bytes(uint64_t bandwidth_bps, uint32_t rtt_us);

/* The rate that a window allows: window / RTT. 0 when the RTT is not known. */
uint64_t window_ceiling_bps(uint64_t window_bytes, uint32_t rtt_us);

static inline uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

#endif
