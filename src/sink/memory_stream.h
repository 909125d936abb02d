/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A stream into memory, which knows that it is not whole: open_memstream() of glibc keeps what it had room
 * for, and no flag of an error.
 */
#ifndef TCPBDP_MEMORY_STREAM_H
#define TCPBDP_MEMORY_STREAM_H

#include <stddef.h>
#include <stdio.h>

/* It may not move until it is closed. */
struct memory_stream {
	FILE *out;
	char *text;
	size_t len, room;
};

/* To be printed to; NULL without memory. */
FILE *memory_stream_open(struct memory_stream *m);

/* The text and a NUL, which the caller frees; NULL where memory did not do. ret_len may be NULL. */
char *memory_stream_close(struct memory_stream *m, size_t *ret_len);

#endif
