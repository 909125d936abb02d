// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include "cli/output_choice.h"
#include "run/recorder.h"
#include "run/status.h"

static int exec(const struct cli_opts *opts);

const struct command record_command = {
	.name = "record",
	.summary = "record samples in a file, for --replay and for sqlite3",
	.about =
		"Records a sample of every active TCP socket each 100 ms in an SQLite database, without verdicts.\n"
		"Other commands read it with --replay FILE, on any machine, without root. docs/captures.md\n"
		"describes its tables. A crash loses at most the last second.\n",
	.examples =
		"tcpbdp record -o run.tcpbdp -d 600            ten minutes\n"
		"tcpbdp record -o run.tcpbdp --max-age 3600    the last hour, until interrupted\n"
		"tcpbdp record -o run.tcpbdp --max-size 1G     the newest samples, at most 1 GiB\n"
		"tcpbdp record -o run.tcpbdp --anonymize       to give it to others\n",
	.options = FOR_RECORD,
	.exec = exec,
};

static int record(const struct cli_opts *opts, struct run *run, struct recorder **ret_recorder)
{
	struct consumer consumer;
	struct summary summary;
	int err = recorder_new(opts->output, opts, run, ret_recorder);

	if (err)
		return err;
	if (run->status) {
		run->status->doing = "recording";
		run->status->ctrl_c = "ends it";
	}
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

static int exec(const struct cli_opts *opts)
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
