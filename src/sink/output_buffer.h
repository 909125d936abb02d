/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Output that is collected and written in large pieces, where nobody waits for each line. */
#ifndef TCPBDP_OUTPUT_BUFFER_H
#define TCPBDP_OUTPUT_BUFFER_H

#include <stddef.h>

#define OUTPUT_BUFFER_BYTES 65536

/* fd is the owner's; the rest starts as zero. */
struct output_buffer {
	int fd;
	size_t len;
	char data[OUTPUT_BUFFER_BYTES];
};

/* Adds len bytes. 0, or what output_write() says. */
int output_buffer_add(struct output_buffer *buffer, const char *data, size_t len);

/* Writes out what there is. */
int output_buffer_flush(struct output_buffer *buffer);

#endif
