/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A command is one file, with its entry on top and its exec below. This is the type of an entry. */
#ifndef TCPBDP_COMMAND_H
#define TCPBDP_COMMAND_H

#include <stddef.h>

#include "options/option.h"

/* exec() returns this if --check found something. */
#define COMMAND_FINDINGS 1
/* exec() returns this if --check found nothing, but could not examine everything. */
#define COMMAND_UNJUDGED 2

struct command {
	const char *name;
	const char *summary;  /* a line in the list of commands */
	const char *about;    /* in its own help: some lines, each with a newline */
	const char *examples; /* "tcpbdp NAME ...     what it does", a line each */
	/*
	 * Opens what the sandbox will not, before a capture is opened; may be NULL, as finish(), which is
	 * called at the end of all that prepare() did. 0, or -errno after a line on stderr.
	 */
	int (*prepare)(struct cli_opts *opts);
	void (*finish)(struct cli_opts *opts);
	int options; /* its bit in struct option_row's commands */
	/* 0, COMMAND_*, -EPIPE, or another -errno after a line on stderr */
	int (*exec)(const struct cli_opts *opts);
};

extern const struct command trace_command;
extern const struct command top_command;
extern const struct command list_command;
extern const struct command hist_command;
extern const struct command advise_command;
extern const struct command export_command;
extern const struct command record_command;
extern const struct command doctor_command;

/* All commands, in the order of the usage text. */
extern const struct command *const commands[];
extern const size_t commands_count;

/* NULL if no command has this name. */
const struct command *command_find(const char *name);

/* Prints a line on stderr that names the most similar command. */
void command_say_unknown(const char *name);

#endif
