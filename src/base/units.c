// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/units.h"

uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c)
{
	unsigned __int128 product;
	uint64_t small;

	if (!c)
		return 0;
	/* nearly always, and several times faster */
	if (!__builtin_mul_overflow(a, b, &small))
		return small / c;
	product = (unsigned __int128)a * b / c;
	return product > UINT64_MAX ? UINT64_MAX : (uint64_t)product;
}

uint16_t permille(uint64_t part, uint64_t whole)
{
	return (uint16_t)min_u64(mul_div(part, 1000, whole), 1000);
}

uint64_t rate_bps(uint64_t bytes, uint64_t duration_ns)
{
	return mul_div(bytes, 8 * NSEC_PER_SEC, duration_ns);
}

uint64_t bdp_bytes(uint64_t bandwidth_bps, uint32_t rtt_us)
{
	return mul_div(bandwidth_bps, rtt_us, 8 * USEC_PER_SEC);
}

uint64_t window_ceiling_bps(uint64_t window_bytes, uint32_t rtt_us)
{
	return mul_div(window_bytes, 8 * USEC_PER_SEC, rtt_us);
}
