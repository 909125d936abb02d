// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/peers.h"

#include <stdlib.h>
#include <string.h>

#include "model/units.h"

/*
 * What is not found costs a worse proposal, or leaves a socket alone with what it saw itself: a fixed
 * table will do.
 */
#define PEERS 4096
#define REMEMBER_NS (600 * NSEC_PER_SEC)
#define RTT_NS (300 * NSEC_PER_SEC) /* tcp_min_rtt_wlen */
#define QUEUE_NS (10 * NSEC_PER_SEC)

struct peer {
	uint8_t addr[16];
	uint32_t netns;
	uint32_t rtt_min_us; /* 0 = none */
	uint64_t rtt_ns;
	uint64_t queue_ns; /* 0 = none was seen */
	uint64_t bps;      /* 0 = it was never full */
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

/* FNV-1a */
static size_t slot(const struct sample_id *id)
{
	uint32_t hash = UINT32_C(2166136261) ^ id->netns;

	for (size_t i = 0; i < sizeof(id->remote.addr); i++)
		hash = (hash ^ id->remote.addr[i]) * UINT32_C(16777619);
	return (hash ^ hash >> 16) % PEERS;
}

static bool is_of(const struct peer *p, const struct sample_id *id)
{
	return p->netns == id->netns && !memcmp(p->addr, id->remote.addr, sizeof(p->addr));
}

static bool has_bps(const struct peer *p, uint64_t now_ns)
{
	return p->bps && now_ns < p->bps_ns + REMEMBER_NS;
}

static bool has_rtt(const struct peer *p, uint64_t now_ns)
{
	return p->rtt_min_us && now_ns < p->rtt_ns + RTT_NS;
}

/* Its place in the table, whoever had it. */
static struct peer *take(struct peers *peers, const struct sample_id *id)
{
	struct peer *p = &peers->peer[slot(id)];

	if (is_of(p, id))
		return p;
	*p = (struct peer){ .netns = id->netns };
	memcpy(p->addr, id->remote.addr, sizeof(p->addr));
	return p;
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
	const struct peer *p = &peers->peer[slot(id)];

	return is_of(p, id) && has_bps(p, now_ns) ? p->bps : 0;
}

void peers_see(struct peers *peers, const struct sample_id *id, uint32_t rtt_min_us, bool queue,
	       uint64_t now_ns)
{
	struct peer *p = take(peers, id);

	if (queue)
		p->queue_ns = now_ns;
	if (!rtt_min_us || (has_rtt(p, now_ns) && p->rtt_min_us < rtt_min_us))
		return;
	p->rtt_min_us = rtt_min_us;
	p->rtt_ns = now_ns;
}

uint32_t peers_queued_rtt_us(const struct peers *peers, const struct sample_id *id,
			     uint64_t now_ns)
{
	const struct peer *p = &peers->peer[slot(id)];

	if (!is_of(p, id) || !has_rtt(p, now_ns) || !p->queue_ns ||
	    now_ns >= p->queue_ns + QUEUE_NS)
		return 0;
	return p->rtt_min_us;
}
