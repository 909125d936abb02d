/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Does the RTT vary from span to span? If the full window of one flow fills the bottleneck, the RTT
 * is steady. On a radio link, or with other flows that come and go, it varies.
 */
#ifndef TCPBDP_WANDER_H
#define TCPBDP_WANDER_H

#include <stdbool.h>
#include <stdint.h>

#define WANDER_SPANS 8

/* A span's mean RTT, and its smallest, which is free of delayed ACKs and scheduling delays. */
struct wander_span {
	uint32_t rtt_us, least_us;
	uint64_t ns; /* length of the span */
};

/* All zero = no span yet. */
struct wander {
	struct wander_span spans[WANDER_SPANS];
	unsigned next;
};

/* Ignores a span whose RTT is not known (0). */
void wander_add(struct wander *w, struct wander_span span);

/* The RTT varies, by the spans' means. */
bool wander_seen(const struct wander *w);

/*
 * The RTT is steady, by the spans' smallest: over WANDER_SPANS spans, or fewer that lasted for
 * seconds.
 */
bool wander_steady(const struct wander *w);

#endif
