/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a sender's busy time was spent waiting for, where more than one thing held it back. */
#ifndef TCPBDP_SHARES_H
#define TCPBDP_SHARES_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict/limit.h"

struct case_file;

/* In permille. */
struct send_shares {
	uint16_t rwnd, cwnd, sndbuf, app;
};

/* They add up to 1000. */
struct send_shares shares_of(const struct case_file *cf);

/* The shares as they are compared: what limited the socket before has to be passed clearly. */
struct send_shares shares_with_inertia(const struct case_file *cf);

/* The largest beside that of the limit itself, LIMIT_UNKNOWN if nothing else took any time. */
enum limit shares_second(const struct send_shares *shares, enum limit limit,
			 uint16_t *ret_permille);

/* The congestion window in bytes. */
uint64_t shares_cwnd_bytes(const struct case_file *cf);

/* BBR: its own model sets the rate, and so what is in flight. */
bool shares_paces_itself(const struct case_file *cf);

/*
 * SO_MAX_PACING_RATE: the rate that others than BBR are paced at follows each RTT, and is above what is
 * sent (tcp_update_pacing_rate()), but for one that stays where it is.
 */
bool shares_rate_is_set(const struct case_file *cf);

#endif
