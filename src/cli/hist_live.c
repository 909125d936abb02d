// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/hist_live.h"

#include <unistd.h>

#include "base/units.h"
#include "cli/hist_output.h"
#include "cli/output_choice.h"
#include "os/clock.h"
#include "run/session.h"
#include "source/hist_source.h"

struct hist_live {
	const struct cli_opts *opts;
	struct session session;
	struct hist_source *source;
	struct hist_output out;
	struct hist_set before; /* counts already reported */
};

/* Counts since the last report. */
static int report(struct hist_live *live, bool last)
{
	struct hist_set now = { 0 };
	struct hist_set new = { 0 };
	uint64_t now_ns = clock_ns(CLOCK_MONOTONIC);
	int err = hist_source_read(live->source, &now);

	if (!err)
		err = hist_set_merge(&new, &now);
	if (!err) {
		hist_set_subtract(&new, &live->before);
		status_erase(&live->session.status);
		err = hist_output_report(&live->out, &new, now_ns, last);
		status_restore(&live->session.status, now_ns);
	}
	hist_set_free(&new);
	hist_set_free(&live->before);
	live->before = now;
	return err;
}

static int on_interval(void *ctx)
{
	struct hist_live *live = ctx;
	uint64_t end_ns = live->session.start_ns + live->opts->duration_ns;

	/* the run ends now and reports the rest */
	if (live->opts->duration_ns &&
	    clock_ns(CLOCK_MONOTONIC) + live->opts->interval_ns / 10 > end_ns)
		return 0;
	return report(live, false);
}

static int attach(struct hist_live *live, uint64_t gate_ns)
{
	const struct hist_source_opts opts = {
		.metric = live->opts->metric,
		.group = live->opts->group,
		.gate_ns = gate_ns,
		.attach = live->opts->attach,
		.filter = live->opts->filter,
		.debug = live->opts->verbose > 0,
	};
	char reason[256] = "out of memory";
	int err = hist_source_new(&opts, &live->source, reason, sizeof(reason));

	return session_start(&live->session, err, reason);
}

static int go(struct hist_live *live)
{
	const struct sandbox_place nowhere = { 0 };
	const struct cli_opts *opts = live->opts;
	int err = hist_source_seed(live->source);

	if (!err && !opts->one_report)
		err = loop_add_timer(live->session.loop, opts->interval_ns, opts->interval_ns,
				     on_interval, live);
	if (!err)
		err = session_run(&live->session, opts->duration_ns, STDOUT_FILENO, &nowhere);
	hist_source_detach(live->source);
	return err ? err : report(live, true);
}

int hist_live_run(const struct cli_opts *opts, uint64_t gate_ns)
{
	struct hist_live live = { .opts = opts };
	int err = session_open(&live.session);

	live.session.status.doing = "counting";
	if (!err)
		err = attach(&live, gate_ns);
	if (!err) {
		hist_output_begin(&live.out, opts, live.session.start_ns);
		live.out.host = host_facts(live.session.host);
		live.out.realtime_offset_ns = live.session.realtime_offset_ns;
		err = go(&live);
		output_say_end(err);
	}
	hist_set_free(&live.before);
	hist_source_free(live.source);
	session_close(&live.session);
	return err;
}
