/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Reads and checks the command line of a command, and looks up the names in it. */
#ifndef TCPBDP_OPTION_H
#define TCPBDP_OPTION_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* What the command line requests. */
enum option_request {
	REQUEST_RUN,
	REQUEST_HELP,
	REQUEST_VERSION,
};

/* The options of a command without arguments. NO_COLOR of the environment counts. */
void option_defaults(int command, struct cli_opts *opts);

/*
 * Reads argv[1..] for the command of this name and bit. Returns 0, -EINVAL for wrong usage, or -errno if a
 * process, namespace or group does not exist, after one line on stderr. Names are looked up only if the whole
 * line is valid, and never with --replay. With REQUEST_HELP or REQUEST_VERSION the rest of the line was not
 * read.
 */
int option_parse(const char *name, int command, int argc, char **argv, struct cli_opts *ret_opts,
		 enum option_request *ret_request);

#endif
