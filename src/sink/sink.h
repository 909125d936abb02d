/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where findings go. One object per output; the engine knows only this interface.
 *
 * Every call returns 0 or -errno of the output: -EPIPE when the reader has gone (not an error for
 * a user: the run ends quietly), -ENOSPC for a full disk.
 */
#ifndef TCPBDP_SINK_H
#define TCPBDP_SINK_H

#include "finding/finding.h"
#include "finding/summary.h"

struct sink;

struct sink_ops {
	int (*finding)(struct sink *sink, const struct finding *f);
	/* All findings of one interval were given: flush what a reader waits for. */
	int (*interval_end)(struct sink *sink);
	/* The socket has closed, or was forgotten: it gets no more findings. NULL = nobody asks. */
	int (*socket_end)(struct sink *sink, uint64_t cookie);
	int (*summary)(struct sink *sink, const struct summary *s);
	void (*free)(struct sink *sink);
};

struct sink {
	const struct sink_ops *ops;
};

#endif
