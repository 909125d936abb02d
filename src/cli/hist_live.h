/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* hist of this kernel, which does the counting. */
#ifndef TCPBDP_HIST_LIVE_H
#define TCPBDP_HIST_LIVE_H

#include "options/cli_opts.h"

/* Runs until a signal or the end of the duration. -errno after a line on stderr. */
int hist_live_run(const struct cli_opts *opts, uint64_t gate_ns);

#endif
