/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* An item: a line of the screen, which is a socket or a group of them. */
#ifndef TCPBDP_VIEW_ITEM_H
#define TCPBDP_VIEW_ITEM_H

#include <stddef.h>

#include "hist/group.h"
#include "view/view_row.h"

/* What stays the same while values change. All zero = none. */
struct view_item_id {
	uint64_t cookie;      /* of a socket; 0 = a group */
	struct group_key key; /* of a group */
};

struct view_item {
	struct view_item_id id;
	/* A socket's own; of a group, the row that loses most of those with its commonest cause. */
	const struct view_row *row;
	unsigned sockets;
	unsigned flagged;
	unsigned alike; /* of the flagged: those with the commonest cause */
	uint64_t rate_bps;
	uint64_t lost_bps;
};

int view_item_id_compare(const struct view_item_id *a, const struct view_item_id *b);

/* The group of --by that a row belongs to; that of GROUP_NONE is all of them. */
struct group_key view_item_key(const struct group_choice *by, const struct view_row *row);

/*
 * Makes items of rows: with GROUP_NONE one each, else one a group. items has room for as many as there
 * are rows; rows are put into another order. Returns how many items there are.
 */
size_t view_items_make(const struct view_row **rows, size_t count, const struct group_choice *by,
		       struct view_item *items);

#endif
