// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/row.h"

#include <string.h>

bool row_number(sqlite3_stmt *row, int at, int64_t min, int64_t max, int64_t *ret_number)
{
	if (sqlite3_column_type(row, at) != SQLITE_INTEGER)
		return false;
	*ret_number = sqlite3_column_int64(row, at);
	return *ret_number >= min && *ret_number <= max;
}

bool row_text(sqlite3_stmt *row, int at, char *buf, size_t size)
{
	const unsigned char *text;
	size_t len;

	if (sqlite3_column_type(row, at) != SQLITE_TEXT)
		return false;
	text = sqlite3_column_text(row, at);
	len = (size_t)sqlite3_column_bytes(row, at);
	if (!text || len >= size || memchr(text, 0, len))
		return false;
	memcpy(buf, text, len + 1);
	return true;
}

bool row_text_or_null(sqlite3_stmt *row, int at, char *buf, size_t size)
{
	buf[0] = '\0';
	return sqlite3_column_type(row, at) == SQLITE_NULL || row_text(row, at, buf, size);
}
