/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Is the path's bottleneck full? Then more data in flight makes the RTT longer while the rate stays
 * the same. A long RTT alone is no evidence: a radio link has one, and so has a path whose other
 * direction is full.
 */
#ifndef TCPBDP_SATURATION_H
#define TCPBDP_SATURATION_H

#include <stdbool.h>
#include <stdint.h>

/* The RTTs of consecutive spans with the same rate. All zero = nothing seen. */
struct saturation {
	uint64_t bps; /* of the first of them */
	uint32_t rtt_least_us;
	uint32_t rtt_most_us;
};

/* Adds a span that the application did not limit. 0 = not known, not counted. */
void saturation_add(struct saturation *s, uint64_t bps, uint32_t rtt_us);

/* The application limited a span: start again. */
void saturation_break(struct saturation *s);

/* The rate stayed the same while the RTT grew or shrank. */
bool saturation_seen(const struct saturation *s);

#endif
