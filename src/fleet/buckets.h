/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A histogram of a few fixed bounds whose counts only grow, as Prometheus wants it. */
#ifndef TCPBDP_BUCKETS_H
#define TCPBDP_BUCKETS_H

#include <stdint.h>

#define BUCKETS_MAX 12

/* What is counted, and where the bounds lie: each is step times the one before. */
struct buckets_scale {
	uint64_t first;    /* the lowest bound; values are whole numbers of small units */
	uint64_t step;     /* > 1 */
	unsigned bounds;   /* 1..BUCKETS_MAX, without the last one, +Inf */
	uint64_t per_unit; /* so many small units are the unit that is written: 1000000 us a second */
};

/* All zero is empty. */
struct buckets {
	uint64_t counts[BUCKETS_MAX + 1]; /* of each bucket alone; behind the last bound: +Inf */
	uint64_t sum;                     /* in small units; stays at UINT64_MAX once it is there */
};

/* A value that equals a bound lies below it. */
void buckets_add(struct buckets *b, const struct buckets_scale *scale, uint64_t value);

uint64_t buckets_bound(const struct buckets_scale *scale, unsigned i);

/* How many values do not exceed bound i; with i = scale->bounds: all. */
uint64_t buckets_upto(const struct buckets *b, unsigned i);

#endif
