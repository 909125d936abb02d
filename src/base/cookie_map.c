// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Open addressing with linear probing; a removal moves up what it would cut off. */
#include "base/cookie_map.h"

#include <errno.h>
#include <stdlib.h>

#define SLOTS_MIN 1024

struct slot {
	uint64_t cookie; /* 0 = free */
	void *value;
};

struct cookie_map {
	struct slot *slots;
	size_t mask; /* slots - 1; their number is a power of two */
	size_t count;
};

struct cookie_map *cookie_map_new(void)
{
	struct cookie_map *map = calloc(1, sizeof(*map));

	if (!map)
		return NULL;
	map->slots = calloc(SLOTS_MIN, sizeof(*map->slots));
	if (!map->slots) {
		free(map);
		return NULL;
	}
	map->mask = SLOTS_MIN - 1;
	return map;
}

void cookie_map_free(struct cookie_map *map)
{
	if (!map)
		return;
	free(map->slots);
	free(map);
}

/* Cookies count up per CPU: their low bits alone would cluster (Fibonacci hashing). */
static size_t home(const struct cookie_map *map, uint64_t cookie)
{
	return (cookie * UINT64_C(0x9e3779b97f4a7c15) >> 32) & map->mask;
}

/* Where it is, or the free slot where it would be. */
static size_t place(const struct cookie_map *map, uint64_t cookie)
{
	size_t i = home(map, cookie);

	while (map->slots[i].cookie && map->slots[i].cookie != cookie)
		i = (i + 1) & map->mask;
	return i;
}

void *cookie_map_get(const struct cookie_map *map, uint64_t cookie)
{
	return map->slots[place(map, cookie)].value;
}

void **cookie_map_at(const struct cookie_map *map, uint64_t cookie)
{
	void **value = &map->slots[place(map, cookie)].value;

	return *value ? value : NULL;
}

static int grow(struct cookie_map *map)
{
	struct cookie_map larger = { .mask = 2 * map->mask + 1, .count = map->count };

	larger.slots = calloc(larger.mask + 1, sizeof(*larger.slots));
	if (!larger.slots)
		return -ENOMEM;
	for (size_t i = 0; i <= map->mask; i++)
		if (map->slots[i].cookie)
			larger.slots[place(&larger, map->slots[i].cookie)] = map->slots[i];
	free(map->slots);
	*map = larger;
	return 0;
}

int cookie_map_put(struct cookie_map *map, uint64_t cookie, void *value)
{
	/* half full at most: runs stay short */
	int err = map->count >= map->mask / 2 ? grow(map) : 0;

	if (err && map->count >= map->mask - map->mask / 8)
		return err;
	map->slots[place(map, cookie)] = (struct slot){ cookie, value };
	map->count++;
	return 0;
}

void *cookie_map_remove(struct cookie_map *map, uint64_t cookie)
{
	size_t hole = place(map, cookie);
	void *value = map->slots[hole].value;

	if (!value)
		return NULL;
	for (size_t i = (hole + 1) & map->mask; map->slots[i].cookie; i = (i + 1) & map->mask) {
		size_t from_home = (i - home(map, map->slots[i].cookie)) & map->mask;

		if (from_home < ((i - hole) & map->mask))
			continue; /* its home lies behind the hole */
		map->slots[hole] = map->slots[i];
		hole = i;
	}
	map->slots[hole] = (struct slot){ 0 };
	map->count--;
	return value;
}

size_t cookie_map_count(const struct cookie_map *map)
{
	return map->count;
}
