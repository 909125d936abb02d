/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a screen of sockets shows, without the screen: which items, in which order, at which moment, and
 * where the cursor is. It does no input or output and has no clock: findings go in, items come out.
 */
#ifndef TCPBDP_VIEW_H
#define TCPBDP_VIEW_H

#include "view/view_filter.h"
#include "view/view_sockets.h"
#include "view/view_sort.h"

struct view_settings {
	struct group_choice by; /* GROUP_NONE = sockets */
	enum view_sort sort;
	bool reverse;
	bool frozen; /* members and order stay, values go on */
	bool only_active;
	struct view_filter filter;
	/* of a group that was opened: its sockets; GROUP_NONE = none was */
	struct group_choice inside;
	struct group_key inside_key;
};

struct view;

/* -ENOMEM. */
int view_new(const struct view_settings *settings, struct view **ret_view);
void view_free(struct view *view);

/* A finding of the interval that is under way. -ENOMEM. */
int view_add(struct view *view, const struct finding *f);

/* The interval has ended at this time. -ENOMEM. */
int view_end_interval(struct view *view, uint64_t ts_ns);

/* To be changed; then view_arrange() is due. */
struct view_settings *view_settings(struct view *view);

/* Items and order anew, by the settings; a frozen view is frozen anew. -ENOMEM. */
int view_arrange(struct view *view);

/* Good until the next call of any of the above, and of view_step(). */
const struct view_item *view_items(const struct view *view, size_t *ret_count);

const struct view_totals *view_totals(const struct view *view);

/* The row of a socket at the moment that is shown; NULL = there is none. */
const struct view_row *view_find(const struct view *view, uint64_t cookie);

/* The item that the cursor is on, which it follows; count of the items if there is none. */
size_t view_cursor(const struct view *view);

/* Moves the cursor by so many items, and stops at the ends. */
void view_move(struct view *view, long items);

/* The moments that are kept. */
const struct view_frames *view_frames(const struct view *view);

/*
 * Steps through them: forth, or back if it is negative; past the newest it is now again. By 0 from now, it
 * stays at what is now the newest. -ENOMEM.
 */
int view_step(struct view *view, long frames);

/* Which of the frames is shown; view_frames_count() = none, it is now. */
size_t view_moment(const struct view *view);

#endif
