/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Where a list of sockets goes. Errors are those of sink.h. */
#ifndef TCPBDP_LIST_SINK_H
#define TCPBDP_LIST_SINK_H

#include <stdio.h>

#include "finding/finding.h"
#include "finding/socket_counts.h"
#include "sink/table.h"

struct list_sink;

struct list_sink_ops {
	int (*socket)(struct list_sink *sink, const struct finding *f);
	/* The last word. counts NULL: the sockets alone were asked for. missed: network namespaces of
	 * which some sockets were not given. */
	int (*end)(struct list_sink *sink, const struct socket_counts *counts, size_t missed);
	void (*free)(struct list_sink *sink);
};

struct list_sink {
	const struct list_sink_ops *ops;
};

struct list_text_opts {
	struct table_choice choice; /* of the columns of list_line.h */
	unsigned columns;           /* of the terminal; 0 = no bound */
	bool header;
	bool color;
	bool utf8; /* what reads it decodes UTF-8: see quote_terminal() */
};

/* One object of JSON, a line each socket. out has a descriptor, stays the caller's, and must outlive
 * the sink; so below. */
int list_json_new(FILE *out, struct list_sink **ret_sink);

/* A table, written as it comes: columns are as wide as is usual, and push what is wider. */
int list_text_new(FILE *out, const struct list_text_opts *opts, struct list_sink **ret_sink);

#endif
