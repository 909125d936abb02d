// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_item.h"

#include <stdlib.h>

int view_item_id_compare(const struct view_item_id *a, const struct view_item_id *b)
{
	if (a->cookie != b->cookie)
		return a->cookie < b->cookie ? -1 : 1;
	return group_key_compare(&a->key, &b->key);
}

struct group_key view_item_key(const struct group_choice *by, const struct view_row *row)
{
	const struct finding_direction *dir = view_row_dir(row);

	return group_key_of(by, &row->f.id, dir->limit, dir->undersized ? dir->cause : CAUSE_NONE);
}

/* Into order by group. */
static int by_key(const void *a, const void *b, void *by)
{
	const struct view_row *const *x = a, *const *y = b;
	struct group_key x_key = view_item_key(by, *x), y_key = view_item_key(by, *y);

	return group_key_compare(&x_key, &y_key);
}

static void add(struct view_item *item, const struct view_row *row)
{
	item->sockets++;
	item->flagged += view_row_flagged(row);
	item->rate_bps += view_row_rate_bps(row);
	item->lost_bps += row->silent ? 0 : row->lost_bps;
}

static struct view_item single(const struct view_row *row)
{
	struct view_item item = { .id.cookie = row->f.id.cookie, .row = row };

	add(&item, row);
	item.alike = item.flagged;
	return item;
}

static enum cause commonest(const struct view_row **rows, size_t count, unsigned *ret_alike)
{
	unsigned counts[CAUSE_MAX] = { 0 };
	int most = CAUSE_NONE;

	for (size_t i = 0; i < count; i++)
		if (view_row_flagged(rows[i]))
			counts[view_row_dir(rows[i])->cause]++;
	for (int cause = 0; cause < CAUSE_MAX; cause++)
		if (counts[cause] > counts[most])
			most = cause;
	*ret_alike = counts[most];
	return most;
}

static bool is_worse(const struct view_row *a, const struct view_row *b)
{
	if (a->silent != b->silent)
		return b->silent;
	if (a->lost_bps != b->lost_bps)
		return a->lost_bps > b->lost_bps;
	return a->f.id.cookie < b->f.id.cookie;
}

/* Of the flagged with this cause; where none is flagged, of all. */
static const struct view_row *worst(const struct view_row **rows, size_t count, bool flagged,
				    enum cause cause)
{
	const struct view_row *most = NULL;

	for (size_t i = 0; i < count; i++) {
		if (flagged &&
		    !(view_row_flagged(rows[i]) && view_row_dir(rows[i])->cause == cause))
			continue;
		if (!most || is_worse(rows[i], most))
			most = rows[i];
	}
	return most;
}

static struct view_item grouped(const struct view_row **rows, size_t count,
				const struct group_key *key)
{
	struct view_item item = { .id.key = *key };
	enum cause cause = commonest(rows, count, &item.alike);

	for (size_t i = 0; i < count; i++)
		add(&item, rows[i]);
	item.row = worst(rows, count, item.flagged > 0, cause);
	return item;
}

size_t view_items_make(const struct view_row **rows, size_t count, const struct group_choice *by,
		       struct view_item *items)
{
	size_t made = 0;

	if (!by->by) {
		for (size_t i = 0; i < count; i++)
			items[i] = single(rows[i]);
		return count;
	}
	qsort_r(rows, count, sizeof(*rows), by_key, (void *)by);
	for (size_t first = 0, end; first < count; first = end) {
		struct group_key key = view_item_key(by, rows[first]), other;

		for (end = first + 1; end < count; end++) {
			other = view_item_key(by, rows[end]);
			if (group_key_compare(&key, &other))
				break;
		}
		items[made++] = grouped(rows + first, end - first, &key);
	}
	return made;
}
