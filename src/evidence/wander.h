/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Does the round trip differ from span to span? That of a path whose bottleneck one flow fills by a full
 * window is as long each time; a radio's, or that of a path whose other flows come and go, is not.
 */
#ifndef TCPBDP_WANDER_H
#define TCPBDP_WANDER_H

#include <stdbool.h>
#include <stdint.h>

#define WANDER_SPANS 8

/* Of one span: its mean, and the least, which neither delayed ACKs nor a busy host touch. */
struct wander_span {
	uint32_t rtt_us, least_us;
	uint64_t ns; /* it lasted so long */
};

/* All zero = none was seen. */
struct wander {
	struct wander_span spans[WANDER_SPANS];
	unsigned next;
};

/* An RTT of 0 is not known, and not counted. */
void wander_add(struct wander *w, struct wander_span span);

/* By the means. */
bool wander_seen(const struct wander *w);

/* By the least of each: all spans were seen, or some that lasted for seconds, and hardly any differed. */
bool wander_steady(const struct wander *w);

#endif
