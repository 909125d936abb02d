/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What every live run begins and ends with: permission, an event loop, what the host knows, a clock. */
#ifndef TCPBDP_SESSION_H
#define TCPBDP_SESSION_H

#include "os/loop.h"
#include "os/sandbox.h"
#include "run/host.h"
#include "run/status.h"

/* All zero = not open. */
struct session {
	struct loop *loop;
	struct host *host;
	uint64_t start_ns;           /* CLOCK_MONOTONIC; 0 before session_start() */
	uint64_t realtime_offset_ns; /* from there to CLOCK_REALTIME */
	struct status status;        /* what it does is the caller's to say */
};

/*
 * Are we allowed to, and can this kernel? session_close() is due whatever is returned: 0, or
 * -ECANCELED, -EPERM or -errno after a line on stderr.
 */
int session_open(struct session *session);

/* err, with its reason, is what attaching came to: 0 starts the clock, else stderr gets a line. err. */
int session_start(struct session *session, int err, const char *reason);

/*
 * Enters the sandbox, where files are made in place alone, and runs the loop until a signal, the time since
 * session_start() (0 = none) or the loss of out_fd's reader (-1 = none) ends it. -errno.
 */
int session_run(struct session *session, uint64_t duration_ns, int out_fd,
		const struct sandbox_place *place);

void session_close(struct session *session);

#endif
