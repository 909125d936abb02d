/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The explanation of a verdict: the rule that decided, its figures, and the rule that came nearest.
 */
#ifndef TCPBDP_EXPLAIN_H
#define TCPBDP_EXPLAIN_H

#include <stddef.h>

#include "verdict/verdict.h"

#define EXPLAIN_FACT_LEN 128
#define EXPLAIN_LEN (4 * EXPLAIN_FACT_LEN)

/*
 * All write at most size bytes (> 0) with the final NUL, cut what does not fit, and return buf.
 */

/* "RTT never below 41.0ms (queue: above 45.2ms)" */
char *explain_fact(char *buf, size_t size, const struct fact *fact);

/* The figures of a reason's row, separated by commas; the row's `why` if it has no predicate. */
char *explain_facts(char *buf, size_t size, const struct reason *reason);

/* A short form for one line: "queue-in-doubt: RTT never below ..."; "" if no rule was used. */
char *explain_briefly(char *buf, size_t size, const struct because *because);

/* The row that decided the cause, or else the limit. NULL = no rule was used. */
const struct reason *explain_deciding(const struct because *because);

#endif
