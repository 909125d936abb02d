/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What an iterator writes: records of one size, one after another. */
#ifndef TCPBDP_RECORDS_H
#define TCPBDP_RECORDS_H

#include <stddef.h>

/* Takes one record; a negative return ends the reading, and is returned. */
typedef int (*record_fn)(void *ctx, const void *record);

/*
 * Runs a loaded iterator once, from its first object to its last: where it looks at a network
 * namespace, at that of this thread. -errno.
 */
int records_read(int prog_fd, size_t size, record_fn fn, void *ctx);

#endif
