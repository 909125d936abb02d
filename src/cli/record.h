/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_RECORD_H
#define TCPBDP_RECORD_H

#include "options/cli_opts.h"

/* 0, or -errno after a line on stderr. */
int record_run(const struct cli_opts *opts);

#endif
