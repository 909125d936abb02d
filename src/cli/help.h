/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help: of the program, of a command, of limits; as text, as a manual page, as completion. */
#ifndef TCPBDP_HELP_H
#define TCPBDP_HELP_H

#include "cli/exit_status.h"

/* argv: what follows "help". */
enum exit_status help(int argc, char **argv);

#endif
