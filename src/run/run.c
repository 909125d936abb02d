// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "run/live.h"
#include "run/replay.h"

int run_new(const struct cli_opts *opts, struct run **ret_run)
{
	int err = opts->replay ? replay_new(opts, ret_run) : live_new(opts, ret_run);

	if (!err)
		(*ret_run)->out_fd = -1;
	return err;
}

uint64_t run_setting(struct run *run, uint32_t netns, const char *name)
{
	char text[128], *last;

	if (run->ops->sysctl(run, netns, name, text, sizeof(text)))
		return 0;
	last = text + strlen(text);
	while (last > text && last[-1] >= '0' && last[-1] <= '9')
		last--;
	return strtoull(last, NULL, 10);
}

void run_free(struct run *run)
{
	if (run)
		run->ops->free(run);
}
