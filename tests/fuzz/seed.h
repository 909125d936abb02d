/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A capture of the corpus, in memory, and what its pages are. */
#ifndef FUZZ_SEED_H
#define FUZZ_SEED_H

#include <stddef.h>
#include <stdint.h>

#include "capture/schema.h"
#include "page.h"

#define SEED_TABLES_MAX 16
#define SEED_OTHER SEED_TABLES_MAX /* the schema's pages, those that go on another, free ones */

struct seed {
	const char *name;
	uint8_t *bytes;
	size_t len, page_bytes;
	size_t pages;
	uint8_t *table; /* by page from 0: an index of schema_tables, or SEED_OTHER */
};

/* 0 or -errno. */
int seed_load(const char *path, struct seed *ret_seed);

void seed_free(struct seed *seed);

#endif
