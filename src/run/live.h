/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A live run: the hooks of this kernel, until a signal or the end of the duration. */
#ifndef TCPBDP_LIVE_H
#define TCPBDP_LIVE_H

#include "run/run.h"

/*
 * Checks what the run needs, and attaches the hooks. Capabilities are dropped when ops->go() starts, so open
 * what you need before. When ops->go() returns, the hooks are detached and their last sample was passed
 * on. -errno after a line on stderr.
 */
int live_new(const struct cli_opts *opts, struct run **ret_run);

#endif
