// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/bandwidth.h"

#include "base/units.h"
#include "verdict/threshold.h"

void bandwidth_add(struct bandwidth *bw, uint64_t ts_ns, uint64_t bps, bool app_limited,
		   bool path_full)
{
	uint64_t second = ts_ns / NSEC_PER_SEC;
	struct bandwidth_second *slot = &bw->seconds[second % BANDWIDTH_SECONDS];

	if (slot->second != second)
		*slot = (struct bandwidth_second){ .second = second };
	if (app_limited)
		slot->app_bps = max_u64(slot->app_bps, bps);
	else
		slot->bps = max_u64(slot->bps, bps);
	if (path_full)
		slot->full_bps = max_u64(slot->full_bps, bps);
}

uint64_t bandwidth_get(const struct bandwidth *bw, bool *ret_exact)
{
	uint64_t newest = 0, bps = 0, app_bps = 0, full_bps = 0;

	for (int i = 0; i < BANDWIDTH_SECONDS; i++)
		newest = max_u64(newest, bw->seconds[i].second);
	for (int i = 0; i < BANDWIDTH_SECONDS; i++) {
		const struct bandwidth_second *slot = &bw->seconds[i];

		if (slot->second + BANDWIDTH_SECONDS <= newest)
			continue;
		bps = max_u64(bps, slot->bps);
		app_bps = max_u64(app_bps, slot->app_bps);
		full_bps = max_u64(full_bps, slot->full_bps);
	}
	*ret_exact = bps && full_bps && full_bps >= bps - mul_div(bps, THRESHOLD(RATE_LESS), 1000);
	return bps ? bps : app_bps;
}

bool bandwidth_fills(uint64_t bps, uint64_t known_bps)
{
	return known_bps && bps >= known_bps - mul_div(known_bps, THRESHOLD(RATE_LESS), 1000);
}
