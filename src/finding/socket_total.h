/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a run showed of one socket: its findings, added up. */
#ifndef TCPBDP_SOCKET_TOTAL_H
#define TCPBDP_SOCKET_TOTAL_H

#include "finding/finding.h"

/* All zero = nothing moved in this direction. */
struct direction_total {
	uint32_t intervals; /* in which it moved data */
	uint64_t active_ns; /* their length */
	uint64_t bytes;     /* payload: acknowledged, or received */
	uint64_t limit_ns[LIMIT_MAX];
	uint32_t flagged[CAUSE_MAX]; /* intervals in which it was undersized, by cause */
	uint64_t held_ns;            /* the part of them in which the limit held it back */
	uint64_t ceiling_bps;        /* the newest known one; 0 = none was known */
	uint64_t needed_bytes; /* of buffer, the largest of the flagged intervals; 0 = not known */
	enum needed_source needed_source;
	uint64_t sent_bytes;
	uint64_t retrans_bytes;
	const struct rule *unknown_rule; /* the last that left the limit unknown; NULL = none did */
};

struct socket_total {
	struct sample_id id;
	uint32_t rtt_min_us; /* the least of all intervals; 0 = not known */
	struct direction_total of[DIRECTION_MAX];
};

/* total is all zero before its first finding. */
void socket_total_add(struct socket_total *total, const struct finding *f);

/* The direction that setting slowed more; where none did, the one that moved more. */
enum direction socket_total_worse(const struct socket_total *total);

/* As qsort's, worst first: by the time that settings held it back, by bytes, by cookie. */
int socket_total_compare(const struct socket_total *a, const struct socket_total *b);

/* Payload over the intervals in which there was any. */
uint64_t direction_total_rate_bps(const struct direction_total *d);

/* A limit's share of the busy time. */
uint16_t direction_total_share(const struct direction_total *d, enum limit limit);

/* The limit with the n-th most time, from 0; LIMIT_IDLE where there are no more. */
enum limit direction_total_limit(const struct direction_total *d, unsigned n);

/* Intervals that were flagged. */
uint32_t direction_total_flagged(const struct direction_total *d);

/* The cause that flagged most of them; CAUSE_NONE = none was flagged. */
enum cause direction_total_cause(const struct direction_total *d);

#endif
