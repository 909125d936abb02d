/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The columns of the screen: a row each. */
#ifndef TCPBDP_VIEW_COLUMN_H
#define TCPBDP_VIEW_COLUMN_H

#include "view/view_item.h"

enum view_column {
	VIEW_GROUP,
	VIEW_SOCKETS,
	VIEW_FLAGGED,
	VIEW_UNIT,
	VIEW_PID,
	VIEW_COMM,
	VIEW_NETNS,
	VIEW_LOCAL,
	VIEW_PEER,
	VIEW_DIR,
	VIEW_RTT,
	VIEW_RATE,
	VIEW_CEILING,
	VIEW_LOST,
	VIEW_NEEDED,
	VIEW_BAR,
	VIEW_LIMIT,
	VIEW_SHARE,
	VIEW_WHY, /* the last; it takes what is left of a line */
	VIEW_COLUMN_MAX,
};

/* A cell's text, and NUL: a reason is the longest. */
#define VIEW_CELL_LEN 640

/* How cells are written. */
struct view_look {
	const struct group_choice *by; /* what the items are groups of */
	uint64_t ts_ns;                /* the moment that is shown */
	bool utf8;                     /* what reads it decodes UTF-8 */
};

/* "rtt", the word of --columns */
const char *view_column_name(enum view_column column);

/* "RTT" */
const char *view_column_title(enum view_column column);

/* What it shows, in a line. */
const char *view_column_about(enum view_column column);

/* The most that it takes of a line. */
unsigned view_column_width_max(enum view_column column);

/* Is it shown where no columns were asked for? */
bool view_column_by_default(enum view_column column, bool grouped);

/* Where there is no room, the column with the largest rank goes first; one of rank 0 stays. */
unsigned view_column_rank(enum view_column column);

/* Writes the cell and returns buf; names in it are quoted for a terminal. */
char *view_column_cell(char buf[static VIEW_CELL_LEN], enum view_column column,
		       const struct view_item *item, const struct view_look *look);

#endif
