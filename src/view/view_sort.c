// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_sort.h"

#include <assert.h>

static uint64_t lost(const struct view_item *item)
{
	return item->lost_bps;
}

static uint64_t rate(const struct view_item *item)
{
	return item->rate_bps;
}

static uint64_t rtt(const struct view_item *item)
{
	return item->row->f.rtt_min_us;
}

static uint64_t ceiling(const struct view_item *item)
{
	return view_row_dir(item->row)->ceiling_bps;
}

static uint64_t share(const struct view_item *item)
{
	return view_row_dir(item->row)->limit_share_permille;
}

static uint64_t needed(const struct view_item *item)
{
	return view_row_dir(item->row)->needed_bytes;
}

static const struct {
	const char *name;
	uint64_t (*value)(const struct view_item *item); /* 0 = not known, or nothing */
	bool least_first;
	bool flagged_first;
} rows[] = {
	[VIEW_SORT_LOST] = { "lost", lost, .flagged_first = true },
	[VIEW_SORT_RATE] = { "rate", rate },
	[VIEW_SORT_RTT] = { "rtt", rtt },
	[VIEW_SORT_CEILING] = { "ceiling", ceiling, .least_first = true },
	[VIEW_SORT_SHARE] = { "share", share },
	[VIEW_SORT_NEEDED] = { "needed", needed },
};
static_assert(sizeof(rows) / sizeof(rows[0]) == VIEW_SORT_MAX, "an order has no row");

const char *view_sort_name(enum view_sort sort)
{
	assert(sort < VIEW_SORT_MAX);
	return rows[sort].name;
}

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_value(enum view_sort sort, const struct view_item *a, const struct view_item *b)
{
	uint64_t x = rows[sort].value(a), y = rows[sort].value(b);

	return rows[sort].least_first ? by_number(x, y) : by_number(y, x);
}

/* What no key has a value for: the faster one first. */
static int by_rank(enum view_sort sort, const struct view_item *a, const struct view_item *b)
{
	int order = rows[sort].flagged_first ? by_number(!a->flagged, !b->flagged) : 0;

	if (!order)
		order = by_value(sort, a, b);
	return order ? order : by_number(b->rate_bps, a->rate_bps);
}

int view_sort_compare(enum view_sort sort, bool reverse, const struct view_item *a,
		      const struct view_item *b)
{
	int order = by_number(a->row->silent, b->row->silent);

	if (!order)
		order = by_number(!rows[sort].value(a), !rows[sort].value(b)) *
			!rows[sort].flagged_first;
	if (!order) {
		order = by_rank(sort, a, b);
		order = reverse ? -order : order;
	}
	return order ? order : view_item_id_compare(&a->id, &b->id);
}
