/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* top on a terminal: its loop over samples, keys, signals and time. */
#ifndef TCPBDP_TOP_SCREEN_H
#define TCPBDP_TOP_SCREEN_H

#include "options/cli_opts.h"

/* With opts->screen. 0, or -errno; -ECANCELED after a line on stderr. */
int top_screen(const struct cli_opts *opts);

#endif
