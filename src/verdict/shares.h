/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How a sender's busy time divides into the states that its ACKs found. */
#ifndef TCPBDP_SHARES_H
#define TCPBDP_SHARES_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict/limit.h"

struct case_file;

/* In permille, by limit: LIMIT_RWND, LIMIT_SNDBUF, LIMIT_CWND, LIMIT_APP; the rest is unknown. */
struct send_shares {
	uint16_t rwnd, cwnd, sndbuf, app;
};

/* In permille, by enum send_state; they add up to 1000. */
struct state_shares {
	uint16_t of[5];
};

struct state_shares shares_of_states(const struct case_file *cf);

/* The limit with the second largest share; LIMIT_UNKNOWN if no other limit took time. */
enum limit shares_second(const struct send_shares *shares, enum limit limit,
			 uint16_t *ret_permille);

/* The congestion window in bytes. */
uint64_t shares_cwnd_bytes(const struct case_file *cf);

/* BBR: its own model sets the rate, and so the data in flight. */
bool shares_paces_itself(const struct case_file *cf);

/*
 * SO_MAX_PACING_RATE: without BBR, the pacing rate follows the RTT and is above the send rate
 * (tcp_update_pacing_rate()). A pacing rate that stays constant and is reached was set.
 */
bool shares_rate_is_set(const struct case_file *cf);

#endif
