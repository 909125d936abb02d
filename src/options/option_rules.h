/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which options exclude or need each other. */
#ifndef TCPBDP_OPTION_RULES_H
#define TCPBDP_OPTION_RULES_H

#include "options/option_kind.h"

/*
 * Holds the options against the rules; uses is indexed as option_rows is. A rule about an option
 * that the command does not have is none. 0, or -EINVAL after one line on stderr. What follows
 * from other options is set in opts: the time between samples is no longer than the interval.
 */
int option_rules_check(const char *command, int commands, const struct option_use *uses,
		       struct cli_opts *opts);

#endif
