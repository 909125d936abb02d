/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A capture may be anybody's: whoever reads it has nothing to lose by then. */
#ifndef TCPBDP_CONFINE_H
#define TCPBDP_CONFINE_H

#include "options/cli_opts.h"

/*
 * Opens what opts->replay names, as opts->capture, and enters the sandbox: after that the process
 * opens nothing but what it writes. Without opts->replay does nothing. 0, or -errno after a line on
 * stderr.
 */
int confine_replay(struct cli_opts *opts);

/* Closes what it opened, if anything. */
void confine_end(struct cli_opts *opts);

#endif
