// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/socket_counts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Sockets come namespace by namespace: it is the last one, nearly always. */
static struct socket_counts_netns *netns_of(struct socket_counts *counts, const struct finding *f)
{
	struct socket_counts_netns *larger;
	uint32_t netns = f->id.netns;

	for (size_t i = counts->netns_count; i > 0; i--)
		if (counts->netns[i - 1].netns == netns)
			return &counts->netns[i - 1];
	larger = reallocarray(counts->netns, counts->netns_count + 1, sizeof(*larger));
	if (!larger)
		return NULL;
	counts->netns = larger;
	larger[counts->netns_count] = (struct socket_counts_netns){
		.netns = netns,
		.name = f->netns_name ? strdup(f->netns_name) : NULL,
	};
	return &larger[counts->netns_count++];
}

int socket_counts_add(struct socket_counts *counts, const struct finding *f)
{
	struct socket_counts_netns *netns = netns_of(counts, f);
	bool flagged = finding_flagged(f);

	if (!netns)
		return -ENOMEM;
	netns->sockets++;
	if (!netns->pid)
		netns->pid = f->id.pid;
	netns->flagged += flagged;
	counts->sockets++;
	counts->flagged += flagged;
	counts->states[f->state]++;
	counts->send_limits[f->send.dir.limit]++;
	counts->recv_limits[f->recv.dir.limit]++;
	if (f->send.dir.undersized)
		counts->undersized[f->send.dir.cause]++;
	if (f->recv.dir.undersized &&
	    !(f->send.dir.undersized && f->send.dir.cause == f->recv.dir.cause))
		counts->undersized[f->recv.dir.cause]++;
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

void socket_counts_parts(const struct socket_counts *counts,
			 struct socket_counts_part ret_parts[SOCKET_COUNTS_PARTS])
{
	const struct socket_counts_part parts[SOCKET_COUNTS_PARTS] = {
		{ "states", counts->states, TCP_STATE_MAX, name_of_state },
		{ "send", counts->send_limits, LIMIT_MAX, name_of_limit },
		{ "recv", counts->recv_limits, LIMIT_MAX, name_of_limit },
		{ "undersized", counts->undersized, CAUSE_MAX, name_of_cause },
	};

	memcpy(ret_parts, parts, sizeof(parts));
}

void socket_counts_clear(struct socket_counts *counts)
{
	for (size_t i = 0; i < counts->netns_count; i++)
		free(counts->netns[i].name);
	free(counts->netns);
	memset(counts, 0, sizeof(*counts));
}
