/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The orders of a screen. Unknown values come last in every order, and what is silent after the rest. */
#ifndef TCPBDP_VIEW_SORT_H
#define TCPBDP_VIEW_SORT_H

#include "view/view_item.h"

enum view_sort {
	VIEW_SORT_LOST, /* flagged first */
	VIEW_SORT_RATE,
	VIEW_SORT_RTT,
	VIEW_SORT_CEILING,
	VIEW_SORT_SHARE,
	VIEW_SORT_NEEDED,
	VIEW_SORT_MAX,
};

/* "lost" */
const char *view_sort_name(enum view_sort sort);

/* As for qsort: negative = a comes before b. Ties are ordered by id. */
int view_sort_compare(enum view_sort sort, bool reverse, const struct view_item *a,
		      const struct view_item *b);

#endif
