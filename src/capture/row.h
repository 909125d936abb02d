/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Values of an untrusted row: the declared type of a column is not trusted. */
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

/* The same for any length; the caller frees it. NULL = not such a text, or out of memory. */
char *row_text_copy(sqlite3_stmt *row, int at);

/* Is it a text as for row_text(), or NULL, which means the empty text? */
bool row_text_or_null(sqlite3_stmt *row, int at, char *buf, size_t size);

#endif
