// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/trace.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/host.h"
#include "cli/live.h"
#include "cli/output_choice.h"
#include "engine/engine.h"

struct trace {
	const struct cli_opts *opts;
	struct live *live;
	struct sink *sink;
	struct engine *engine;
};

static int on_sample(void *ctx, const struct sample *sample)
{
	struct trace *t = ctx;

	return engine_sample(t->engine, sample);
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct trace *t = ctx;

	return engine_tick(t->engine, tick);
}

static int open_engine(struct trace *t)
{
	const struct engine_opts opts = {
		.interval_ns = t->opts->interval_ns,
		.start_ns = live_start_ns(t->live),
		.realtime_offset_ns = live_realtime_offset_ns(t->live),
		.filter = t->opts->filter,
		.bandwidth_bps = t->opts->bandwidth_bps,
		.flagged = t->opts->flagged,
		.host = host_facts(live_host(t->live)),
	};

	return engine_new(&opts, t->sink, &t->engine);
}

/* The last interval, and the ledger. */
static int finish(struct trace *t)
{
	struct summary summary;
	int err = live_summary(t->live, &summary);

	if (!err)
		err = engine_finish(t->engine, &summary);
	return err ? err : t->sink->ops->summary(t->sink, &summary);
}

static int run(struct trace *t)
{
	const struct consumer consumer = { on_sample, on_tick, t };
	int err = output_choose(t->opts, stdout, &t->sink);

	if (!err)
		err = open_engine(t);
	if (!err)
		err = live_run(t->live, &consumer, STDOUT_FILENO);
	if (!err)
		err = finish(t);
	output_say_end(err);
	return err;
}

int trace_run(const struct cli_opts *opts)
{
	struct trace t = { .opts = opts };
	int err = live_new(opts, &t.live);

	if (!err)
		err = run(&t);
	engine_free(t.engine);
	if (t.sink)
		t.sink->ops->free(t.sink);
	live_free(t.live);
	return err;
}
