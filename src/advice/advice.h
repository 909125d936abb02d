/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From the findings of a run to the smallest set of changes: one item for each setting, application
 * or peer that is to blame, however many sockets it holds back.
 */
#ifndef TCPBDP_ADVICE_H
#define TCPBDP_ADVICE_H

#include <stddef.h>

#include "advice/oversize.h"
#include "finding/finding.h"
#include "verdict/remedy.h"

struct advice_item {
	enum advice_id id;
	struct sample_id example; /* the socket that needs most: its namespace, owner, peer */
	uint64_t current[3];      /* of the sysctl, as it was seen last; else nothing */
	uint64_t proposed[3];
	uint64_t buffer_bytes; /* of the example; where a peer's is too small, our own */
	uint64_t needed_bytes; /* by the example; 0 = no number */
	enum needed_source needed_source;
	uint64_t needed_window_bytes; /* of payload; of a peer's window all that is asked for */
	uint32_t rtt_min_us;          /* of the example */
	uint64_t rate_bps;
	unsigned sockets;
	unsigned live;        /* of them: profit without a new connection */
	uint64_t bound_bytes; /* no buffer should have more, though needed_bytes is; 0 = no bound */
};

struct advice_opts {
	uint64_t memory_share_bytes; /* the most that is proposed for one socket; 0 = no limit */
	uint32_t page_bytes;         /* 0 = not known */
	uint64_t rmem_max;           /* net.core.rmem_max and wmem_max; 0 = not known */
	uint64_t wmem_max;
};

struct advice;

/* NULL when memory is out. */
struct advice *advice_new(const struct advice_opts *opts);
void advice_free(struct advice *advice);

/* Sockets that are kept: those that live, and those that something held back. 100 MiB of them. */
#define ADVICE_SOCKETS_MAX (1 << 18)

/* What was found of a socket in an interval. -ENOMEM. */
int advice_add(struct advice *advice, const struct finding *f);

/* How often that was in vain: there were more than ADVICE_SOCKETS_MAX. */
uint64_t advice_crowded(const struct advice *advice);

/*
 * The items, of all that was added: those of the host, then by namespace, then by id. A socket counts
 * for a cause that flagged it in half or more of the intervals in which it was judged, and once for
 * an item. -ENOMEM. *ret_items is the advice's own, until the next call. *ret_judged: sockets of
 * which an interval was judged at all.
 */
int advice_conclude(struct advice *advice, const struct advice_item **ret_items, size_t *ret_count,
		    unsigned *ret_judged);

/* The maxima of all that was added, large or not. They are the advice's own. */
const struct oversizes *advice_oversizes(const struct advice *advice);

#endif
