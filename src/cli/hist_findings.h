/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* hist of what the model found: of a capture, or with the verdicts that the kernel does not know. */
#ifndef TCPBDP_HIST_FINDINGS_H
#define TCPBDP_HIST_FINDINGS_H

#include "options/cli_opts.h"

/*
 * Each socket is counted once in a period in which it was active, with its newest sample. A capture,
 * or this kernel until a signal or the time ends it. -errno after a line on stderr.
 */
int hist_findings_run(const struct cli_opts *opts, uint64_t period_ns);

#endif
