/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_TRACE_H
#define TCPBDP_TRACE_H

#include "options/cli_opts.h"

/*
 * Streams a report per active socket and interval to stdout, until the duration has passed or a
 * signal ends it. Returns 0, or -errno after one line on stderr; -EPIPE without one when the
 * reader of stdout has gone.
 */
int trace_run(const struct cli_opts *opts);

#endif
