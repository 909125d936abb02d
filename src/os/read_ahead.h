/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What takes the kernel long to hand out is read on another CPU than what is made of it. */
#ifndef TCPBDP_READ_AHEAD_H
#define TCPBDP_READ_AHEAD_H

/*
 * Calls take with a descriptor of all that fd yields, which a thread reads meanwhile; with fd itself
 * where there is none to be had. fd is not read by anybody else until then. Returns what take does,
 * or, when that is 0, the -errno that ended fd before its end.
 */
int read_ahead(int fd, int (*take)(void *ctx, int ahead_fd), void *ctx);

#endif
