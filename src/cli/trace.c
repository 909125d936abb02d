// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "run/recorder.h"
#include "run/watch.h"

static int exec(const struct cli_opts *opts);

const struct command trace_command = {
	.name = "trace",
	.summary = "report active TCP sockets, and which buffer or window slows them down",
	.about =
		"Reports RTT, rate, bandwidth-delay product (BDP) and window of every active TCP socket,\n"
		"each interval, and what limits it: the application, the network, or a buffer or window.\n"
		"A ! marks a socket that is slower than its path allows because of a setting.\n",
	.examples =
		"tcpbdp trace                     every active socket, each second\n"
		"tcpbdp trace --flagged           only those that a setting slows down\n"
		"tcpbdp trace -P http,8443 5 12   ports 80 and 8443, 12 reports of 5 s\n"
		"tcpbdp trace -p rsync -d 10m     sockets of processes called rsync, for 10 min\n"
		"tcpbdp trace --rtt '>20ms'       only sockets with longer round trips\n"
		"tcpbdp trace --bandwidth 10g     the path carries 10 Gbit/s: how large must buffers be?\n"
		"tcpbdp trace -j -d 60 > log      NDJSON for a minute\n"
		"tcpbdp trace --replay run.tcpbdp  a capture, without root\n",
	.options = FOR_TRACE,
	.exec = exec,
};

/* The capture is completed, even if the reports failed. */
static int complete(void *recorder, int err, const struct summary *summary)
{
	(void)err;
	return recorder_finish(recorder, summary);
}

static int report(const struct cli_opts *opts, struct run *run, struct recorder *recorder,
		  struct sink *sink)
{
	struct watch_opts beside = { .interval_ns = opts->interval_ns };
	struct summary summary;
	int err;

	if (recorder) {
		beside.before = recorder_consumer(recorder);
		beside.ended = complete;
		beside.ctx = recorder;
	}
	run->out_fd = STDOUT_FILENO;
	err = watch(run, opts, &beside, sink, &summary);
	return err ? err : sink->ops->summary(sink, &summary);
}

/* Prints a report per active socket and interval, until the duration is over or a signal comes. */
static int exec(const struct cli_opts *opts)
{
	struct run *run = NULL;
	struct recorder *recorder = NULL; /* NULL = not requested */
	struct sink *sink = NULL;
	int err = run_new(opts, &run);

	if (!err && opts->record)
		err = recorder_new(opts->record, opts, run, &recorder);
	if (!err) {
		err = output_choose(opts, stdout, &sink);
		if (!err)
			err = report(opts, run, recorder, sink);
		output_say_end(err);
	}
	if (sink)
		sink->ops->free(sink);
	recorder_free(recorder);
	run_free(run);
	return err;
}
