/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The queue on the path to a site, as sockets see it. A socket that connects behind it, or that
 * sees it for longer than the kernel keeps its minimum RTT, takes the queue's RTT for the path's.
 */
#ifndef TCPBDP_SITES_H
#define TCPBDP_SITES_H

#include "sample/sample.h"

struct sites;

/* NULL = out of memory. */
struct sites *sites_new(void);
void sites_free(struct sites *sites);

/* A socket's minimum RTT, and its smallest RTT of the span (0 = not known). */
void sites_see(struct sites *sites, const struct sample_id *id, uint32_t rtt_min_us,
	       uint32_t standing_rtt_us, uint64_t now_ns);

/*
 * The minimum RTT of all sockets to this site, if one of them saw a queue in the last 10 s; else 0.
 * It covers the last 5 minutes, as the kernel's own minimum does, or the time since before that
 * queue. 0 also if another site took the slot.
 */
uint32_t sites_queued_rtt_us(const struct sites *sites, const struct sample_id *id,
			     uint64_t now_ns);

/* A socket's payload rates over a span; 0 = none, or not known. */
void sites_see_rates(struct sites *sites, const struct sample_id *id, uint64_t send_bps,
		     uint64_t recv_bps, uint64_t now_ns);

/* The largest rate of a socket of this host to this site, or from it, in the last 2 s. */
uint64_t sites_sent_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns);
uint64_t sites_received_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns);

#endif
