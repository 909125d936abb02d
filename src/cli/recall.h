/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets of a capture, as they were last seen: those that lived when it, or its span, ended. */
#ifndef TCPBDP_RECALL_H
#define TCPBDP_RECALL_H

#include "cli/run.h"
#include "source/sockets.h"

struct recall;

/* Of opts->replay. -errno after a line on stderr. */
int recall_new(const struct cli_opts *opts, struct recall **ret_recall);

/* NULL is fine. */
void recall_free(struct recall *recall);

/* What it is a capture of. */
const struct run *recall_run(const struct recall *recall);

/* Gives all of them, in the order in which they were first seen. 0, what fn says, or -errno. */
int recall_go(struct recall *recall, sighting_fn fn, void *ctx);

#endif
