/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How many sockets there are of which kind. */
#ifndef TCPBDP_CENSUS_H
#define TCPBDP_CENSUS_H

#include <stddef.h>

#include "model/finding.h"

struct census_netns {
	uint32_t netns;
	uint64_t sockets;
	uint64_t flagged;
};

/* All zero = nobody was counted. */
struct census {
	uint64_t sockets;
	uint64_t flagged;
	uint64_t states[TCP_STATE_MAX];
	uint64_t send_limits[LIMIT_MAX];
	uint64_t recv_limits[LIMIT_MAX];
	uint64_t undersized[CAUSE_MAX]; /* sockets that are flagged with this cause */
	struct census_netns *netns;     /* in the order in which they were met */
	size_t netns_count;
};

/* -ENOMEM */
int census_add(struct census *census, const struct finding *f);

/* Counts of one kind, by what they are counts of; name() may have none for some. */
struct census_part {
	const char *key;
	const uint64_t *counts;
	int max;
	const char *(*name)(int i);
};

#define CENSUS_PARTS 4

void census_parts(const struct census *census, struct census_part ret_parts[CENSUS_PARTS]);

/* What it owns; the census is all zero then. */
void census_clear(struct census *census);

#endif
