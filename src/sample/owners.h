/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which process holds which socket, of a whole host at one moment: 32 bytes or so a socket. */
#ifndef TCPBDP_OWNERS_H
#define TCPBDP_OWNERS_H

#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

struct owner {
	uint32_t pid;
	char comm[SAMPLE_NAME_LEN + 1]; /* any bytes but NUL */
};

struct owners;

/* NULL when memory is out. */
struct owners *owners_new(void);

/* NULL is fine. */
void owners_free(struct owners *owners);

/* Of several that hold a socket the first stays. -ENOMEM. */
int owners_add(struct owners *owners, uint64_t cookie, const struct owner *owner);

/*
 * Who holds this socket, asked once: 1 the first time, 0 when it was asked before, or -ENOMEM.
 * *ret_owner is NULL where nobody was added; it is good until the next owners_add().
 */
int owners_take(struct owners *owners, uint64_t cookie, const struct owner **ret_owner);

#endif
