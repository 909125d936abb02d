/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help: of the program, of a command, of limits; as text, as a manual page, as completion. */
#ifndef TCPBDP_HELP_H
#define TCPBDP_HELP_H

#include <stdbool.h>

#include "cli/exit_status.h"

/* Is this "help", as a command or as an option? */
bool help_is_asked(const char *word);

/* argv: the arguments after "help". */
enum exit_status help(int argc, char **argv);

#endif
