// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "seed.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_all(const char *path, struct seed *seed)
{
	FILE *in = fopen(path, "r");
	size_t room = 1 << 20;

	if (!in)
		return -errno;
	seed->bytes = malloc(room);
	if (seed->bytes)
		seed->len = fread(seed->bytes, 1, room, in);
	fclose(in);
	if (!seed->bytes)
		return -ENOMEM;
	return seed->len < room && seed->len > 100 ? 0 : -EFBIG;
}

static size_t be32(const uint8_t *bytes)
{
	return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

/* A page and those below it. The corpus is ours, and sound. */
static void walk(struct seed *seed, size_t number, uint8_t table)
{
	const uint8_t *page = seed->bytes + (number - 1) * seed->page_bytes;
	const struct page as_page = { (uint8_t *)page, seed->page_bytes };

	assert(number && number <= seed->pages);
	seed->table[number - 1] = table;
	if (page[0] != PAGE_INTERIOR_TABLE)
		return;
	for (unsigned i = 0; i < page_cells(&as_page); i++)
		walk(seed, be32(page + (page[12 + 2 * i] << 8 | page[13 + 2 * i])), table);
	walk(seed, be32(page + 8), table);
}

static int find_roots(const char *path, struct seed *seed)
{
	sqlite3_stmt *row = NULL;
	sqlite3 *db = NULL;
	int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);

	if (!code)
		code = sqlite3_prepare_v2(db,
					  "SELECT rootpage, name FROM sqlite_schema WHERE rootpage",
					  -1, &row, NULL);
	while (!code && sqlite3_step(row) == SQLITE_ROW)
		for (size_t i = 0; i < schema_tables_count; i++)
			if (!strcmp(schema_tables[i], (const char *)sqlite3_column_text(row, 1)))
				walk(seed, (size_t)sqlite3_column_int64(row, 0), (uint8_t)i);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return code ? -EBADMSG : 0;
}

int seed_load(const char *path, struct seed *ret_seed)
{
	struct seed seed = { .name = path };
	int err = read_all(path, &seed);

	if (!err) {
		seed.page_bytes = (size_t)seed.bytes[16] << 8 | seed.bytes[17];
		seed.pages = seed.page_bytes >= 512 ? seed.len / seed.page_bytes : 0;
		seed.table = malloc(seed.pages + 1);
		err = seed.pages && seed.table ? 0 : -EBADMSG;
	}
	if (!err) {
		memset(seed.table, SEED_OTHER, seed.pages);
		err = find_roots(path, &seed);
	}
	if (err) {
		seed_free(&seed);
		return err;
	}
	*ret_seed = seed;
	return 0;
}

void seed_free(struct seed *seed)
{
	free(seed->bytes);
	free(seed->table);
}
