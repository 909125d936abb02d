/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The intervals before the present one, of a socket whose round trips are long against them: no
 * window is judged by less than a few round trips, so such a socket is judged by several intervals
 * together.
 */
#ifndef TCPBDP_HISTORY_H
#define TCPBDP_HISTORY_H

#include "evidence/interval.h"

#define HISTORY_MAX 16

/* All zero: none, as most sockets have. */
struct history {
	struct interval *past; /* the newest is last */
	unsigned count;
};

/*
 * The present interval, joined with as many before it as it takes to span so long, or as there are.
 * From then on it is of the past.
 */
void history_join(struct history *h, const struct interval *present, uint64_t span_ns,
		  struct interval *ret_joined);

/* The socket was silent: what was before tells nothing of what comes. Frees all. */
void history_forget(struct history *h);

#endif
