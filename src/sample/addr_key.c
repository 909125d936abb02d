// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sample/addr_key.h"

#include <string.h>

#include "sample/filter.h"

#define SITE_INET_BYTES 3
#define SITE_INET6_BYTES 6

/* Of a v4-mapped address what is on the wire: the IPv4 address in its last 4 bytes. */
static struct addr_key key_of(const struct sample_id *id, size_t inet_bytes, size_t inet6_bytes)
{
	const bool mapped = endpoint_is_v4mapped(id->family, &id->remote);
	struct addr_key key = { .netns = id->netns, .family = sample_family_on_wire(id) };

	memcpy(key.addr, id->remote.addr + (mapped ? V4MAPPED_PREFIX_BYTES : 0),
	       key.family == FAMILY_INET ? inet_bytes : inet6_bytes);
	return key;
}

struct addr_key addr_key_peer(const struct sample_id *id)
{
	return key_of(id, 4, sizeof(id->remote.addr));
}

struct addr_key addr_key_site(const struct sample_id *id)
{
	return key_of(id, SITE_INET_BYTES, SITE_INET6_BYTES);
}

bool addr_key_same(const struct addr_key *a, const struct addr_key *b)
{
	return a->netns == b->netns && a->family == b->family &&
	       !memcmp(a->addr, b->addr, sizeof(a->addr));
}

/* FNV-1a */
size_t addr_key_slot(const struct addr_key *key, size_t slots)
{
	uint32_t hash = UINT32_C(2166136261) ^ key->netns ^ key->family;

	for (size_t i = 0; i < sizeof(key->addr); i++)
		hash = (hash ^ key->addr[i]) * UINT32_C(16777619);
	return (hash ^ hash >> 16) % slots;
}
