/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The manual pages, made from the rows of commands and options. Errors of out are the caller's. */
#ifndef TCPBDP_MANUAL_H
#define TCPBDP_MANUAL_H

#include <stdio.h>

#include "cli/command.h"

/* tcpbdp(8) */
void manual_program(FILE *out);

/* tcpbdp-trace(8) */
void manual_command(const struct command *command, FILE *out);

#endif
