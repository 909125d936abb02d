// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/row.h"

#include <string.h>

bool row_number(sqlite3_stmt *row, int at, int64_t min, int64_t max, int64_t *ret_number)
{
	int64_t number;

	if (sqlite3_column_type(row, at) != SQLITE_INTEGER)
		return false;
	number = sqlite3_column_int64(row, at);
	if (number < min || number > max)
		return false;
	*ret_number = number;
	return true;
}

/* A text without a NUL inside, or NULL. */
static const char *text_of(sqlite3_stmt *row, int at)
{
	const char *text;

	if (sqlite3_column_type(row, at) != SQLITE_TEXT)
		return NULL;
	text = (const char *)sqlite3_column_text(row, at);
	if (!text || strlen(text) != (size_t)sqlite3_column_bytes(row, at))
		return NULL;
	return text;
}

bool row_text(sqlite3_stmt *row, int at, char *buf, size_t size)
{
	const char *text = text_of(row, at);

	if (!text || strlen(text) >= size)
		return false;
	strcpy(buf, text);
	return true;
}

char *row_text_copy(sqlite3_stmt *row, int at)
{
	const char *text = text_of(row, at);

	return text ? strdup(text) : NULL;
}

bool row_text_or_null(sqlite3_stmt *row, int at, char *buf, size_t size)
{
	buf[0] = '\0';
	return sqlite3_column_type(row, at) == SQLITE_NULL || row_text(row, at, buf, size);
}
