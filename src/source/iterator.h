/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What an iterator writes: records of one size, one after another. */
#ifndef TCPBDP_ITERATOR_H
#define TCPBDP_ITERATOR_H

#include <stddef.h>

/* Takes one record; a negative return ends the reading, and is returned. */
typedef int (*record_fn)(void *ctx, const void *record);

/*
 * A loaded iterator's descriptor, or -errno. Where it looks at a network namespace, it is that which
 * this thread is in now. To read it takes no privileges. Who opens it closes it.
 */
int iterator_open(int prog_fd);

/* From its first object to its last, once, while a thread reads on. -errno. */
int iterator_read_ahead(int fd, size_t size, record_fn fn, void *ctx);

/* To open it, and to read it. */
int iterator_walk(int prog_fd, size_t size, record_fn fn, void *ctx);

#endif
