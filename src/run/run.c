// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "os/log.h"
#include "run/live.h"
#include "run/replay.h"

int run_new(const struct cli_opts *opts, struct run **ret_run)
{
	int err = opts->replay ? replay_new(opts, ret_run) : live_new(opts, ret_run);

	if (!err)
		(*ret_run)->out_fd = -1;
	return err;
}

int run_engine(const struct run *run, const struct cli_opts *opts, struct sink *sink,
	       struct engine **ret_engine)
{
	const struct engine_opts engine = {
		.interval_ns = opts->interval_ns,
		.start_ns = run->start_ns,
		.realtime_offset_ns = run->realtime_offset_ns,
		.filter = opts->filter,
		.bandwidth_bps = opts->bandwidth_bps,
		.flagged = opts->flagged,
		.host = run->host,
	};

	if (opts->interval_ns < run->sample_interval_ms * NSEC_PER_MSEC) {
		log_error("%s: its samples are %u ms apart: give a longer --interval", opts->replay,
			  run->sample_interval_ms);
		return -ECANCELED;
	}
	return engine_new(&engine, sink, ret_engine);
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
