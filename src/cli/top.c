// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "cli/top_batch.h"
#include "cli/top_screen.h"
#include "screen/screen.h"

static int prepare(struct cli_opts *opts);
static void finish(struct cli_opts *opts);
static int exec(const struct cli_opts *opts);

const struct command top_command = {
	.name = "top",
	.summary = "show who is slowed down here, by what, and what it costs",
	.about =
		"Shows active TCP sockets, or groups of them, sorted by what a buffer or window costs\n"
		"them. A ! marks a socket that is slower than its path allows because of a setting.\n"
		"On a terminal the cursor follows its socket: Enter opens it, Tab groups, s sorts, /\n"
		"filters (port:5432 comm:postgres flagged), f freezes, [ and ] step through the last\n"
		"600 updates, ? explains the rest. A capture is played, or stepped through with p.\n",
	.examples = "tcpbdp top -b -n 3              three blocks of a second each\n"
		    "tcpbdp top --by cause           one line per setting that slows sockets down\n"
		    "tcpbdp top --by comm --flagged  programs with slowed-down sockets\n"
		    "tcpbdp top --sort ceiling       the lowest ceiling first\n"
		    "tcpbdp top --replay run.tcpbdp  what tcpbdp record kept, needs no root\n",
	.prepare = prepare,
	.finish = finish,
	.options = FOR_TOP,
	.exec = exec,
};

/* The terminal's description is a file, which the sandbox would not read. */
static int prepare(struct cli_opts *opts)
{
	if (opts->batch || !isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO))
		return 0;
	return screen_open(opts->color != COLOR_NEVER, &opts->screen);
}

static void finish(struct cli_opts *opts)
{
	screen_close(opts->screen);
}

static int exec(const struct cli_opts *opts)
{
	int err = opts->screen ? top_screen(opts) : top_batch(opts);

	output_say_end(err);
	return err;
}
