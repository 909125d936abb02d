// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/run.h"

#include "run/live.h"
#include "run/replay.h"

int run_new(const struct cli_opts *opts, struct run **ret_run)
{
	int err = opts->replay ? replay_new(opts, ret_run) : live_new(opts, ret_run);

	if (!err)
		(*ret_run)->out_fd = -1;
	return err;
}

void run_free(struct run *run)
{
	if (run)
		run->ops->free(run);
}
