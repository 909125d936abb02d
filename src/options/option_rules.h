/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which options exclude or need each other: what the rows say, and what takes more than a row. */
#ifndef TCPBDP_OPTION_RULES_H
#define TCPBDP_OPTION_RULES_H

#include "options/cli_opts.h"
#include "options/option_kind.h"

/*
 * Holds the options against the rules; uses is indexed as the rows are. A rule about an option
 * that the command does not have is none. 0, or -EINVAL after one line on stderr. What follows
 * from other options is set in opts: the time between samples is no longer than the interval.
 */
int option_rules_check(const char *name, int command, const struct option_use *uses,
		       struct cli_opts *opts);

#endif
