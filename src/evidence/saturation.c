// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/saturation.h"

#include "base/units.h"
#include "verdict/threshold.h"

static bool same_rate(uint64_t a_bps, uint64_t b_bps)
{
	uint64_t apart = max_u64(a_bps, b_bps) - min_u64(a_bps, b_bps);

	return apart <= mul_div(max_u64(a_bps, b_bps), THRESHOLD(SAME_RATE), 1000);
}

void saturation_add(struct saturation *s, uint64_t bps, uint32_t rtt_us)
{
	if (!bps || !rtt_us)
		return;
	if (!s->bps || !same_rate(bps, s->bps))
		*s = (struct saturation){ bps, rtt_us, rtt_us };
	s->rtt_least_us = (uint32_t)min_u64(s->rtt_least_us, rtt_us);
	s->rtt_most_us = (uint32_t)max_u64(s->rtt_most_us, rtt_us);
}

void saturation_break(struct saturation *s)
{
	*s = (struct saturation){ 0 };
}

bool saturation_seen(const struct saturation *s)
{
	return s->bps && s->rtt_most_us >= s->rtt_least_us + mul_div(s->rtt_least_us,
								     THRESHOLD(LONGER), 1000);
}
