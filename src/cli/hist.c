// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include "base/units.h"
#include "cli/hist_findings.h"
#include "cli/hist_live.h"
#include "cli/hist_output.h"
#include "cli/output_choice.h"
#include "sink/hist_report.h"

static int exec(const struct cli_opts *opts);

const struct command hist_command = {
	.name = "hist",
	.summary = "histogram of one metric: RTT, windows, buffers, rates",
	.about =
		"Counts in the kernel, and prints the histogram at the end (-d, Ctrl-C) or each interval (-i).\n"
		"A socket counts once per second in which it is active, so a busy socket does not outweigh a\n"
		"thousand quiet ones. --weight segments counts every segment. A printed value is the upper end of\n"
		"its bucket: at least the true value, and at most 6.25 % more.\n",
	.examples =
		"tcpbdp hist rtt -d 10                     of all active sockets, for 10 s\n"
		"tcpbdp hist queue -i 5                    time spent in queues, each 5 s\n"
		"tcpbdp hist rtt-min --by peer-prefix/16   a histogram for each network of peers\n"
		"tcpbdp hist headroom --by limit           windows over BDP, by limit\n"
		"tcpbdp hist send-size --weight segments   every send call, by its size\n"
		"tcpbdp hist rtt --replay run.tcpbdp       a capture, without root\n",
	.options = FOR_HIST,
	.exec = exec,
};

/* A socket is counted once per period. */
#define PERIOD_NS NSEC_PER_SEC

/* A report covers whole periods. */
static uint64_t period_ns(const struct cli_opts *opts)
{
	uint64_t periods = (opts->interval_ns + PERIOD_NS - 1) / PERIOD_NS;

	return opts->one_report ? PERIOD_NS : opts->interval_ns / periods;
}

static int list(const struct cli_opts *opts)
{
	int err = hist_output_print(opts->json ? hist_report_metrics_json()
					       : hist_report_metrics_text());

	output_say_end(err);
	return err;
}

static int exec(const struct cli_opts *opts)
{
	if (opts->list)
		return list(opts);
	if (opts->replay || opts->group.by == GROUP_LIMIT)
		return hist_findings_run(opts, period_ns(opts));
	return hist_live_run(opts, opts->weight == WEIGHT_SOCKETS ? period_ns(opts) : 0);
}
