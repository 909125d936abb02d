/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp hist */
#ifndef TCPBDP_CLI_HIST_H
#define TCPBDP_CLI_HIST_H

#include "options/cli_opts.h"

int hist_run(const struct cli_opts *opts);

#endif
