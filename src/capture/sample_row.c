// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/sample_row.h"

#include <arpa/inet.h>
#include <string.h>

#include "capture/column.h"
#include "capture/row.h"

/* Before it: the sample's number, and its socket. */
#define FIRST_COLUMN 8

static bool read_endpoint(sqlite3_stmt *row, int at, enum sample_family family, struct endpoint *e)
{
	char text[INET6_ADDRSTRLEN];
	int64_t port;

	memset(e, 0, sizeof(*e));
	if (!row_text(row, at, text, sizeof(text)) || !row_number(row, at + 1, 0, 65535, &port))
		return false;
	e->port = (uint16_t)port;
	return inet_pton(family == FAMILY_INET6 ? AF_INET6 : AF_INET, text, e->addr) == 1;
}

static const char *read_socket(sqlite3_stmt *row, struct sample_id *id)
{
	char family[8];
	int64_t cookie, netns;

	if (!row_number(row, 1, 1, INT64_MAX, &cookie))
		return "cookie";
	if (!row_number(row, 2, 0, UINT32_MAX, &netns))
		return "netns";
	if (!row_text(row, 3, family, sizeof(family)))
		return "family";
	if (strcmp(family, "inet") && strcmp(family, "inet6"))
		return "family";
	id->cookie = (uint64_t)cookie;
	id->netns = (uint32_t)netns;
	id->family = strcmp(family, "inet") ? FAMILY_INET6 : FAMILY_INET;
	if (!read_endpoint(row, 4, id->family, &id->local))
		return "local address";
	return read_endpoint(row, 6, id->family, &id->remote) ? NULL : "remote address";
}

static const char *read_stored(sqlite3_stmt *row, struct stored *stored)
{
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];
		int at = FIRST_COLUMN + (int)i;
		bool ok;

		if (sqlite3_column_type(row, at) == SQLITE_NULL)
			stored->number[i] = COLUMN_NULL;
		else if (c->kind != COLUMN_TEXT &&
			 !row_number(row, at, INT64_MIN + 1, INT64_MAX, &stored->number[i]))
			return c->name;
		if (c->kind != COLUMN_TEXT)
			continue;
		ok = row_text_or_null(row, at, stored->text[c->text], sizeof(stored->text[0]));
		if (!ok)
			return c->name;
	}
	return NULL;
}

const char *sample_row_read(sqlite3_stmt *row, const struct sample *origin, int version,
			    struct sample *ret_sample)
{
	const struct column *wrong;
	struct stored stored;
	const char *what;

	memset(ret_sample, 0, sizeof(*ret_sample));
	what = read_socket(row, &ret_sample->id);
	if (!what)
		what = read_stored(row, &stored);
	if (what)
		return what;
	wrong = column_unpack(origin, &stored, version, ret_sample);
	return wrong ? wrong->name : NULL;
}
