/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Does a buffer or window still grow? While autotuning is at work, its smallness is no fault. */
#ifndef TCPBDP_GROWTH_H
#define TCPBDP_GROWTH_H

#include <stdbool.h>
#include <stdint.h>

struct growth {
	uint32_t max_bytes;
	uint64_t first_ns; /* when it was first seen */
	uint64_t grown_ns; /* when it last grew notably; 0 = never since then */
};

/* By a sixteenth or more over the largest before is growth; the first value is none. */
void growth_add(struct growth *g, uint32_t value_bytes, uint64_t ts_ns);

/* Autotuning grows at most once per RTT: silence for eight RTTs (and 200 ms) ends it. */
bool growth_ongoing(const struct growth *g, uint64_t now_ns, uint32_t rtt_us);

/* It was watched for that long, and did not grow meanwhile. */
bool growth_rests(const struct growth *g, uint64_t now_ns, uint32_t rtt_us);

#endif
