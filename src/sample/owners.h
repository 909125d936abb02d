/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which process holds which socket, of a whole host at one moment: 32 bytes or so a socket. */
#ifndef TCPBDP_OWNERS_H
#define TCPBDP_OWNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

struct owner {
	uint32_t pid;
	char comm[SAMPLE_NAME_LEN + 1]; /* any bytes but NUL */
};

struct owners;

/* Of so many sockets. NULL when memory is out. */
struct owners *owners_new(size_t max);

/* NULL is fine. */
void owners_free(struct owners *owners);

/* Of several that hold a socket the first stays. Of more sockets than there is room for it does nothing.
 * -ENOMEM. */
int owners_add(struct owners *owners, uint64_t cookie, const struct owner *owner);

/*
 * Who holds this socket, asked once: 1 the first time, 0 when it was asked before, or -ENOMEM.
 * *ret_owner is NULL where nobody was added; it is good until the next owners_add(). A socket that there
 * was no room for has none, and each time is the first.
 */
int owners_take(struct owners *owners, uint64_t cookie, const struct owner **ret_owner);

/* Did more than one process hold it? Only one of them is kept. */
bool owners_shared(const struct owners *owners, uint64_t cookie);

/* How often there was no room. */
uint64_t owners_crowded(const struct owners *owners);

#endif
