/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The filters of the command line, typed as words: "port:5432 comm:postgres limit:rcvbuf,sndbuf flagged".
 * A word is the long name of a filter, and what it means is the option's row.
 */
#ifndef TCPBDP_FILTER_WORDS_H
#define TCPBDP_FILTER_WORDS_H

#include <stddef.h>

#include "options/cli_opts.h"

#define FILTER_WORDS_LEN 256

/*
 * Adds what the words ask for to opts, for a command's filters. 0, or -EINVAL with a problem, in a line; opts
 * then has a part of it.
 */
int filter_words_read(const char *text, int command, struct cli_opts *opts,
		      char ret_problem[static FILTER_WORDS_LEN]);

#endif
