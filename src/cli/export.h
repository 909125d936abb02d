/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_EXPORT_H
#define TCPBDP_EXPORT_H

#include "options/cli_opts.h"

/*
 * Writes opts->output each interval, until the duration has passed or a signal ends it; with once,
 * or of a capture, a single time at the end. Returns 0, or -errno after a line on stderr.
 */
int export_run(const struct cli_opts *opts);

#endif
