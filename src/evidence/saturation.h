/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Is the path's bottleneck full? Then more in flight makes the round trip longer, and the rate stays what
 * it was. An RTT that is merely long proves nothing: a radio's is, and that of a path whose other
 * direction is full.
 */
#ifndef TCPBDP_SATURATION_H
#define TCPBDP_SATURATION_H

#include <stdbool.h>
#include <stdint.h>

/* All zero = nothing seen. The RTTs of spans in a row that had the same rate. */
struct saturation {
	uint64_t bps; /* of the first of them */
	uint32_t rtt_least_us;
	uint32_t rtt_most_us;
};

/* A span in which data was not held back by the application. 0 = not known, and not counted. */
void saturation_add(struct saturation *s, uint64_t bps, uint32_t rtt_us);

/* The application held the data back: the row is over. */
void saturation_break(struct saturation *s);

/* The rate stayed while the round trip became longer or shorter. */
bool saturation_seen(const struct saturation *s);

#endif
