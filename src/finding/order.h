/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The orders in which sockets can be listed. Unknown values come last in every order. */
#ifndef TCPBDP_ORDER_H
#define TCPBDP_ORDER_H

#include "finding/finding.h"

enum sort_key {
	SORT_NONE, /* as they come */
	SORT_CEILING,
	SORT_RTT,
	SORT_BUFFER,
	SORT_USED,
	SORT_WINDOW,
	SORT_PID,
	SORT_COMM,
	SORT_NETNS,
	SORT_STATE,
	SORT_KEY_MAX,
};

/* "ceiling"; NULL for SORT_NONE */
const char *sort_key_name(enum sort_key key);

/* As for qsort: negative = a comes before b. Ties are ordered by cookie. */
int sort_compare(enum sort_key key, const struct finding *a, const struct finding *b);

#endif
