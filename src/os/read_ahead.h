/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Reads slow files of the kernel in a second thread while the first one processes the data. */
#ifndef TCPBDP_READ_AHEAD_H
#define TCPBDP_READ_AHEAD_H

/*
 * Calls take with a pipe into which a thread copies fd, or with fd itself if there is no thread.
 * Nobody else may read fd meanwhile. Returns take's result or, if that is 0, the -errno of reading
 * fd.
 */
int read_ahead(int fd, int (*take)(void *ctx, int ahead_fd), void *ctx);

#endif
