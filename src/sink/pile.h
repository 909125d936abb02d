/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Output that piles up to be written in large pieces, where nobody waits for each line. */
#ifndef TCPBDP_PILE_H
#define TCPBDP_PILE_H

#include <stddef.h>

#define PILE_BYTES 65536

/* fd is the owner's; the rest starts as zero. */
struct pile {
	int fd;
	size_t len;
	char data[PILE_BYTES];
};

/* Adds len bytes. 0, or what output_write() says. */
int pile_add(struct pile *pile, const char *data, size_t len);

/* Writes out what there is. */
int pile_flush(struct pile *pile);

#endif
