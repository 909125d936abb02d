/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The usage texts, made from the rows of commands and options. Errors of out are the caller's. */
#ifndef TCPBDP_USAGE_H
#define TCPBDP_USAGE_H

#include <stdio.h>

#include "cli/command.h"

/* The purpose of the program. */
extern const char program_about[];

/* The line for "help" in the list of commands. */
extern const char help_summary[];

/* All commands. */
void usage_program(FILE *out);

/* One command: purpose, options, examples. */
void usage_command(const struct command *command, FILE *out);

#endif
