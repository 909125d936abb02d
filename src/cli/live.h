/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A live run: the hooks of this kernel feed a consumer, until a signal or the time ends it. */
#ifndef TCPBDP_LIVE_H
#define TCPBDP_LIVE_H

#include "cli/cli_opts.h"
#include "model/summary.h"
#include "source/source.h"

struct live;

/*
 * Checks what the run needs, and attaches. Errors are told on stderr. Capabilities are still held,
 * so that the caller may open what it needs before live_run().
 */
int live_new(const struct cli_opts *opts, struct live **ret_live);

/* When it began. */
uint64_t live_start_ns(const struct live *live);           /* CLOCK_MONOTONIC */
uint64_t live_realtime_offset_ns(const struct live *live); /* to CLOCK_REALTIME */

struct host;

/* What this host knows beside the samples. */
struct host *live_host(const struct live *live);

/*
 * The run: every socket that exists, then all that the hooks see, a tick at least when samples were
 * read. Drops all capabilities, ends also when out_fd (-1 = none) loses its reader, and comes back
 * with the hooks gone and their last sample given. 0, or -errno, also the consumer's: not told.
 */
int live_run(struct live *live, const struct consumer *consumer, int out_fd);

/* What it cost and missed until now; final after live_run(). -errno. */
int live_summary(const struct live *live, struct summary *ret_summary);

void live_free(struct live *live);

#endif
