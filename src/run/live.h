/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A live run: the hooks of this kernel, until a signal or the time ends it. */
#ifndef TCPBDP_LIVE_H
#define TCPBDP_LIVE_H

#include "run/run.h"

/*
 * Checks what the run needs, and attaches. Capabilities are held until it goes, so that the caller
 * can open what it needs before. When it has gone, the hooks are gone and their last sample was
 * given. -errno after a line on stderr.
 */
int live_new(const struct cli_opts *opts, struct run **ret_run);

#endif
