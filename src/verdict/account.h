/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the spans of an interval add up to, in one direction: the time that each limit took, and each
 * cause of it. However many spans, and whatever their lengths, time is added to time: a longer interval
 * never knows less.
 */
#ifndef TCPBDP_ACCOUNT_H
#define TCPBDP_ACCOUNT_H

#include "verdict/verdict.h"

#define ACCOUNT_CELLS 12

/* All zero = nothing happened. */
struct account {
	struct account_cell {
		enum limit limit;
		enum cause cause;
		uint64_t ns;
	} cells[ACCOUNT_CELLS];
	unsigned count;
	/* why the last span said what leads now; all zero = none did */
	struct because because;
};

/* Adds a span's judgement. */
void account_add(struct account *account, const struct judgement *judged);

/* Whether anything was added. */
bool account_any(const struct account *account);

/*
 * What is said of it all: the limit with the most time, with its share; and of that limit the cause with
 * the most time, or none where the most is open. LIMIT_IDLE where nothing happened.
 */
struct verdict account_verdict(const struct account *account);

/* The time of a limit, of all of it; 0 where nothing happened. */
uint16_t account_share(const struct account *account, enum limit limit);

#endif
