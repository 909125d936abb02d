/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers of sockets by kind. */
#ifndef TCPBDP_SOCKET_COUNTS_H
#define TCPBDP_SOCKET_COUNTS_H

#include <stddef.h>

#include "finding/finding.h"

struct socket_counts_netns {
	uint32_t netns;
	char *name;   /* NULL = it has none: then */
	uint32_t pid; /* of a process that was seen in it leads there; 0 = none was */
	uint64_t sockets;
	uint64_t flagged;
};

/* All zero = nothing counted yet. */
struct socket_counts {
	uint64_t sockets;
	uint64_t flagged;
	uint64_t states[TCP_STATE_MAX];
	uint64_t send_limits[LIMIT_MAX];
	uint64_t recv_limits[LIMIT_MAX];
	uint64_t undersized[CAUSE_MAX];    /* sockets flagged with this cause */
	struct socket_counts_netns *netns; /* in the order of their first sockets */
	size_t netns_count;
};

/* -ENOMEM */
int socket_counts_add(struct socket_counts *counts, const struct finding *f);

/* Counts of one kind. name() may be NULL for some i. */
struct socket_counts_part {
	const char *key;
	const uint64_t *counts;
	int max;
	const char *(*name)(int i);
};

#define SOCKET_COUNTS_PARTS 4

void socket_counts_parts(const struct socket_counts *counts,
			 struct socket_counts_part ret_parts[SOCKET_COUNTS_PARTS]);

/* Frees what it owns; all zero then. */
void socket_counts_clear(struct socket_counts *counts);

#endif
