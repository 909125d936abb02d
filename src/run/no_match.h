/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The line that distinguishes a wrong filter from a host without sockets. */
#ifndef TCPBDP_NO_MATCH_H
#define TCPBDP_NO_MATCH_H

#include "options/cli_opts.h"

/*
 * Prints on stderr that no socket matched the filters, and how many others there were. Prints nothing without
 * a filter. state describes the others: "active".
 */
void no_match_say(const struct cli_opts *opts, uint64_t others, const char *state);

#endif
