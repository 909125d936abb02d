/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Is a buffer or window still growing? If so, a small size is not a wrong setting. */
#ifndef TCPBDP_GROWTH_H
#define TCPBDP_GROWTH_H

#include <stdbool.h>
#include <stdint.h>

struct growth {
	uint32_t max_bytes;
	uint64_t first_ns; /* when it was first seen */
	uint64_t grown_ns; /* when it last grew; 0 = never */
};

/* A sixteenth or more above the previous maximum is growth. The first value is not. */
void growth_add(struct growth *g, uint32_t value_bytes, uint64_t ts_ns);

/* Autotuning grows at most once per RTT: eight RTTs (and 200 ms) without growth end it. */
bool growth_ongoing(const struct growth *g, uint64_t now_ns, uint32_t rtt_us);

/* It was observed for that long without growth. */
bool growth_rests(const struct growth *g, uint64_t now_ns, uint32_t rtt_us);

#endif
