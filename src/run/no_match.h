/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The line that tells a slip in a filter from a host without sockets. */
#ifndef TCPBDP_NO_MATCH_H
#define TCPBDP_NO_MATCH_H

#include "options/cli_opts.h"

/*
 * Says on stderr that no socket matched the filters, and how many others there were. Without a filter
 * it says nothing. state: what the others are, as "active".
 */
void no_match_say(const struct cli_opts *opts, uint64_t others, const char *state);

#endif
