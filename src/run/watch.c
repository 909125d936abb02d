// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/watch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/quantity.h"
#include "base/units.h"
#include "engine/engine.h"
#include "os/log.h"
#include "run/no_match.h"
#include "run/quiet_sink.h"

struct watch {
	const struct watch_opts *opts;
	struct run *run;
	struct engine *engine;
	struct quiet_sink quiet;
	uint64_t bandwidth_bps; /* that was given; 0 = none, or it was contradicted */
};

/* Delayed ACKs arrive together, so the rate of an interval may exceed the path's by this factor. */
#define CONTRADICTION_PERMILLE 1250

/* Every verdict relies on --bandwidth: warn as soon as a flow contradicts it, as with a wrong unit. */
static void contradict_bandwidth(struct watch *w)
{
	uint64_t fastest_bps = engine_fastest_bps(w->engine);
	char given[QUANTITY_LEN], measured[QUANTITY_LEN];

	if (!w->bandwidth_bps ||
	    fastest_bps <= mul_div(w->bandwidth_bps, CONTRADICTION_PERMILLE, 1000))
		return;
	status_erase(w->run->status);
	log_warning("--bandwidth: you say %s, %s flow",
		    quantity_rate(given, sizeof(given), w->bandwidth_bps),
		    quantity_rate(measured, sizeof(measured), fastest_bps));
	w->bandwidth_bps = 0;
}

/* What follows each sample and tick, of which the engine has ended the intervals before. */
static int advanced(struct watch *w, uint64_t now_ns)
{
	int err = w->opts->advanced ? w->opts->advanced(w->opts->ctx, now_ns) : 0;

	status_restore(w->run->status, now_ns);
	return err;
}

static void say_seen(void *ctx, char *buf, size_t size)
{
	const struct watch *w = ctx;
	uint64_t active, flagged;

	engine_active(w->engine, &active, &flagged);
	snprintf(buf, size, "%" PRIu64 " active socket%s, %" PRIu64 " flagged", active,
		 active == 1 ? "" : "s", flagged);
}

static int on_sample(void *ctx, const struct sample *sample)
{
	struct watch *w = ctx;
	const struct consumer *before = &w->opts->before;
	int err = before->sample ? before->sample(before->ctx, sample) : 0;

	if (!err)
		err = engine_sample(w->engine, sample);
	contradict_bandwidth(w);
	return err ? err : advanced(w, sample->ts_ns);
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct watch *w = ctx;
	const struct consumer *before = &w->opts->before;
	int err = before->tick ? before->tick(before->ctx, tick) : 0;

	if (!err)
		err = engine_tick(w->engine, tick);
	contradict_bandwidth(w);
	return err ? err : advanced(w, tick->ts_ns);
}

static int open_engine(struct watch *w, const struct cli_opts *cli, struct sink *sink)
{
	const struct run *run = w->run;
	const struct engine_opts engine = {
		.interval_ns = w->opts->interval_ns,
		.start_ns = run->start_ns,
		.realtime_offset_ns = run->realtime_offset_ns,
		.filter = cli->filter,
		.findings = cli->findings,
		.bandwidth_bps = cli->bandwidth_bps,
		.flagged = cli->flagged,
		.host = run->host,
	};

	if (engine.interval_ns < run->sample_interval_ms * NSEC_PER_MSEC) {
		log_error("%s: its samples are %u ms apart: give a longer --interval", cli->replay,
			  run->sample_interval_ms);
		return -ECANCELED;
	}
	quiet_sink_begin(&w->quiet, sink, run->status);
	return engine_new(&engine, &w->quiet.sink, &w->engine);
}

/* A command can complete its files even after its output failed. */
static int finish(struct watch *w, int err, struct summary *summary)
{
	int ended;

	if (err && !w->opts->ended)
		return err;
	ended = w->run->ops->summary(w->run, summary);
	if (!ended && w->opts->ended)
		ended = w->opts->ended(w->opts->ctx, err, summary);
	if (!err)
		err = ended;
	if (!err)
		err = engine_finish(w->engine, summary);
	contradict_bandwidth(w);
	return err;
}

/* The hooks count events of sockets that they exclude, not the sockets. */
static void say_nothing_matched(const struct watch *w, const struct cli_opts *cli,
				const struct summary *summary)
{
	if (summary->sockets || summary->silent)
		return;
	if (w->run->live && summary->ledger.filtered && cli->asked_for[0])
		log_warning("no socket matched %s (others were active)", cli->asked_for);
	else
		no_match_say(cli, summary->others, "active");
}

int watch(struct run *run, const struct cli_opts *cli, const struct watch_opts *opts,
	  struct sink *sink, struct summary *ret_summary)
{
	struct watch w = { .opts = opts, .run = run, .bandwidth_bps = cli->bandwidth_bps };
	const struct consumer consumer = { on_sample, on_tick, &w };
	int err = open_engine(&w, cli, sink);

	if (err)
		return err;
	if (run->status) {
		run->status->seen = say_seen;
		run->status->ctx = &w;
	}
	err = run->ops->go(run, &consumer);
	if (err != -ECANCELED)
		err = finish(&w, err, ret_summary);
	if (!err)
		say_nothing_matched(&w, cli, ret_summary);
	engine_free(w.engine);
	return err;
}
