/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets of a capture at its end, or at the end of the span that was asked for. */
#ifndef TCPBDP_CAPTURE_SCAN_H
#define TCPBDP_CAPTURE_SCAN_H

#include "run/run.h"
#include "source/sockets.h"

struct capture_scan;

/*
 * Scans opts->replay. It holds flows_max sockets at most (0 = ENGINE_FLOWS_MAX), because the capture is
 * untrusted: later sockets are left out. -ECANCELED after a line on stderr, or -ENOMEM.
 */
int capture_scan_new(const struct cli_opts *opts, size_t flows_max, struct capture_scan **ret_scan);

/* NULL is fine. */
void capture_scan_free(struct capture_scan *scan);

/* The recorded run. */
const struct run *capture_scan_run(const struct capture_scan *scan);

/* Passes every open socket to fn, in the order of first samples. 0, or what fn returns. */
int capture_scan_go(struct capture_scan *scan, snapshot_fn fn, void *ctx);

/* The number of samples of sockets that were left out. */
uint64_t capture_scan_crowded(const struct capture_scan *scan);

#endif
