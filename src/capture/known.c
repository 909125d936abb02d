// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/known.h"

#include <stdlib.h>

#include "model/cookie_map.h"

struct known_sockets {
	struct cookie_map *map;
	struct known *oldest, *newest;
};

struct known_sockets *known_new(void)
{
	struct known_sockets *ks = calloc(1, sizeof(*ks));

	if (!ks)
		return NULL;
	ks->map = cookie_map_new();
	if (!ks->map) {
		free(ks);
		return NULL;
	}
	return ks;
}

void known_free(struct known_sockets *ks)
{
	if (!ks)
		return;
	while (ks->oldest)
		known_forget(ks, ks->oldest);
	cookie_map_free(ks->map);
	free(ks);
}

static void unlink_one(struct known_sockets *ks, struct known *k)
{
	if (k->older)
		k->older->newer = k->newer;
	else
		ks->oldest = k->newer;
	if (k->newer)
		k->newer->older = k->older;
	else
		ks->newest = k->older;
}

static void link_newest(struct known_sockets *ks, struct known *k)
{
	k->older = ks->newest;
	k->newer = NULL;
	if (ks->newest)
		ks->newest->newer = k;
	else
		ks->oldest = k;
	ks->newest = k;
}

struct known *known_get(struct known_sockets *ks, uint64_t cookie)
{
	struct known *k = cookie_map_get(ks->map, cookie);

	if (k && k != ks->newest) {
		unlink_one(ks, k);
		link_newest(ks, k);
	}
	return k;
}

struct known *known_add(struct known_sockets *ks, uint64_t cookie)
{
	struct known *k = calloc(1, sizeof(*k));

	if (!k || cookie_map_put(ks->map, cookie, k)) {
		free(k);
		return NULL;
	}
	k->id.cookie = cookie;
	link_newest(ks, k);
	return k;
}

struct known *known_oldest(const struct known_sockets *ks)
{
	return ks->oldest;
}

void known_forget(struct known_sockets *ks, struct known *k)
{
	cookie_map_remove(ks->map, k->id.cookie);
	unlink_one(ks, k);
	free(k);
}
