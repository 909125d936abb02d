/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What both forms of top do: from the command line to a view, and findings into it. */
#ifndef TCPBDP_TOP_VIEW_H
#define TCPBDP_TOP_VIEW_H

#include <stdio.h>

#include "options/cli_opts.h"
#include "sink/sink.h"
#include "view/view.h"
#include "view/view_layout.h"

/*
 * What the command line asks for. What is flagged is chosen by the view, which has to know what part of all
 * it is: the run gets ret_opts, without it.
 */
void top_view_settings(const struct cli_opts *opts, struct view_settings *ret_settings,
		       struct cli_opts *ret_opts);

/* The items as lines below their titles, as wide as they are. layout grows with them. */
void top_view_print(struct view *view, struct view_layout *layout,
		    const struct view_columns *columns, bool utf8, FILE *out);

/* A sink that puts findings into a view. */
struct top_sink {
	struct sink sink;
	struct view *view;
	uint64_t interval_ns;
	uint64_t end_ns; /* of the interval that ended last, CLOCK_REALTIME; at first, the start */
	/* The view has a new interval. 0 or -errno, which ends the run. */
	int (*shown)(void *ctx);
	void *ctx;
};

/* Fills in sink->sink: its sink_ops. */
void top_sink_init(struct top_sink *sink);

#endif
