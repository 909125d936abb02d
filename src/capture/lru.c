// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/lru.h"

#include <stdlib.h>

#include "base/cookie_map.h"

struct lru {
	struct cookie_map *map;
	struct lru_entry *oldest, *newest;
};

struct lru *lru_new(void)
{
	struct lru *lru = calloc(1, sizeof(*lru));

	if (!lru)
		return NULL;
	lru->map = cookie_map_new();
	if (!lru->map) {
		free(lru);
		return NULL;
	}
	return lru;
}

void lru_free(struct lru *lru)
{
	if (!lru)
		return;
	while (lru->oldest)
		lru_remove(lru, lru->oldest);
	cookie_map_free(lru->map);
	free(lru);
}

static void unlink_one(struct lru *lru, struct lru_entry *e)
{
	if (e->older)
		e->older->newer = e->newer;
	else
		lru->oldest = e->newer;
	if (e->newer)
		e->newer->older = e->older;
	else
		lru->newest = e->older;
}

static void link_newest(struct lru *lru, struct lru_entry *e)
{
	e->older = lru->newest;
	e->newer = NULL;
	if (lru->newest)
		lru->newest->newer = e;
	else
		lru->oldest = e;
	lru->newest = e;
}

void *lru_use(struct lru *lru, uint64_t key)
{
	struct lru_entry *e = cookie_map_get(lru->map, key);

	if (e && e != lru->newest) {
		unlink_one(lru, e);
		link_newest(lru, e);
	}
	return e;
}

void *lru_add(struct lru *lru, uint64_t key, size_t size)
{
	struct lru_entry *e = calloc(1, size);

	if (!e || cookie_map_put(lru->map, key, e)) {
		free(e);
		return NULL;
	}
	e->key = key;
	link_newest(lru, e);
	return e;
}

size_t lru_count(const struct lru *lru)
{
	return cookie_map_count(lru->map);
}

void *lru_oldest(const struct lru *lru)
{
	return lru->oldest;
}

void lru_remove(struct lru *lru, void *entry)
{
	struct lru_entry *e = entry;

	cookie_map_remove(lru->map, e->key);
	unlink_one(lru, e);
	free(e);
}
