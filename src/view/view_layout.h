/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which columns a line has, and how wide each is. */
#ifndef TCPBDP_VIEW_LAYOUT_H
#define TCPBDP_VIEW_LAYOUT_H

#include "view/view_column.h"

/* What was asked for by --columns, in its order; count 0 = the table's own choice. */
struct view_columns {
	enum view_column value[VIEW_COLUMN_MAX];
	uint32_t count;
};

struct view_layout {
	struct view_columns shown;
	unsigned widths
		[VIEW_COLUMN_MAX]; /* by column; they grow with what they hold, and never shrink */
	unsigned width;            /* of a line; 0 = as wide as it is */
};

/* A line's bytes at most, and NUL. */
#define VIEW_LINE_LEN 2048

/*
 * Chooses anew: for items that are groups or not, on lines of this width (0 = no bound). Of columns that
 * were asked for, those are left out that no longer fit, from the end.
 */
void view_layout_choose(struct view_layout *layout, const struct view_columns *asked, bool grouped,
			unsigned width);

/* Makes columns as wide as the item needs. Returns whether one grew: then choose again. */
bool view_layout_widen(struct view_layout *layout, const struct view_item *item,
		       const struct view_look *look);

/* The titles; so the line of an item. Returns buf. No blanks end it; it is never wider than the layout. */
char *view_layout_titles(char buf[static VIEW_LINE_LEN], const struct view_layout *layout);
char *view_layout_line(char buf[static VIEW_LINE_LEN], const struct view_layout *layout,
		       const struct view_item *item, const struct view_look *look);

/* The first columns of a text, cut between characters; returns how many it has. */
unsigned view_cut(char *text, unsigned columns);

#endif
