// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/growth.h"

#include "base/units.h"
#include "verdict/threshold.h"

void growth_add(struct growth *g, uint32_t value_bytes, uint64_t ts_ns)
{
	if (!g->max_bytes) {
		g->max_bytes = value_bytes;
		g->first_ns = ts_ns;
	} else if (value_bytes > g->max_bytes &&
		   value_bytes - g->max_bytes >= mul_div(g->max_bytes, THRESHOLD(DRIFT), 1000)) {
		g->max_bytes = value_bytes;
		g->grown_ns = ts_ns;
	}
}

static uint64_t quiet_ns(uint32_t rtt_us)
{
	return max_u64(THRESHOLD(GROWTH_QUIET_RTTS) * UINT64_C(1000) * rtt_us,
		       THRESHOLD(GROWTH_QUIET_MS) * NSEC_PER_MSEC);
}

bool growth_ongoing(const struct growth *g, uint64_t now_ns, uint32_t rtt_us)
{
	return g->grown_ns && now_ns < g->grown_ns + quiet_ns(rtt_us);
}

bool growth_rests(const struct growth *g, uint64_t now_ns, uint32_t rtt_us)
{
	return g->max_bytes && now_ns >= max_u64(g->first_ns, g->grown_ns) + quiet_ns(rtt_us);
}
