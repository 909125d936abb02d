/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a value to its bucket, on both sides: the kernel counts, user space reads.
 *
 * Log-linear: each power of two is cut into 16 equal parts, and below 32 every value has a bucket
 * of its own. A bucket is no wider than 1/16 of its least value, so neither is the error.
 */
#ifndef TCPBDP_HIST_BUCKET_H
#define TCPBDP_HIST_BUCKET_H

#include "base/bpf_types.h"

#define HIST_PART_BITS 4
#define HIST_PARTS (1u << HIST_PART_BITS)
#define HIST_BUCKETS ((64 - HIST_PART_BITS + 1) * HIST_PARTS)

/* The place of the highest bit that is set; 0 for 0. */
static inline uint32_t hist_log2(uint64_t value)
{
	uint32_t bit = 0;

	for (uint32_t step = 32; step; step /= 2) {
		if (value >> step) {
			value >>= step;
			bit += step;
		}
	}
	return bit;
}

/* 0 to HIST_BUCKETS - 1, without a gap */
static inline uint32_t hist_bucket(uint64_t value)
{
	uint32_t bit;

	if (value < HIST_PARTS)
		return (uint32_t)value;
	bit = hist_log2(value);
	return (bit - HIST_PART_BITS + 1) * HIST_PARTS +
	       ((uint32_t)(value >> (bit - HIST_PART_BITS)) & (HIST_PARTS - 1));
}

#endif
