// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sample/addr_key.h"

#include <string.h>

#define SITE_INET_BYTES 3
#define SITE_INET6_BYTES 6

struct addr_key addr_key_peer(const struct sample_id *id)
{
	struct addr_key key = { .netns = id->netns };

	memcpy(key.addr, id->remote.addr, sizeof(key.addr));
	return key;
}

struct addr_key addr_key_site(const struct sample_id *id)
{
	size_t kept = id->family == FAMILY_INET6 ? SITE_INET6_BYTES : SITE_INET_BYTES;
	struct addr_key key = { .netns = id->netns };

	memcpy(key.addr, id->remote.addr, kept);
	return key;
}

bool addr_key_same(const struct addr_key *a, const struct addr_key *b)
{
	return a->netns == b->netns && !memcmp(a->addr, b->addr, sizeof(a->addr));
}

/* FNV-1a */
size_t addr_key_slot(const struct addr_key *key, size_t slots)
{
	uint32_t hash = UINT32_C(2166136261) ^ key->netns;

	for (size_t i = 0; i < sizeof(key->addr); i++)
		hash = (hash ^ key->addr[i]) * UINT32_C(16777619);
	return (hash ^ hash >> 16) % slots;
}
