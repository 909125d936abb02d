/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How full a receiver's window is: bytes received per round trip / window on the wire. */
#ifndef TCPBDP_FULLNESS_H
#define TCPBDP_FULLNESS_H

#include "verdict/case.h"

/* The largest window advertised in the interval. */
uint32_t fullness_window_bytes(const struct case_file *cf);

/*
 * In permille of the window, for a given RTT. At most one window can arrive per round trip, so a
 * result well above 1000 means that the RTT is wrong.
 */
uint64_t fullness_of_rtt(const struct case_file *cf, uint32_t rtt_us);

/*
 * For the receiver's RTT: the minimum RTT, or its own estimate from timestamps. That estimate
 * includes the sender's idle time, so it counts only if at most one window fits into it.
 */
uint64_t fullness(const struct case_file *cf);

/*
 * The upper bound: for the receiver's mean RTT plus a timestamp tick, and with the incomplete
 * record that kernel TLS may keep in the window. If even this is not full, the window had room.
 */
uint64_t fullness_longest(const struct case_file *cf);

/* The fullness from which a window limits its sender. */
uint64_t fullness_asked(const struct case_file *cf);

#endif
