/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_LIST_H
#define TCPBDP_LIST_H

#include "options/cli_opts.h"

/*
 * Writes every TCP socket that exists now to stdout. Returns 0, with --check COMMAND_FINDINGS
 * when a socket is flagged, else COMMAND_UNJUDGED when some could not be looked at, or -errno after one line on stderr; -EPIPE without one when the reader of stdout
 * has gone.
 */
int list_run(const struct cli_opts *opts);

#endif
