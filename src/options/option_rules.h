/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Options that exclude or require each other: the rules of the rows, and those of several options. */
#ifndef TCPBDP_OPTION_RULES_H
#define TCPBDP_OPTION_RULES_H

#include "options/cli_opts.h"
#include "options/option_kind.h"

/*
 * Checks the options; uses is indexed by row. Rules about options that the command lacks do not apply. 0, or
 * -EINVAL after one line on stderr. Also limits the sample interval in opts to the interval.
 */
int option_rules_check(const char *name, int command, const struct option_use *uses,
		       struct cli_opts *opts);

#endif
