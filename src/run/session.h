/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Start and end of every live run: permissions, event loop, facts of the host, clock. */
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
 * Checks permissions and kernel. The caller must call session_close() in any case. 0, or -ECANCELED,
 * -EPERM or -errno after a line on stderr.
 */
int session_open(struct session *session);

/* Takes the result of attaching: 0 starts the clock, an error is printed with its reason. Returns err. */
int session_start(struct session *session, int err, const char *reason);

/*
 * Enters the sandbox, which allows new files only in place. Runs the loop until a signal, until the duration
 * since session_start() is over (0 = no limit), or until out_fd loses its reader (-1 = none). -errno.
 */
int session_run(struct session *session, uint64_t duration_ns, int out_fd,
		const struct sandbox_place *place);

void session_close(struct session *session);

#endif
