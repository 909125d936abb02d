// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture/database.h"

/* Each entry begins with one of these. */
enum tag {
	TAG_ROW,    /* the statement, in one byte */
	TAG_NUMBER, /* 8 bytes */
	TAG_NULL,
	TAG_TEXT, /* its length in 4 bytes, its bytes */
};

#define ROOM_MIN 65536

static uint8_t *add(struct rows *rows, enum tag tag, size_t len)
{
	uint8_t *at;

	if (rows->lost)
		return NULL;
	if (rows->room - rows->len < len + 1) {
		size_t room = rows->room ? 2 * rows->room : ROOM_MIN;
		uint8_t *data;

		while (room - rows->len < len + 1)
			room *= 2;
		data = realloc(rows->data, room);
		rows->lost = !data;
		if (!data)
			return NULL;
		rows->data = data;
		rows->room = room;
	}
	at = rows->data + rows->len;
	*at = (uint8_t)tag;
	rows->len += len + 1;
	return at + 1;
}

void rows_begin(struct rows *rows, uint8_t statement)
{
	uint8_t *at = add(rows, TAG_ROW, sizeof(statement));

	if (at)
		*at = statement;
}

void rows_number(struct rows *rows, int64_t number)
{
	uint8_t *at = add(rows, TAG_NUMBER, sizeof(number));

	if (at)
		memcpy(at, &number, sizeof(number));
}

void rows_null(struct rows *rows)
{
	add(rows, TAG_NULL, 0);
}

void rows_text(struct rows *rows, const char *text)
{
	uint32_t len = (uint32_t)strlen(text);
	uint8_t *at = add(rows, TAG_TEXT, sizeof(len) + len);

	if (!at)
		return;
	memcpy(at, &len, sizeof(len));
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): len is before it */
	memcpy(at + sizeof(len), text, len);
}

/* Binds the value at *at to the parameter. Returns what follows it. */
static const uint8_t *bind(const uint8_t *at, sqlite3_stmt *statement, int parameter)
{
	int64_t number;
	uint32_t len;

	switch (*at++) {
	case TAG_NUMBER:
		memcpy(&number, at, sizeof(number));
		sqlite3_bind_int64(statement, parameter, number);
		return at + sizeof(number);
	case TAG_TEXT:
		memcpy(&len, at, sizeof(len));
		at += sizeof(len);
		sqlite3_bind_text(statement, parameter, (const char *)at, (int)len, SQLITE_STATIC);
		return at + len;
	default:
		sqlite3_bind_null(statement, parameter);
		return at;
	}
}

int rows_run(const struct rows *rows, sqlite3_stmt *const *statements)
{
	const uint8_t *at = rows->data, *end = rows->data + rows->len;
	int err = rows->lost ? -ENOMEM : 0;

	while (!err && at < end) {
		sqlite3_stmt *statement = statements[at[1]];
		int parameter = 1;

		for (at += 2; at < end && *at != TAG_ROW; parameter++)
			at = bind(at, statement, parameter);
		err = database_run(statement);
	}
	return err;
}

void rows_clear(struct rows *rows)
{
	rows->len = 0;
}

void rows_free(struct rows *rows)
{
	free(rows->data);
	*rows = (struct rows){ 0 };
}
