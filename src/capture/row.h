/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Values of a row that may be anybody's: what a table's column says it holds is not believed. */
#ifndef TCPBDP_ROW_H
#define TCPBDP_ROW_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it an integer from min to max? */
bool row_number(sqlite3_stmt *row, int at, int64_t min, int64_t max, int64_t *ret_number);

/* Is it a text that fits with its final NUL, and has none inside? */
bool row_text(sqlite3_stmt *row, int at, char *buf, size_t size);

/* Such a text of any length, to be freed; NULL for what is none, or when memory is out. */
char *row_text_copy(sqlite3_stmt *row, int at);

/* Is it a text as row_text() has it, or NULL, which is the empty text? */
bool row_text_or_null(sqlite3_stmt *row, int at, char *buf, size_t size);

#endif
