/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Problems of the path itself: losses, and queues, seen by the RTT. */
#ifndef TCPBDP_QUEUE_H
#define TCPBDP_QUEUE_H

#include "evidence/interval.h"

/* More than 0.5 % was retransmitted. */
bool loses(const struct evidence *ev);

/*
 * Is there a standing queue on the path? Then the RTT stays well above the minimum, and more data
 * in flight lengthens the queue but does not raise the rate (RFC 6349, buffer delay).
 */
bool queue_stands(uint32_t standing_rtt_us, uint32_t rtt_min_us);

/* The RTT above which there is one. */
uint64_t queue_stands_above_us(uint32_t rtt_min_us);

/* The same for a receiver; allows for the rounding of the timestamp clock. */
bool recv_queue_stands(const struct evidence *ev);

/*
 * A queue delivers without a pause, so that a round of data takes about the minimum RTT. A sender
 * that pauses makes the receiver's RTT longer too, and data then come once in that time: after more
 * than half of the difference. True if rounds were not counted (captures of schema 1).
 */
bool recv_queue_fed(const struct interval *iv, const struct evidence *ev);

/*
 * May there be one? A window that just covers the BDP makes a short queue, and so does jitter. No
 * cause is reported then.
 */
bool queue_in_doubt(uint32_t standing_rtt_us, uint32_t rtt_min_us);
uint64_t queue_in_doubt_above_us(uint32_t rtt_min_us);

/* Is there enough traffic in the other direction for the queue to be there? */
bool queue_bulk_against(uint64_t against_bps, uint64_t bps);

/* The rate from which it is enough. */
uint64_t queue_bulk_bps(uint64_t bps);

#endif
