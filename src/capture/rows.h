/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Rows that wait to be written to a database, each for one of its prepared statements. */
#ifndef TCPBDP_ROWS_H
#define TCPBDP_ROWS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: none. */
struct rows {
	uint8_t *data;
	size_t len, room;
	bool lost; /* memory was out: what was added since is not whole */
};

/* A new row; its values are added in the order of the statement's parameters. */
void rows_begin(struct rows *rows, uint8_t statement);
void rows_number(struct rows *rows, int64_t number);
void rows_null(struct rows *rows);

/* A copy is made. */
void rows_text(struct rows *rows, const char *text);

/* Runs the statement of every row, in their order. 0 or -errno; the rows stay. */
int rows_run(const struct rows *rows, sqlite3_stmt *const *statements);

/* None is left; their memory is kept for the next. */
void rows_clear(struct rows *rows);

void rows_free(struct rows *rows);

#endif
