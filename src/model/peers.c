// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/peers.h"

#include <stdlib.h>
#include <string.h>

#include "model/units.h"

/* What is not found costs a worse proposal, never a wrong verdict: a fixed table will do. */
#define PEERS 4096
#define REMEMBER_NS (600 * NSEC_PER_SEC)

struct peer {
	uint8_t addr[16];
	uint32_t netns;
	uint64_t bps;
	uint64_t seen_ns;
};

struct peers {
	struct peer peer[PEERS];
};

struct peers *peers_new(void)
{
	return calloc(1, sizeof(struct peers));
}

void peers_free(struct peers *peers)
{
	free(peers);
}

/* FNV-1a */
static size_t slot(const struct sample_id *id)
{
	uint32_t hash = UINT32_C(2166136261) ^ id->netns;

	for (size_t i = 0; i < sizeof(id->remote.addr); i++)
		hash = (hash ^ id->remote.addr[i]) * UINT32_C(16777619);
	return (hash ^ hash >> 16) % PEERS;
}

static bool is_of(const struct peer *p, const struct sample_id *id, uint64_t now_ns)
{
	return p->bps && p->netns == id->netns &&
	       !memcmp(p->addr, id->remote.addr, sizeof(p->addr)) &&
	       now_ns < p->seen_ns + REMEMBER_NS;
}

void peers_add(struct peers *peers, const struct sample_id *id, uint64_t bps, uint64_t now_ns)
{
	struct peer *p = &peers->peer[slot(id)];

	if (is_of(p, id, now_ns) && p->bps > bps)
		return;
	memcpy(p->addr, id->remote.addr, sizeof(p->addr));
	p->netns = id->netns;
	p->bps = bps;
	p->seen_ns = now_ns;
}

uint64_t peers_get(const struct peers *peers, const struct sample_id *id, uint64_t now_ns)
{
	const struct peer *p = &peers->peer[slot(id)];

	return is_of(p, id, now_ns) ? p->bps : 0;
}
