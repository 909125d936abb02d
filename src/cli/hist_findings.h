/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* hist from findings: for captures, and for verdicts, which the kernel does not know. */
#ifndef TCPBDP_HIST_FINDINGS_H
#define TCPBDP_HIST_FINDINGS_H

#include "options/cli_opts.h"

/*
 * Counts each active socket once per period, with its newest sample, from a capture or this kernel until a
 * signal or the end of the duration. -errno after a line on stderr.
 */
int hist_findings_run(const struct cli_opts *opts, uint64_t period_ns);

#endif
