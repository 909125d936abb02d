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

/* All zero = none was seen. */
struct wander {
	uint32_t rtt_us[WANDER_SPANS]; /* means of the last spans */
	unsigned next;
};

/* 0 = it is not known, and not counted. */
void wander_add(struct wander *w, uint32_t rtt_us);

bool wander_seen(const struct wander *w);

/* So many spans were seen, and hardly any differed. */
bool wander_steady(const struct wander *w);

#endif
