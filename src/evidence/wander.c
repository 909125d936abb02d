// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/wander.h"

#include "base/units.h"
#include "verdict/threshold.h"

void wander_add(struct wander *w, struct wander_span span)
{
	if (!span.rtt_us || !span.least_us)
		return;
	w->spans[w->next] = span;
	w->next = (w->next + 1) % WANDER_SPANS;
}

/* The extremes, number and total time of some spans. */
struct range {
	uint64_t least_us, most_us, ns;
	int spans;
};

static void range_add(struct range *r, uint32_t rtt_us)
{
	r->least_us = r->spans ? min_u64(r->least_us, rtt_us) : rtt_us;
	r->most_us = max_u64(r->most_us, rtt_us);
	r->spans++;
}

/* (most - least) / least, in permille */
static uint64_t spread_permille(const struct range *r)
{
	return r->spans ? mul_div(r->most_us - r->least_us, 1000, r->least_us) : 0;
}

bool wander_seen(const struct wander *w)
{
	struct range means = { 0 };

	for (int i = 0; i < WANDER_SPANS && w->spans[i].rtt_us; i++)
		range_add(&means, w->spans[i].rtt_us);
	return spread_permille(&means) > THRESHOLD(WANDER);
}

bool wander_steady(const struct wander *w)
{
	struct range leasts = { 0 };

	for (int i = 0; i < WANDER_SPANS && w->spans[i].rtt_us; i++) {
		range_add(&leasts, w->spans[i].least_us);
		leasts.ns += w->spans[i].ns;
	}
	return spread_permille(&leasts) <= THRESHOLD(STEADY) &&
	       (leasts.spans == WANDER_SPANS || leasts.ns >= THRESHOLD(STEADY_MS) * NSEC_PER_MSEC);
}
