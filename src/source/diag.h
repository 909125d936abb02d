/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets that exist now, by inet_diag: what ss is told. It knows less than the iterators. */
#ifndef TCPBDP_DIAG_H
#define TCPBDP_DIAG_H

#include <stddef.h>

#include "source/sockets.h"

/*
 * One message of a dump. 0, or -EPROTO: it is no socket (a size, a family, a state or a cookie that
 * cannot be). netns is what the dump was made in.
 */
int diag_decode(const void *message, size_t len, uint32_t netns, struct snapshot *ret_seen);

/* A descriptor, of the network namespace that this thread is in, or -errno. Who opens it closes it. */
int diag_open(void);

/* Every socket in one of these states of the namespace that it was opened in: netns. */
int diag_read(int fd, unsigned states, uint32_t netns, snapshot_fn fn, void *ctx);

#endif
