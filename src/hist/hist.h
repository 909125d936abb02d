/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A histogram: how often values fell into each bucket of hist_bucket.h. All zero is an empty one. */
#ifndef TCPBDP_HIST_H
#define TCPBDP_HIST_H

#include <stddef.h>

#include "hist/hist_bucket.h"

/* The error of what is told, of the value told: 1/16. */
#define HIST_ERROR_PER_MYRIAD (10000 / HIST_PARTS)

struct hist {
	uint64_t total;
	uint64_t count[HIST_BUCKETS];
};

/* The least and the largest value of a bucket. */
uint64_t hist_bucket_least(uint32_t bucket);
uint64_t hist_bucket_largest(uint32_t bucket);

void hist_add(struct hist *hist, uint64_t value, uint64_t times);
void hist_add_bucket(struct hist *hist, uint32_t bucket, uint64_t times);

/* to += from; and to -= from, of which it is a part. */
void hist_merge(struct hist *to, const struct hist *from);
void hist_subtract(struct hist *to, const struct hist *from);

/*
 * What permille of the values do not exceed: the largest value of the bucket that the one of that
 * rank is in, so never below it, and no more than 1/16 above. 1000 is the maximum. 0 of none.
 */
uint64_t hist_quantile(const struct hist *hist, uint32_t permille);

/* Neighbouring buckets, shown as one. */
struct hist_row {
	uint64_t least;
	uint64_t largest;
	uint64_t count;
};

#define HIST_ROWS_MAX 66
#define HIST_ROWS_WANTED 20

/*
 * The rows from the least value to the largest, empty ones between them included. Each power of two
 * is one row, or as many (2, 4, 8, 16) as make no more than HIST_ROWS_WANTED rows in all.
 */
size_t hist_rows(const struct hist *hist, struct hist_row ret_rows[HIST_ROWS_MAX]);

#endif
