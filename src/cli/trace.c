// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/trace.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "run/recorder.h"
#include "run/watch.h"

/* The capture is completed, whatever became of the reports. */
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

int trace_run(const struct cli_opts *opts)
{
	struct run *run = NULL;
	struct recorder *recorder = NULL; /* NULL = none was asked for */
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
