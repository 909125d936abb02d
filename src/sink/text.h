/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The table for a person: a row for each direction of a socket that is not idle, by rate within
 * an interval, written when the interval ends. The summary is the closing report: closing.h.
 */
#ifndef TCPBDP_TEXT_H
#define TCPBDP_TEXT_H

#include <stdio.h>

#include "sink/sink.h"
#include "sink/table.h"

struct text_opts {
	struct table_choice choice; /* of the columns of text_column.h */
	bool timestamp;             /* of the interval's end, local time, as the first column */
	bool header;
	bool summary_alone; /* the closing report, and no intervals */
	bool events;        /* hooks and event counters, though nothing was lost */
	bool flagged;       /* only flagged sockets are asked for */
	bool explain;       /* below each row, the rules that decided and their figures */
	bool color;
	bool utf8; /* what reads it decodes UTF-8: see quote_terminal() */
	bool tty;  /* the header is repeated every screenful, and when columns have moved */
	unsigned int columns; /* of that terminal; 0 = not known; so rows */
	unsigned int rows;
};

/* out has a descriptor, stays the caller's, and must outlive the sink. opts is copied. */
int text_sink_new(FILE *out, const struct text_opts *opts, struct sink **ret_sink);

#endif
