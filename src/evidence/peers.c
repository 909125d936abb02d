// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/peers.h"

#include <stdlib.h>

#include "base/units.h"
#include "sample/addr_key.h"
#include "verdict/threshold.h"

/* A lost entry only makes a proposal less exact, so a fixed table is enough. */
#define PEERS 4096
#define REMEMBER_NS (THRESHOLD(FORGET_MS) * NSEC_PER_MSEC)

struct peer {
	struct addr_key key;
	bool scales;
	uint64_t bps; /* 0 = the path was never full */
	uint64_t bps_ns;
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

/* The peer's slot in the table; replaces another peer. */
static struct peer *take(struct peers *peers, const struct sample_id *id)
{
	struct addr_key key = addr_key_peer(id);
	struct peer *p = &peers->peer[addr_key_slot(&key, PEERS)];

	if (!addr_key_same(&p->key, &key))
		*p = (struct peer){ .key = key };
	return p;
}

/* NULL: the slot is empty, or another peer has it. */
static const struct peer *find(const struct peers *peers, const struct sample_id *id)
{
	struct addr_key key = addr_key_peer(id);
	const struct peer *p = &peers->peer[addr_key_slot(&key, PEERS)];

	return addr_key_same(&p->key, &key) ? p : NULL;
}

static bool has_bps(const struct peer *p, uint64_t now_ns)
{
	return p->bps && now_ns < p->bps_ns + REMEMBER_NS;
}

void peers_add(struct peers *peers, const struct sample_id *id, uint64_t bps, uint64_t now_ns)
{
	struct peer *p = take(peers, id);

	if (has_bps(p, now_ns) && p->bps > bps)
		return;
	p->bps = bps;
	p->bps_ns = now_ns;
}

uint64_t peers_get(const struct peers *peers, const struct sample_id *id, uint64_t now_ns)
{
	const struct peer *p = find(peers, id);

	return p && has_bps(p, now_ns) ? p->bps : 0;
}

void peers_add_scaling(struct peers *peers, const struct sample_id *id)
{
	take(peers, id)->scales = true;
}

bool peers_scale(const struct peers *peers, const struct sample_id *id)
{
	const struct peer *p = find(peers, id);

	return p && p->scales;
}
