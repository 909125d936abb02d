/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writes the histograms of a run to stdout, in the format of the options. */
#ifndef TCPBDP_HIST_OUTPUT_H
#define TCPBDP_HIST_OUTPUT_H

#include "hist/hist_set.h"
#include "options/cli_opts.h"
#include "sample/host_facts.h"

struct hist_output {
	const struct cli_opts *opts;
	struct host_facts host;      /* of the run: names of control groups and namespaces */
	uint64_t realtime_offset_ns; /* of the run */
	uint64_t begin_ns;           /* of the current interval, on the run's clock */
	bool utf8;
	bool printed;
};

/* The interval begins at start_ns. */
void hist_output_begin(struct hist_output *out, const struct cli_opts *opts, uint64_t start_ns);

/*
 * Ends the interval, prints its counts and begins the next. Skips an interval without counts, unless it is
 * the last and only one. Ranks the set, which the caller cannot use any more. 0, or -errno of the output.
 */
int hist_output_report(struct hist_output *out, struct hist_set *set, uint64_t now_ns, bool last);

/* Prints and frees a text. -ENOMEM if it is NULL. */
int hist_output_print(char *text);

#endif
