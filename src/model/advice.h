/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From the findings of a run to the smallest set of changes: one item for each setting, application
 * or peer that is to blame, however many sockets it holds back.
 */
#ifndef TCPBDP_ADVICE_H
#define TCPBDP_ADVICE_H

#include <stddef.h>

#include "model/finding.h"

enum advice_id {
	ADVICE_TCP_RMEM,
	ADVICE_TCP_WMEM,
	ADVICE_MODERATE_RCVBUF,
	ADVICE_WINDOW_SCALING,
	ADVICE_RMEM_MAX,
	ADVICE_WMEM_MAX,
	ADVICE_TCP_MEM,
	ADVICE_SO_RCVBUF,
	ADVICE_SO_SNDBUF,
	ADVICE_WINDOW_CLAMP,
	ADVICE_RECONNECT,
	ADVICE_PEER_BUFFER,
	ADVICE_PEER_WSCALE,
	ADVICE_MAX,
};

/* Whose it is to change. */
enum advice_owner {
	OWNER_SYSCTL,
	OWNER_APPLICATION,
	OWNER_PEER,
};

/* "tcp_rmem_max" */
const char *advice_name(enum advice_id id);
enum advice_owner advice_owner(enum advice_id id);

/* "net.ipv4.tcp_rmem"; NULL where no sysctl is to be set. */
const char *advice_sysctl(enum advice_id id);

/* Not a namespace's, but the whole host's. */
bool advice_of_host(enum advice_id id);

/* What is wrong, and what to do, without numbers. */
const char *advice_sentence(enum advice_id id);

/* How many numbers the sysctl has: 3 or 1; the last is the one that changes. */
unsigned advice_values(enum advice_id id);

struct advice_item {
	enum advice_id id;
	struct sample_id example; /* the socket that needs most: its namespace, owner, peer */
	uint64_t current[3];      /* of the sysctl; or current[0]: the buffer that is blamed */
	uint64_t proposed[3];
	uint64_t needed_bytes; /* of buffer, by the socket that needs most; 0 = no number */
	enum needed_source needed_source;
	uint32_t rtt_min_us; /* of that socket */
	uint64_t rate_bps;
	unsigned sockets;
	unsigned live;     /* of them: profit without a new connection */
	bool memory_bound; /* needed_bytes is more than one socket should have of this memory */
};

struct advice_opts {
	uint64_t memory_share_bytes; /* the most that is proposed for one socket; 0 = no limit */
	uint32_t page_bytes;
	uint64_t rmem_max; /* net.core.rmem_max and wmem_max; 0 = not known */
	uint64_t wmem_max;
};

struct advice;

/* NULL when memory is out. */
struct advice *advice_new(const struct advice_opts *opts);
void advice_free(struct advice *advice);

/* What was found of a socket in an interval. -ENOMEM. */
int advice_add(struct advice *advice, const struct finding *f);

/*
 * The items, of all that was added; sorted by namespace, then by id. A socket counts for a cause that
 * flagged it in half or more of the intervals in which it was judged. -ENOMEM. *ret_items is the
 * advice's own. *ret_judged: sockets of which an interval was judged at all.
 */
int advice_conclude(struct advice *advice, const struct advice_item **ret_items, size_t *ret_count,
		    unsigned *ret_judged);

#endif
