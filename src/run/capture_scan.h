/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets of a capture as they were when it, or the span asked for, ended. */
#ifndef TCPBDP_CAPTURE_SCAN_H
#define TCPBDP_CAPTURE_SCAN_H

#include "run/run.h"
#include "source/sockets.h"

struct capture_scan;

/*
 * Of opts->replay. Of more than flows_max sockets (0 = ENGINE_FLOWS_MAX) those that come later are left out:
 * the capture may be anybody's. -ECANCELED after a line on stderr, or -ENOMEM.
 */
int capture_scan_new(const struct cli_opts *opts, size_t flows_max, struct capture_scan **ret_scan);

/* NULL is fine. */
void capture_scan_free(struct capture_scan *scan);

/* What it is a capture of. */
const struct run *capture_scan_run(const struct capture_scan *scan);

/* Gives every socket that was not closed, in the order of their first samples. 0, or what fn returns. */
int capture_scan_go(struct capture_scan *scan, snapshot_fn fn, void *ctx);

/* How many samples there was no room for. */
uint64_t capture_scan_crowded(const struct capture_scan *scan);

#endif
