// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/wander.h"

#include "base/units.h"
#include "verdict/threshold.h"

void wander_add(struct wander *w, uint32_t rtt_us)
{
	if (!rtt_us)
		return;
	w->rtt_us[w->next] = rtt_us;
	w->next = (w->next + 1) % WANDER_SPANS;
}

bool wander_seen(const struct wander *w)
{
	uint64_t least = UINT64_MAX, most = 0;

	for (int i = 0; i < WANDER_SPANS && w->rtt_us[i]; i++) {
		least = min_u64(least, w->rtt_us[i]);
		most = max_u64(most, w->rtt_us[i]);
	}
	return most && most > least + mul_div(least, THRESHOLD(WANDER), 1000);
}
