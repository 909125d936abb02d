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

/* The largest of the spans, in permille above the least; *ret_spans are how many. */
static uint64_t spread_permille(const struct wander *w, int *ret_spans)
{
	uint64_t least = UINT64_MAX, most = 0;
	int spans = 0;

	for (; spans < WANDER_SPANS && w->rtt_us[spans]; spans++) {
		least = min_u64(least, w->rtt_us[spans]);
		most = max_u64(most, w->rtt_us[spans]);
	}
	*ret_spans = spans;
	return spans ? mul_div(most - least, 1000, least) : 0;
}

bool wander_seen(const struct wander *w)
{
	int spans;

	return spread_permille(w, &spans) > THRESHOLD(WANDER);
}

bool wander_steady(const struct wander *w)
{
	int spans;

	return spread_permille(w, &spans) <= THRESHOLD(STEADY) && spans == WANDER_SPANS;
}
