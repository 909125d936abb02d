/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The sum of an interval's spans in one direction: the time of each limit and of each of its
 * causes. Adding times keeps the verdict independent of the number and length of the spans.
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
	/*
	 * why the last span found the leading limit and cause; all zero = no span since they lead
	 */
	struct because because;
};

/* Adds the verdicts of a span. */
void account_add(struct account *account, const struct judgement *judged);

/* Whether anything was added. */
bool account_any(const struct account *account);

/*
 * The limit with the most time and its share, and the cause with the most time of that limit (or
 * none, if most of that time has no known cause). LIMIT_IDLE if nothing happened.
 */
struct verdict account_verdict(const struct account *account);

/* A limit's part of the total time, in permille; 0 if nothing happened. */
uint16_t account_share(const struct account *account, enum limit limit);

#endif
