/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All that is known of one socket, as lines of a screen. */
#ifndef TCPBDP_VIEW_PAGE_H
#define TCPBDP_VIEW_PAGE_H

#include "view/view_column.h"
#include "view/view_frame.h"

#define VIEW_PAGE_LINES 96
#define VIEW_PAGE_LINE_LEN 640

struct view_page {
	unsigned count;
	char lines[VIEW_PAGE_LINES][VIEW_PAGE_LINE_LEN];
};

/* Adds a line, unless the page is full. */
void view_page_add(struct view_page *page, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds the lines of another page, broken between words where they are wider than the screen. */
void view_page_wrap(struct view_page *page, const struct view_page *from, unsigned columns);

/*
 * Who it is, both directions, how its window was used in the kept moments up to this one (a plot as wide as
 * the screen), and why the verdict is what it is.
 */
void view_page_fill(struct view_page *page, const struct view_row *row,
		    const struct view_frames *frames, size_t moment, unsigned columns, bool utf8);

#endif
