/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A line of the table of sockets: its columns, and cells that are put one after the other. */
#ifndef TCPBDP_LIST_LINE_H
#define TCPBDP_LIST_LINE_H

#include <stddef.h>

#define LIST_CELL_LEN 264 /* the longest, and NUL */

enum list_column {
	LIST_PID,
	LIST_COMM,
	LIST_UNIT,
	LIST_NETNS,
	LIST_STATE,
	LIST_LOCAL,
	LIST_REMOTE,
	LIST_RTT,
	LIST_SRTT,
	LIST_WSCALE,
	LIST_SNDBUF,
	LIST_RCVBUF,
	LIST_SNDWND,
	LIST_RCVWND,
	LIST_SEND_MAX,
	LIST_RECV_MAX,
	LIST_LIMIT,
	LIST_WHY, /* the last has no width */
	LIST_MAX,
};

/* "RTT" */
const char *list_column_title(enum list_column column);

/* What it shows, for a person: a sentence or two. */
const char *list_column_about(enum list_column column);

/* As it grows: the next cell begins at column `next`, or after what was too wide. It starts with len,
 * at and next 0. */
struct list_line {
	char text[8192];
	size_t len;
	unsigned at, next;
};

/* Fits any line: color may be NULL, width is what cell takes on a terminal. Columns in their order. */
void list_line_cell(struct list_line *line, enum list_column column, const char *cell, size_t len,
		    unsigned width, const char *color);

/* A cell of ASCII. */
void list_line_plain(struct list_line *line, enum list_column column, const char *cell);

#endif
