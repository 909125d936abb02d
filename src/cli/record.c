// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/record.h"

#include "cli/output_choice.h"
#include "run/recorder.h"

static int record(const struct cli_opts *opts, struct run *run, struct recorder **ret_recorder)
{
	struct consumer consumer;
	struct summary summary;
	int err = recorder_new(opts->output, opts, run, ret_recorder);

	if (err)
		return err;
	consumer = recorder_consumer(*ret_recorder);
	err = run->ops->go(run, &consumer);
	if (!err)
		err = run->ops->summary(run, &summary);
	if (!err)
		err = recorder_finish(*ret_recorder, &summary);
	if (!err)
		recorder_say(*ret_recorder, &summary);
	output_say_end(err);
	return err;
}

int record_run(const struct cli_opts *opts)
{
	struct recorder *recorder = NULL;
	struct run *run = NULL;
	int err = run_new(opts, &run);

	if (!err)
		err = record(opts, run, &recorder);
	recorder_free(recorder);
	run_free(run);
	return err;
}
