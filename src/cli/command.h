/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The commands: one row each. */
#ifndef TCPBDP_COMMAND_H
#define TCPBDP_COMMAND_H

#include <stddef.h>

#include "options/option.h"

/* What run() returns where it found something that --check asks for. */
#define COMMAND_FINDINGS 1
/* What it returns where it found nothing that --check asks for, and could not look at everything. */
#define COMMAND_UNJUDGED 2

struct command {
	const char *name;
	const char *summary;  /* one line, for the list of commands */
	const char *about;    /* for its own help: a few lines, each ends with a newline */
	const char *examples; /* "tcpbdp NAME ...     what it does", a line each */
	int options;          /* its bit in struct option_row's commands */
	int (*run)(const struct cli_opts *opts); /* 0, COMMAND_*, or -errno with the message said */
};

extern const struct command commands[];
extern const size_t commands_count;

/* NULL if there is none of this name. */
const struct command *command_find(const char *name);

/* Writes one line to stderr that names the nearest one. */
void command_say_unknown(const char *name);

#endif
