/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The queue on the way to a site, as sockets meet it: whoever connects while it stands, or meets it for
 * longer than the kernel's minimum lasts, takes its RTT for the path's.
 */
#ifndef TCPBDP_SITES_H
#define TCPBDP_SITES_H

#include "sample/sample.h"

struct sites;

/* NULL when memory is out. */
struct sites *sites_new(void);
void sites_free(struct sites *sites);

/* A socket's least RTT, and the one that it has all the time now (0 = not known, each). */
void sites_see(struct sites *sites, const struct sample_id *id, uint32_t rtt_min_us,
	       uint32_t standing_rtt_us, uint64_t now_ns);

/*
 * The least RTT that any socket to this site had, while one of them meets a queue (in the last 10 s):
 * in the last 5 minutes, as the kernel keeps its own, or since before that queue. Else 0; also when
 * another site took its place in the table.
 */
uint32_t sites_queued_rtt_us(const struct sites *sites, const struct sample_id *id,
			     uint64_t now_ns);

/* The rates of payload of a socket, both ways, over a span; 0 = none, or not known. */
void sites_see_rates(struct sites *sites, const struct sample_id *id, uint64_t send_bps,
		     uint64_t recv_bps, uint64_t now_ns);

/* The largest rate that a socket of this host lately (2 s) sent to this site, or received from it. */
uint64_t sites_sent_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns);
uint64_t sites_received_bps(const struct sites *sites, const struct sample_id *id, uint64_t now_ns);

#endif
