/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The exit statuses and their meanings. */
#ifndef TCPBDP_EXIT_STATUS_H
#define TCPBDP_EXIT_STATUS_H

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_FINDINGS = 3,
	EXIT_UNJUDGED = 4,
	EXIT_STATUS_MAX,
};

/* Like "wrong usage"; NULL = none of these commands (a set of FOR_*) returns it. */
const char *exit_status_meaning(enum exit_status status, int commands);

#endif
