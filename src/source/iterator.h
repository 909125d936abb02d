/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Reads the records of an iterator, which have one size. */
#ifndef TCPBDP_ITERATOR_H
#define TCPBDP_ITERATOR_H

#include <stddef.h>

/* Handles one record; a negative return value stops the reading and is returned. */
typedef int (*record_fn)(void *ctx, const void *record);

/*
 * A descriptor of a loaded iterator, or -errno; the caller closes it. An iterator over a network
 * namespace uses the present one of this thread. Reading needs no privileges.
 */
int iterator_open(int prog_fd);

/* Reads all records, with a thread that reads ahead. -errno. */
int iterator_read_ahead(int fd, size_t size, record_fn fn, void *ctx);

/* Opens, reads and closes it. */
int iterator_walk(int prog_fd, size_t size, record_fn fn, void *ctx);

#endif
