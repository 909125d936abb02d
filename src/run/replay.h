/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A recorded run: a capture, or the span of it that was asked for. */
#ifndef TCPBDP_REPLAY_H
#define TCPBDP_REPLAY_H

#include "run/run.h"

/* -errno after a line on stderr. */
int replay_new(const struct cli_opts *opts, struct run **ret_run);

#endif
