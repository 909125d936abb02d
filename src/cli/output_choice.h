/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From the options and the terminal to the sink that a command writes to. */
#ifndef TCPBDP_OUTPUT_CHOICE_H
#define TCPBDP_OUTPUT_CHOICE_H

#include <stdbool.h>
#include <stdio.h>

#include "options/cli_opts.h"
#include "sink/list_sink.h"
#include "sink/sink.h"

/* Sets LC_CTYPE as the environment asks: does what reads stdout decode UTF-8? */
bool output_is_utf8(void);

/* NDJSON with --json, else the table, as wide and as coloured as out allows. */
int output_choose(const struct cli_opts *opts, FILE *out, struct sink **ret_sink);

/* The same for a list. */
int output_choose_list(const struct cli_opts *opts, FILE *out, struct list_sink **ret_sink);

/* What ended the run, on stderr: nothing for 0, -EPIPE, and -ECANCELED, which was told already. */
void output_say_end(int err);

#endif
