/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Rows waiting to be written, each for a prepared statement. */
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
	bool lost; /* out of memory: rows are incomplete since then */
};

/* Begins a row; add its values in the order of the statement's parameters. */
void rows_begin(struct rows *rows, uint8_t statement);
void rows_number(struct rows *rows, int64_t number);
void rows_null(struct rows *rows);

/* Copies the text. */
void rows_text(struct rows *rows, const char *text);

/* Runs the statement of each row, in order. 0 or -errno; keeps the rows. */
int rows_run(const struct rows *rows, sqlite3_stmt *const *statements);

/* Removes all rows; keeps the memory for the next ones. */
void rows_clear(struct rows *rows);

void rows_free(struct rows *rows);

#endif
