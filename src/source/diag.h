/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Lists sockets by inet_diag, as ss does. It reports less than the iterators. */
#ifndef TCPBDP_DIAG_H
#define TCPBDP_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "source/sockets.h"

/*
 * Decodes one message of a dump in namespace netns. 0, or -EPROTO: not a valid socket (wrong size,
 * family, state or cookie).
 */
int diag_decode(const void *message, size_t len, uint32_t netns, struct snapshot *ret_seen);

/* The reply to one request. */
struct diag_dump {
	uint32_t seq; /* of the request */
	uint32_t netns;
	uint64_t ts_ns; /* of the snapshots */
	snapshot_fn fn;
	void *ctx;
	bool torn; /* incomplete: the table changed meanwhile, or a message was truncated */
};

/*
 * Processes the messages of one datagram from the kernel; ignores replies to other requests. 1 =
 * end of the dump, 0 = more will come, -EPROTO = not netlink, or an error of the kernel or of fn.
 */
int diag_take(struct diag_dump *dump, const void *datagram, size_t len);

/* A descriptor for the network namespace of this thread, or -errno. The caller closes it. */
int diag_open(void);

/*
 * Passes every socket in one of these states of the namespace that fd was opened in (netns). A
 * socket may appear more than once. -EAGAIN: the table changed during each attempt, so some may be
 * missing.
 */
int diag_read(int fd, unsigned states, uint32_t netns, snapshot_fn fn, void *ctx);

#endif
