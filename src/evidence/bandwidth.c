// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/bandwidth.h"
#include "base/units.h"
#include "verdict/threshold.h"

void bandwidth_add(struct bandwidth *bw, uint64_t bps, bool app_limited, bool path_full)
{
	bw->rate[bw->next] = (struct bandwidth_rate){ bps, app_limited, path_full };
	bw->next = (bw->next + 1) % BANDWIDTH_WINDOW;
}

static uint64_t largest(const struct bandwidth *bw, bool app_limited)
{
	uint64_t max_bps = 0;

	for (int i = 0; i < BANDWIDTH_WINDOW; i++)
		if (bw->rate[i].app_limited == app_limited && bw->rate[i].bps > max_bps)
			max_bps = bw->rate[i].bps;
	return max_bps;
}

uint64_t bandwidth_get(const struct bandwidth *bw, bool *ret_exact)
{
	uint64_t bps = largest(bw, false);

	*ret_exact = false;
	if (!bps)
		return largest(bw, true);
	for (int i = 0; i < BANDWIDTH_WINDOW; i++)
		if (bw->rate[i].path_full &&
		    bw->rate[i].bps >= bps - mul_div(bps, THRESHOLD(EXACT), 1000))
			*ret_exact = true;
	return bps;
}

bool bandwidth_fills(uint64_t bps, uint64_t known_bps)
{
	return known_bps && bps >= known_bps - mul_div(known_bps, THRESHOLD(FILLED), 1000);
}
