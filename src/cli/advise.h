/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_ADVISE_H
#define TCPBDP_ADVISE_H

#include "options/cli_opts.h"

/* 0, COMMAND_FINDINGS with --check when it advises something, or -errno after a line on stderr. */
int advise_run(const struct cli_opts *opts);

#endif
