// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/sites.h"

#include <stdlib.h>

#include "base/units.h"
#include "evidence/queue.h"
#include "sample/addr_key.h"
#include "verdict/threshold.h"

/* If an entry is lost, sockets use only what they see themselves, so a fixed table is enough. */
#define SITES 4096
#define RTT_NS (THRESHOLD(SITE_RTT_MS) * NSEC_PER_MSEC)
#define QUEUE_NS (THRESHOLD(SITE_QUEUE_MS) * NSEC_PER_MSEC)

struct site {
	struct addr_key key;
	uint32_t rtt_min_us; /* 0 = none */
	uint64_t rtt_ns;
	uint64_t queue_ns;   /* 0 = no queue was seen */
	uint64_t met_ns;     /* when a socket saw the queue that also saw the path without it */
	uint64_t met_cookie; /* that socket */
	/* the largest recent rate, by direction of the payload */
	struct site_rate {
		uint64_t bps;
		uint64_t ns;
	} sent, received;
};

struct sites {
	struct site site[SITES];
};

struct sites *sites_new(void)
{
	return calloc(1, sizeof(struct sites));
}

void sites_free(struct sites *sites)
{
	free(sites);
}

static bool has_queue(const struct site *s, uint64_t now_ns)
{
	return s->queue_ns && now_ns < s->queue_ns + QUEUE_NS;
}

static bool has_rtt(const struct site *s, uint64_t now_ns)
{
	return s->rtt_min_us && (now_ns < s->rtt_ns + RTT_NS || has_queue(s, now_ns));
}

/*
 * A socket that connected behind the queue sees none by its own minimum RTT, so its RTT is compared
 * with the site's. A socket that is just farther away looks the same. Therefore such sockets keep
 * the queue alive only while the site's minimum RTT is valid. A socket that saw the queue by its
 * own minimum may keep it longer, because its kernel forgets the minimum.
 */
static bool meets_queue(struct site *s, uint64_t cookie, uint32_t rtt_min_us,
			uint32_t standing_rtt_us, uint64_t now_ns)
{
	bool by_own = queue_stands(standing_rtt_us, rtt_min_us);

	if (!by_own && !(has_queue(s, now_ns) && queue_stands(standing_rtt_us, s->rtt_min_us)))
		return false;
	if (by_own || cookie == s->met_cookie) {
		s->met_ns = now_ns;
		s->met_cookie = cookie;
	}
	return now_ns < s->met_ns + RTT_NS;
}

void sites_see(struct sites *sites, const struct sample_id *id, uint32_t rtt_min_us,
	       uint32_t standing_rtt_us, uint64_t now_ns)
{
	struct addr_key key = addr_key_site(id);
	struct site *s = &sites->site[addr_key_slot(&key, SITES)];

	if (!addr_key_same(&s->key, &key))
		*s = (struct site){ .key = key };
	if (meets_queue(s, id->cookie, rtt_min_us, standing_rtt_us, now_ns))
		s->queue_ns = now_ns;
	if (!rtt_min_us || (has_rtt(s, now_ns) && s->rtt_min_us < rtt_min_us))
		return;
	s->rtt_min_us = rtt_min_us;
	s->rtt_ns = now_ns;
}

uint32_t sites_queued_rtt_us(const struct sites *sites, const struct sample_id *id, uint64_t now_ns)
{
	struct addr_key key = addr_key_site(id);
	const struct site *s = &sites->site[addr_key_slot(&key, SITES)];

	if (!addr_key_same(&s->key, &key) || !has_rtt(s, now_ns) || !has_queue(s, now_ns))
		return 0;
	return s->rtt_min_us;
}

#define RATE_NS (2 * NSEC_PER_SEC)

static uint64_t lately(const struct site_rate *rate, uint64_t now_ns)
{
	return now_ns < rate->ns + RATE_NS ? rate->bps : 0;
}

static void see_rate(struct site_rate *rate, uint64_t bps, uint64_t now_ns)
{
	if (bps >= lately(rate, now_ns))
		*rate = (struct site_rate){ bps, now_ns };
}

void sites_see_rates(struct sites *sites, const struct sample_id *id, uint64_t send_bps,
		     uint64_t recv_bps, uint64_t now_ns)
{
	struct addr_key key = addr_key_site(id);
	struct site *s = &sites->site[addr_key_slot(&key, SITES)];

	if (!addr_key_same(&s->key, &key))
		return;
	see_rate(&s->sent, send_bps, now_ns);
	see_rate(&s->received, recv_bps, now_ns);
}

static const struct site *find(const struct sites *sites, const struct sample_id *id)
{
	struct addr_key key = addr_key_site(id);
	const struct site *s = &sites->site[addr_key_slot(&key, SITES)];

	return addr_key_same(&s->key, &key) ? s : NULL;
}

uint64_t sites_sent_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns)
{
	const struct site *s = find(sites, id);

	return s ? lately(&s->sent, now_ns) : 0;
}

uint64_t sites_received_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns)
{
	const struct site *s = find(sites, id);

	return s ? lately(&s->received, now_ns) : 0;
}
