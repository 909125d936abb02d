/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What is wrong with the path itself: queues, by what they do to round trips, and losses. */
#ifndef TCPBDP_QUEUE_H
#define TCPBDP_QUEUE_H

#include "evidence/interval.h"

/* More than half a percent of it was sent again. */
bool loses(const struct evidence *ev);

/*
 * Does a queue stand on the path? The RTT then stays well above the minimum, and more in flight
 * would lengthen the queue and not raise the rate (RFC 6349's buffer delay).
 */
bool queue_stands(uint32_t standing_rtt_us, uint32_t rtt_min_us);

/* The RTT above which one does; so the two below. */
uint64_t queue_stands_above_us(uint32_t rtt_min_us);

/* The same, as a receiver sees it: whatever the clock of timestamps rounded. */
bool recv_queue_stands(const struct evidence *ev);

/*
 * May there be one? A window that just covers its path makes a short one, jitter another. Of a
 * window that is full all the time, nothing is said then.
 */
bool queue_in_doubt(uint32_t standing_rtt_us, uint32_t rtt_min_us);
uint64_t queue_in_doubt_above_us(uint32_t rtt_min_us);

/* Does so much go the other way that a queue which lengthens the round trip may stand there? */
bool queue_bulk_against(uint64_t against_bps, uint64_t bps);

/* From so much on. */
uint64_t queue_bulk_bps(uint64_t bps);

#endif
