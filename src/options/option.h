/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The command line of a command: read, checked, and what it names looked up. */
#ifndef TCPBDP_OPTION_H
#define TCPBDP_OPTION_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* What the command line asks for besides its values. */
enum option_request {
	REQUEST_RUN,
	REQUEST_HELP,
	REQUEST_VERSION,
};

/* As the command is without any option; what the environment says (NO_COLOR) is in it. */
void option_defaults(int command, struct cli_opts *opts);

/*
 * Reads argv[1..] for the command of this name and bit. Returns 0, -EINVAL for a wrong usage, or
 * -errno when a process, namespace or group is not there; in both one line was written to stderr.
 * Names are looked up only when all of the line is well-formed, and with --replay not at all. With
 * REQUEST_HELP or REQUEST_VERSION the rest of the line was not read.
 */
int option_parse(const char *name, int command, int argc, char **argv, struct cli_opts *ret_opts,
		 enum option_request *ret_request);

#endif
