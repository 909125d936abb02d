/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A verdict explains itself: the rule that decided, its figures, and the rule that came nearest. */
#ifndef TCPBDP_EXPLAIN_H
#define TCPBDP_EXPLAIN_H

#include <stddef.h>

#include "verdict/verdict.h"

#define EXPLAIN_FACT_LEN 128
#define EXPLAIN_LEN (4 * EXPLAIN_FACT_LEN)

/*
 * All write at most size bytes (> 0) with the final NUL, cut what does not fit, and return buf.
 */

/* "RTT never below 41.0ms (a queue: above 45.2ms)" */
char *explain_fact(char *buf, size_t size, const struct fact *fact);

/* The figures of a reason's row, parted by commas; its theory where it asked for nothing. */
char *explain_facts(char *buf, size_t size, const struct reason *reason);

/* In a few words, for a line that has other things to say: "queue-in-doubt: RTT never below ..."; ""
 * where no rule was asked. */
char *explain_briefly(char *buf, size_t size, const struct because *because);

/* The row that decided last: of the cause, where one was asked for. NULL = no rule was asked. */
const struct reason *explain_deciding(const struct because *because);

#endif
