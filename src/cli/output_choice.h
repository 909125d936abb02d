/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Chooses the sink of a command from its options and the terminal. */
#ifndef TCPBDP_OUTPUT_CHOICE_H
#define TCPBDP_OUTPUT_CHOICE_H

#include <stdbool.h>
#include <stdio.h>

#include "options/cli_opts.h"
#include "sink/list_sink.h"
#include "sink/sink.h"

/* Sets LC_CTYPE from the environment. Does the reader of stdout decode UTF-8? */
bool output_is_utf8(void);

/* NDJSON with --json; otherwise a table with the width and colours of out. */
int output_choose(const struct cli_opts *opts, FILE *out, struct sink **ret_sink);

/* The same for a list. */
int output_choose_list(const struct cli_opts *opts, FILE *out, struct list_sink **ret_sink);

/* Prints on stderr why the run ended. Nothing for 0, -EPIPE, and -ECANCELED, which was reported. */
void output_say_end(int err);

#endif
