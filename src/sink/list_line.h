/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A line of the table of sockets: its columns, and cells. */
#ifndef TCPBDP_LIST_LINE_H
#define TCPBDP_LIST_LINE_H

#include <stddef.h>

#include "sink/table.h"

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
	LIST_WHY, /* a sentence: the last */
	LIST_MAX,
};

/* Each as wide as is usual, in the order in which they are left out on a narrow terminal. */
void list_table_begin(struct table *table, const struct table_choice *choice, unsigned room);

/* "RTT" */
const char *list_column_title(enum list_column column);

/* "rtt": as -o calls it. */
const char *list_column_name(unsigned column);

/* What it shows, for a person: a sentence or two. */
const char *list_column_about(enum list_column column);

/* A line as it is filled: cells in any order, a column without one is empty. */
struct list_line {
	struct {
		const char *color; /* NULL = none */
		unsigned at, len;  /* in text */
		unsigned width;    /* on a terminal */
	} cells[LIST_MAX];
	size_t len;
	char text[8192];
};

void list_line_begin(struct list_line *line);

/* Fits any line: color may be NULL, width is what cell takes on a terminal. */
void list_line_cell(struct list_line *line, enum list_column column, const char *cell, size_t len,
		    unsigned width, const char *color);

/* A cell of ASCII. */
void list_line_plain(struct list_line *line, enum list_column column, const char *cell);

#define LIST_LINE_LEN 8192

/* The line under the table's titles, with its end. Cells that are too wide push the others. Returns its
 * length. */
size_t list_line_print(const struct list_line *line, const struct table *table,
		       char buf[LIST_LINE_LEN]);

#endif
