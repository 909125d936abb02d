/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets of a capture, as they were last seen: those that lived when it, or its span, ended. */
#ifndef TCPBDP_CAPTURE_SCAN_H
#define TCPBDP_CAPTURE_SCAN_H

#include "run/run.h"
#include "source/sockets.h"

struct capture_scan;

/* Of opts->replay. -errno after a line on stderr. */
int capture_scan_new(const struct cli_opts *opts, struct capture_scan **ret_recall);

/* NULL is fine. */
void capture_scan_free(struct capture_scan *recall);

/* What it is a capture of. */
const struct run *capture_scan_run(const struct capture_scan *recall);

/* Gives all of them, in the order in which they were first seen. 0, what fn says, or -errno. */
int capture_scan_go(struct capture_scan *recall, snapshot_fn fn, void *ctx);

#endif
