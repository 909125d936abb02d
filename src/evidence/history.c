// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/history.h"

#include <stdlib.h>
#include <string.h>

static uint64_t span(const struct interval *from, const struct interval *to)
{
	return to->last.ts_ns > from->active_ns ? to->last.ts_ns - from->active_ns : 0;
}

static void drop_oldest(struct history *h, unsigned count)
{
	h->count -= count;
	memmove(h->past, h->past + count, h->count * sizeof(*h->past));
}

/* Without memory there is no past, and the present stands alone. */
static void keep(struct history *h, const struct interval *iv)
{
	struct interval *past;

	if (h->count == HISTORY_MAX)
		drop_oldest(h, 1);
	past = reallocarray(h->past, h->count + 1, sizeof(*past));
	if (!past) {
		history_forget(h);
		return;
	}
	h->past = past;
	h->past[h->count++] = *iv;
}

void history_join(struct history *h, const struct interval *present, uint64_t span_ns,
		  struct interval *ret_joined)
{
	unsigned first;

	if (present->active_ns != present->base.ts_ns)
		history_forget(h);
	*ret_joined = *present;
	for (first = h->count; first && span(ret_joined, present) < span_ns; first--) {
		struct interval older = h->past[first - 1];

		interval_join(&older, ret_joined);
		*ret_joined = older;
	}
	if (first)
		drop_oldest(h, first);
	if (span(present, present) < 2 * span_ns)
		keep(h, present);
	else
		history_forget(h);
}

void history_forget(struct history *h)
{
	free(h->past);
	*h = (struct history){ 0 };
}
