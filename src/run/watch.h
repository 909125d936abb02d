/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The one loop: a run delivers samples and ticks, the engine makes findings, a sink prints them. */
#ifndef TCPBDP_WATCH_H
#define TCPBDP_WATCH_H

#include "run/run.h"
#include "sink/sink.h"

/* A command's own part. All but the interval may be 0. A negative return ends the run. */
struct watch_opts {
	uint64_t interval_ns;   /* of each verdict; > 0 */
	struct consumer before; /* gets each sample and tick before the engine */
	/* The engine has processed a sample or tick of this time, and ended the intervals before it. */
	int (*advanced)(void *ctx, uint64_t now_ns);
	/*
	 * The run has ended, and its last interval has not. err is what ended the run, 0 = its own
	 * end. Not called for -ECANCELED: that error was reported, and the command can do nothing.
	 */
	int (*ended)(void *ctx, int err, const struct summary *summary);
	void *ctx; /* for advanced() and ended() */
};

/*
 * Runs to the end with the options of the command line. The summary has the engine's counts. 0,
 * -ECANCELED after a line on stderr, or what the run, the sink or the command returned.
 */
int watch(struct run *run, const struct cli_opts *cli, const struct watch_opts *opts,
	  struct sink *sink, struct summary *ret_summary);

#endif
