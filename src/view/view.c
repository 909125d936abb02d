// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct view {
	struct view_settings settings;
	struct view_sockets *sockets;
	struct view_frames *frames;
	const struct view_frame *frame; /* that is shown; NULL = now */
	size_t moment;                  /* its number */
	const struct view_row **rows;   /* those that are shown */
	struct view_item *items;
	size_t count, room;
	struct view_item_id *held; /* of a frozen view: its items, in their order */
	size_t held_count;
	struct view_item_id cursor;
	size_t cursor_at; /* where it was last */
};

int view_new(const struct view_settings *settings, struct view **ret_view)
{
	struct view *v = calloc(1, sizeof(*v));

	if (!v)
		return -ENOMEM;
	v->settings = *settings;
	v->sockets = view_sockets_new();
	v->frames = view_frames_new();
	if (!v->sockets || !v->frames) {
		view_free(v);
		return -ENOMEM;
	}
	*ret_view = v;
	return 0;
}

void view_free(struct view *v)
{
	if (!v)
		return;
	view_sockets_free(v->sockets);
	view_frames_free(v->frames);
	free(v->rows);
	free(v->items);
	free(v->held);
	free(v);
}

int view_add(struct view *v, const struct finding *f)
{
	return view_sockets_add(v->sockets, f);
}

struct view_settings *view_settings(struct view *v)
{
	return &v->settings;
}

const struct view_frames *view_frames(const struct view *v)
{
	return v->frames;
}

size_t view_moment(const struct view *v)
{
	return v->frame ? v->moment : view_frames_count(v->frames);
}

const struct view_totals *view_totals(const struct view *v)
{
	return v->frame ? &v->frame->totals : view_sockets_totals(v->sockets);
}

const struct view_item *view_items(const struct view *v, size_t *ret_count)
{
	*ret_count = v->count;
	return v->items;
}

const struct view_row *view_find(const struct view *v, uint64_t cookie)
{
	return v->frame ? view_frame_row(v->frame, cookie) : view_sockets_row(v->sockets, cookie);
}

/* ---- which rows ---- */

static int make_room(struct view *v, size_t count)
{
	const struct view_row **rows;
	struct view_item *items;

	if (count <= v->room)
		return 0;
	rows = reallocarray(v->rows, count, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	v->rows = rows;
	items = reallocarray(v->items, count, sizeof(*items));
	if (!items)
		return -ENOMEM;
	v->items = items;
	v->room = count;
	return 0;
}

/* All of the moment. */
static int collect(struct view *v, size_t *ret_count)
{
	size_t count = v->frame ? v->frame->count : view_sockets_count(v->sockets);

	if (make_room(v, count))
		return -ENOMEM;
	if (!v->frame)
		view_sockets_rows(v->sockets, v->rows);
	else
		for (size_t i = 0; i < count; i++)
			v->rows[i] = &v->frame->rows[i];
	*ret_count = count;
	return 0;
}

static bool is_inside(const struct view_settings *s, const struct view_row *row)
{
	struct group_key key;

	if (!s->inside.by)
		return true;
	key = view_item_key(&s->inside, row);
	return !group_key_compare(&key, &s->inside_key);
}

/* What is frozen stays, whatever becomes of its values. */
static bool is_shown(const struct view *v, const struct view_row *row)
{
	const struct view_settings *s = &v->settings;

	if (v->held && !s->by.by)
		return true;
	return !(s->only_active && row->silent) && is_inside(s, row) &&
	       view_filter_match(&s->filter, row);
}

static size_t choose(struct view *v, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_shown(v, v->rows[i]))
			v->rows[kept++] = v->rows[i];
	return kept;
}

/* ---- in which order ---- */

static int by_sort(const void *a, const void *b, void *settings)
{
	const struct view_settings *s = settings;

	return view_sort_compare(s->sort, s->reverse, a, b);
}

static int by_id(const void *a, const void *b)
{
	return view_item_id_compare(&((const struct view_item *)a)->id,
				    &((const struct view_item *)b)->id);
}

/* The held ones that are still there, in the order in which they are held. */
static int order_as_held(struct view *v)
{
	struct view_item *all = v->items, *ordered = calloc(v->room + 1, sizeof(*ordered));
	size_t kept = 0;

	if (!ordered)
		return -ENOMEM;
	qsort(all, v->count, sizeof(*all), by_id);
	for (size_t i = 0; i < v->held_count; i++) {
		const struct view_item wanted = { .id = v->held[i] };
		const struct view_item *found = bsearch(&wanted, all, v->count, sizeof(*all),
							by_id);

		if (found)
			ordered[kept++] = *found;
	}
	v->items = ordered;
	v->count = kept;
	free(all);
	return 0;
}

static void let_go(struct view *v)
{
	free(v->held);
	v->held = NULL;
	v->held_count = 0;
}

static int hold(struct view *v)
{
	v->held = calloc(v->count + 1, sizeof(*v->held));
	if (!v->held)
		return -ENOMEM;
	for (size_t i = 0; i < v->count; i++)
		v->held[i] = v->items[i].id;
	v->held_count = v->count;
	return 0;
}

static void put_cursor(struct view *v)
{
	v->cursor_at = view_cursor(v);
	v->cursor = v->count ? v->items[v->cursor_at].id : (struct view_item_id){ 0 };
}

static int update(struct view *v)
{
	size_t count;
	int err = collect(v, &count);

	if (err)
		return err;
	count = choose(v, count);
	v->count = count ? view_items_make(v->rows, count, &v->settings.by, v->items) : 0;
	if (v->held && v->count)
		err = order_as_held(v);
	else if (v->count)
		qsort_r(v->items, v->count, sizeof(*v->items), by_sort, &v->settings);
	put_cursor(v);
	return err;
}

int view_arrange(struct view *v)
{
	int err;

	let_go(v);
	err = update(v);
	return !err && v->settings.frozen ? hold(v) : err;
}

/* ---- the moment ---- */

static int keep_frame(struct view *v)
{
	size_t count = view_sockets_count(v->sockets);
	const struct view_row **rows = calloc(count + 1, sizeof(*rows));
	bool full = view_frames_count(v->frames) == VIEW_FRAMES_MAX;
	int err;

	if (!rows)
		return -ENOMEM;
	if (full && v->frame && !v->moment) /* the one that is shown is about to go */
		v->frame = view_frames_at(v->frames, 1);
	else if (full && v->frame)
		v->moment--;
	view_sockets_rows(v->sockets, rows);
	err = view_frames_add(v->frames, view_sockets_totals(v->sockets), rows, count);
	free(rows);
	return err;
}

int view_end_interval(struct view *v, uint64_t ts_ns)
{
	int err;

	view_sockets_end_interval(v->sockets, ts_ns, v->settings.frozen);
	err = keep_frame(v);
	return err ? err : update(v);
}

int view_step(struct view *v, long frames)
{
	long count = (long)view_frames_count(v->frames);
	long moment = (long)view_moment(v) + frames;

	/* the newest frame is what is shown now */
	if (!v->frame && frames <= 0)
		moment--;
	if (moment < 0)
		moment = 0;
	v->frame = moment < count ? view_frames_at(v->frames, (size_t)moment) : NULL;
	v->moment = v->frame ? (size_t)moment : 0;
	return update(v);
}

/* ---- the cursor ---- */

size_t view_cursor(const struct view *v)
{
	if (!v->count)
		return 0;
	for (size_t i = 0; i < v->count; i++)
		if (!view_item_id_compare(&v->items[i].id, &v->cursor))
			return i;
	return v->cursor_at < v->count ? v->cursor_at : v->count - 1;
}

void view_move(struct view *v, long items)
{
	long at = (long)view_cursor(v) + items;

	if (!v->count)
		return;
	if (at >= (long)v->count)
		at = (long)v->count - 1;
	v->cursor_at = at < 0 ? 0 : (size_t)at;
	v->cursor = v->items[v->cursor_at].id;
}
