/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The closing report of a run for a person: a line a socket, worst first, and what would change it. */
#ifndef TCPBDP_CLOSING_H
#define TCPBDP_CLOSING_H

#include <stdio.h>

#include "finding/standings.h"
#include "finding/summary.h"

struct closing_opts {
	bool header; /* titles, and the counts above them */
	bool color;
	bool utf8;     /* see quote_terminal() */
	bool events;   /* hooks and event counters, though nothing was lost */
	unsigned room; /* columns of the terminal; 0 = no bound */
};

/* An error is kept in out. */
void closing_print(FILE *out, struct standings *standings, const struct summary *summary,
		   const struct closing_opts *opts);

/* What was lost, and the event counters if so; else nothing, but for opts->events. standings: NULL = none. */
void closing_print_events(FILE *out, const struct standings *standings,
			  const struct summary *summary, const struct closing_opts *opts);

#endif
