// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/hist.h"

#include "base/units.h"
#include "cli/hist_findings.h"
#include "cli/hist_live.h"
#include "cli/hist_output.h"
#include "cli/output_choice.h"
#include "sink/hist_report.h"

/* A socket is counted once in so long, however busy it is. */
#define PERIOD_NS NSEC_PER_SEC

/* Each report is of whole periods. */
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

int hist_run(const struct cli_opts *opts)
{
	if (opts->list)
		return list(opts);
	if (opts->replay || opts->group.by == GROUP_LIMIT)
		return hist_findings_run(opts, period_ns(opts));
	return hist_live_run(opts, opts->weight == WEIGHT_SOCKETS ? period_ns(opts) : 0);
}
