// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/trace.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "engine/engine.h"
#include "run/recorder.h"
#include "run/run.h"

struct trace {
	const struct cli_opts *opts;
	struct run *run;
	struct recorder *recorder; /* NULL = none was asked for */
	struct sink *sink;
	struct engine *engine;
};

static int on_sample(void *ctx, const struct sample *sample)
{
	struct trace *t = ctx;
	int err = t->recorder ? recorder_sample(t->recorder, sample) : 0;

	return err ? err : engine_sample(t->engine, sample);
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct trace *t = ctx;
	int err = t->recorder ? recorder_tick(t->recorder, tick) : 0;

	return err ? err : engine_tick(t->engine, tick);
}

/* The capture is made whole, whatever became of the reports; then the last interval, and the ledger. */
static int finish(struct trace *t, int err)
{
	struct summary summary;
	int ended = t->run->ops->summary(t->run, &summary);

	if (!ended && t->recorder)
		ended = recorder_finish(t->recorder, &summary);
	if (!err)
		err = ended;
	if (!err)
		err = engine_finish(t->engine, &summary);
	return err ? err : t->sink->ops->summary(t->sink, &summary);
}

static int trace(struct trace *t)
{
	const struct consumer consumer = { on_sample, on_tick, t };
	int err = output_choose(t->opts, stdout, &t->sink);

	if (!err)
		err = run_engine(t->run, t->opts, t->sink, &t->engine);
	t->run->out_fd = STDOUT_FILENO;
	if (!err) {
		err = t->run->ops->go(t->run, &consumer);
		if (err != -ECANCELED) /* the recorder's, or the capture's own */
			err = finish(t, err);
	}
	output_say_end(err);
	return err;
}

int trace_run(const struct cli_opts *opts)
{
	struct trace t = { .opts = opts };
	int err = run_new(opts, &t.run);

	if (!err && opts->record)
		err = recorder_new(opts->record, opts, t.run, &t.recorder);
	if (!err)
		err = trace(&t);
	engine_free(t.engine);
	if (t.sink)
		t.sink->ops->free(t.sink);
	recorder_free(t.recorder);
	run_free(t.run);
	return err;
}
