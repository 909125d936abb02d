// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/confine.h"

#include <libgen.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "capture/reader.h"
#include "os/log.h"
#include "os/sandbox.h"

static int enter(const char *written)
{
	char path[PATH_MAX];
	struct sandbox_place place = { 0 };
	int err;

	if (written) {
		snprintf(path, sizeof(path), "%s", written);
		place.dir = dirname(path);
	}
	/* both read files once, which the sandbox would refuse later */
	setlocale(LC_CTYPE, "");
	tzset();
	err = sandbox_enter(SANDBOX_REPLAY, &place);
	if (err)
		log_error("cannot drop privileges: %s: refusing to read a capture with them",
			  strerror(-err));
	return err;
}

void confine_end(struct cli_opts *opts)
{
	reader_release(opts->capture);
	opts->capture = NULL;
}

int confine_replay(struct cli_opts *opts)
{
	char reason[READER_REASON_LEN];
	int err;

	if (!opts->replay)
		return 0;
	err = reader_hold(opts->replay, &opts->capture, reason);
	if (err) {
		log_error("%s", reason);
		return err;
	}
	return enter(opts->output ? opts->output : opts->sysctl_d);
}
