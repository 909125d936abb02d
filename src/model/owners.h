/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which process holds which socket, of a whole host at one moment: 32 bytes or so a socket. */
#ifndef TCPBDP_OWNERS_H
#define TCPBDP_OWNERS_H

#include <stddef.h>
#include <stdint.h>

#include "model/sample.h"

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

/* NULL = nobody that was added. Good until the next owners_add(). */
const struct owner *owners_get(const struct owners *owners, uint64_t cookie);

size_t owners_count(const struct owners *owners);

#endif
