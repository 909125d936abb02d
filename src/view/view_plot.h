/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A plot of a window and what is in it, in characters: time to the right, the newest at the end. */
#ifndef TCPBDP_VIEW_PLOT_H
#define TCPBDP_VIEW_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VIEW_PLOT_ROWS 8
#define VIEW_PLOT_COLUMNS_MAX 120
#define VIEW_PLOT_LINE_LEN (4 * VIEW_PLOT_COLUMNS_MAX + 1)

/* Of a moment, in bytes; 0 = not known. */
struct view_plot_point {
	uint64_t used;   /* in flight, or unread: columns from the ground */
	uint64_t window; /* a line */
	uint64_t bdp;    /* a dotted line */
};

/* The largest of all, which is the top of the plot. */
uint64_t view_plot_top(const struct view_plot_point *points, size_t count);

/* One line of the plot, row 0 is the uppermost; returns buf. At most VIEW_PLOT_COLUMNS_MAX points. */
char *view_plot_line(char buf[static VIEW_PLOT_LINE_LEN], const struct view_plot_point *points,
		     size_t count, unsigned row, bool utf8);

#endif
