/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The columns of trace's table: a row each. */
#ifndef TCPBDP_TEXT_COLUMN_H
#define TCPBDP_TEXT_COLUMN_H

#include "sink/table.h"

enum column {
	COLUMN_TIME,
	COLUMN_PID,
	COLUMN_COMM,
	COLUMN_UNIT,
	COLUMN_NETNS,
	COLUMN_LOCAL,
	COLUMN_REMOTE,
	COLUMN_DIR,
	COLUMN_RTT,
	COLUMN_RATE,
	COLUMN_BDP,
	COLUMN_WINDOW,
	COLUMN_LIMIT,
	COLUMN_SHARE,
	COLUMN_WHY, /* a sentence: the last */
	COLUMN_MAX,
};

/* All of them, with the order in which they are left out on a narrow terminal. */
const struct table_column *text_column_table(void);

/* "RTT" */
const char *text_column_title(enum column column);

/* "rtt": as -o calls it. */
const char *text_column_name(unsigned column);

/* What it shows, for a person: a sentence or two. */
const char *text_column_about(enum column column);

#endif
