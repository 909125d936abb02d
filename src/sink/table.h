/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Lines of cells under titles. Columns are as wide as what they hold, and never shrink. On a terminal
 * no line is wider than it is: columns are left out, and what is still too long ends with "...".
 */
#ifndef TCPBDP_TABLE_H
#define TCPBDP_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 20

struct table_column {
	const char *title;
	unsigned drop;    /* where room is short, 1 is left out first; 0 = never */
	const char *name; /* as it is asked for; NULL = it cannot be */
};

/* The columns to show, in their order; none = all, in that of the table. */
struct table_choice {
	uint32_t value[TABLE_COLUMNS_MAX];
	uint32_t count;
};

struct table {
	const struct table_column *columns;
	unsigned count;
	unsigned room;                     /* of the terminal; 0 = no bound */
	uint8_t order[TABLE_COLUMNS_MAX];  /* from left to right */
	bool chosen;                       /* by name: then none is left out for want of room */
	unsigned width[TABLE_COLUMNS_MAX]; /* so far */
	bool hidden[TABLE_COLUMNS_MAX];    /* the caller's: not asked for */
	bool dropped[TABLE_COLUMNS_MAX];   /* for want of room, at table_fit() */
};

/* As wide as its titles. columns stay the caller's. count <= TABLE_COLUMNS_MAX. */
void table_begin(struct table *table, const struct table_column *columns, unsigned count,
		 unsigned room);

/* Right after table_begin(): hides all but these. */
void table_choose(struct table *table, const struct table_choice *choice);

bool table_shows(const struct table *table, unsigned column);

/* Makes room for a cell. Did a column that is shown grow? */
bool table_widen(struct table *table, unsigned column, const char *cell);

/* Leaves out what has no room. Did the choice change? */
bool table_fit(struct table *table);

/*
 * A line, and its end. cells and colors (NULL = none, so each of them) have one for each column; NULL
 * for cells: the titles. No blank ends a line.
 */
void table_line(const struct table *table, FILE *out, const char *const *cells,
		const char *const *colors);

#endif
