/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers that are the same on every machine (splitmix64). */
#ifndef FUZZ_RANDOM_H
#define FUZZ_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 to n - 1; 0 for 0 */
static inline uint64_t random_below(uint64_t *state, uint64_t n)
{
	return n ? random_next(state) % n : 0;
}

static inline bool random_one_in(uint64_t *state, uint64_t n)
{
	return random_below(state, n) == 0;
}

/* Every number of digits is as likely. */
static inline uint64_t random_width(uint64_t *state)
{
	return random_next(state) >> random_below(state, 64);
}

#endif
