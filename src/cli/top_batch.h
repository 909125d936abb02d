/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* top without a screen: a block of lines on stdout for each interval. */
#ifndef TCPBDP_TOP_BATCH_H
#define TCPBDP_TOP_BATCH_H

#include "options/cli_opts.h"

/* 0, -EPIPE, or -errno; -ECANCELED after a line on stderr. */
int top_batch(const struct cli_opts *opts);

#endif
