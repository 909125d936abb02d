/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A command is one file: its entry on top, what the entry executes below. Here is what they share. */
#ifndef TCPBDP_COMMAND_H
#define TCPBDP_COMMAND_H

#include <stddef.h>

#include "options/option.h"

/* What exec() returns where it found something that --check asks for. */
#define COMMAND_FINDINGS 1
/* What it returns where it found nothing that --check asks for, and could not look at everything. */
#define COMMAND_UNJUDGED 2

struct command {
	const char *name;
	const char *summary;  /* one line, for the list of commands */
	const char *about;    /* for its own help: a few lines, each ends with a newline */
	const char *examples; /* "tcpbdp NAME ...     what it does", a line each */
	int options;          /* its bit in struct option_row's commands */
	/* 0, COMMAND_*, or -errno after a line on stderr; of -EPIPE nothing is said */
	int (*exec)(const struct cli_opts *opts);
};

extern const struct command trace_command;
extern const struct command list_command;
extern const struct command hist_command;
extern const struct command advise_command;
extern const struct command export_command;
extern const struct command record_command;
extern const struct command doctor_command;

/* All of them, as the usage text lists them. */
extern const struct command *const commands[];
extern const size_t commands_count;

/* NULL if there is none of this name. */
const struct command *command_find(const char *name);

/* Writes one line to stderr that names the nearest one. */
void command_say_unknown(const char *name);

#endif
