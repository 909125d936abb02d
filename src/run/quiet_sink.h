/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A sink before another: it erases the status line before the other writes anything. */
#ifndef TCPBDP_QUIET_SINK_H
#define TCPBDP_QUIET_SINK_H

#include "run/status.h"
#include "sink/sink.h"

/* Both are the caller's, and are not freed with it. */
struct quiet_sink {
	struct sink sink;
	struct sink *next;
	struct status *status; /* NULL = there is none */
};

void quiet_sink_begin(struct quiet_sink *quiet, struct sink *after, struct status *status);

#endif
