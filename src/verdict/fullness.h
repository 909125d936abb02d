/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How full a receiver's window is: what came per round trip, against the window on the wire. */
#ifndef TCPBDP_FULLNESS_H
#define TCPBDP_FULLNESS_H

#include "verdict/case.h"

/* The largest window that the interval advertised. */
uint32_t fullness_window_bytes(const struct case_file *cf);

/* In permille of the window, per round trip of so long. No more than a window comes in a round trip, so
 * well above 1000 it was none. */
uint64_t fullness_of_rtt(const struct case_file *cf, uint32_t rtt_us);

/* Per round trip as the receiver sees it: the least RTT, or its own estimate by timestamps, which holds
 * the sender's idle time as well and so counts only where no more than a window fits into it. */
uint64_t fullness(const struct case_file *cf);

/* Per round trip at its longest: the receiver's own mean, and the tick of its clock; and with what of kernel
 * TLS may have taken from the window all the while. What is less than full then, had room. */
uint64_t fullness_longest(const struct case_file *cf);

/* From where on a window holds its sender back. */
uint64_t fullness_asked(const struct case_file *cf);

#endif
