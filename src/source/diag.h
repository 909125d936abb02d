/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets that exist now, by inet_diag: what ss is told. It knows less than the iterators. */
#ifndef TCPBDP_DIAG_H
#define TCPBDP_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "source/sockets.h"

/*
 * One message of a dump. 0, or -EPROTO: it is no socket (a size, a family, a state or a cookie that
 * cannot be). netns is what the dump was made in.
 */
int diag_decode(const void *message, size_t len, uint32_t netns, struct snapshot *ret_seen);

/* What is read: the answer to one request. */
struct diag_dump {
	uint32_t seq; /* of the request */
	uint32_t netns;
	uint64_t ts_ns; /* of the snapshots */
	snapshot_fn fn;
	void *ctx;
	bool torn; /* the table changed meanwhile, or a message was cut off: not all was given */
};

/*
 * The messages of one datagram of the kernel. 1 = the dump has ended, 0 = more will come; -EPROTO: it
 * is no netlink, or the -errno that the kernel sends, or what fn says. Answers to other requests are
 * passed over.
 */
int diag_take(struct diag_dump *dump, const void *datagram, size_t len);

/* A descriptor, of the network namespace that this thread is in, or -errno. Who opens it closes it. */
int diag_open(void);

/*
 * Every socket in one of these states of the namespace that it was opened in: netns. A socket may be
 * given more than once. -EAGAIN: the table changed under each try; some may be missing.
 */
int diag_read(int fd, unsigned states, uint32_t netns, snapshot_fn fn, void *ctx);

#endif
