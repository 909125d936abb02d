// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/census.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Sockets come namespace by namespace: it is the last one, nearly always. */
static struct census_netns *netns_of(struct census *census, uint32_t netns)
{
	struct census_netns *larger;

	for (size_t i = census->netns_count; i > 0; i--)
		if (census->netns[i - 1].netns == netns)
			return &census->netns[i - 1];
	larger = reallocarray(census->netns, census->netns_count + 1, sizeof(*larger));
	if (!larger)
		return NULL;
	census->netns = larger;
	larger[census->netns_count] = (struct census_netns){ .netns = netns };
	return &larger[census->netns_count++];
}

int census_add(struct census *census, const struct finding *f)
{
	struct census_netns *netns = netns_of(census, f->id.netns);
	bool flagged = finding_flagged(f);

	if (!netns)
		return -ENOMEM;
	netns->sockets++;
	netns->flagged += flagged;
	census->sockets++;
	census->flagged += flagged;
	census->states[f->state]++;
	census->send_limits[f->send.dir.limit]++;
	census->recv_limits[f->recv.dir.limit]++;
	if (f->send.dir.undersized)
		census->undersized[f->send.dir.cause]++;
	if (f->recv.dir.undersized &&
	    !(f->send.dir.undersized && f->send.dir.cause == f->recv.dir.cause))
		census->undersized[f->recv.dir.cause]++;
	return 0;
}

static const char *name_of_state(int state)
{
	return tcp_state_name((enum tcp_state)state);
}

static const char *name_of_limit(int limit)
{
	return limit_name((enum limit)limit);
}

static const char *name_of_cause(int cause)
{
	return cause_name((enum cause)cause);
}

void census_parts(const struct census *census, struct census_part ret_parts[CENSUS_PARTS])
{
	const struct census_part parts[CENSUS_PARTS] = {
		{ "states", census->states, TCP_STATE_MAX, name_of_state },
		{ "send", census->send_limits, LIMIT_MAX, name_of_limit },
		{ "recv", census->recv_limits, LIMIT_MAX, name_of_limit },
		{ "undersized", census->undersized, CAUSE_MAX, name_of_cause },
	};

	memcpy(ret_parts, parts, sizeof(parts));
}

void census_clear(struct census *census)
{
	free(census->netns);
	memset(census, 0, sizeof(*census));
}
