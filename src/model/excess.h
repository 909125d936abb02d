/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The maxima that sockets may grow their buffers to, beside what those that were seen need: one that
 * is far larger costs memory when a peer or a reader stalls, and gains nothing.
 */
#ifndef TCPBDP_EXCESS_H
#define TCPBDP_EXCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/advice_id.h"
#include "model/finding.h"

struct excess {
	enum advice_id id; /* ADVICE_TCP_RMEM or ADVICE_TCP_WMEM */
	uint32_t netns;
	uint64_t current[3];   /* of the sysctl, as it was seen last */
	uint64_t needed_bytes; /* by the socket that needs most */
	enum needed_source needed_source;
};

/* All zero: none. */
struct excesses {
	struct excess *all;
	size_t count;
};

/* What was found of a direction, which uses the sysctl of this id. -ENOMEM. */
int excesses_add(struct excesses *e, enum advice_id id, uint32_t netns,
		 const struct finding_direction *dir);

/* Is it far too large: sixteen times what is needed, and beyond what kernels set by themselves? */
bool excess_is_far(const struct excess *e);

/* How many are. */
size_t excesses_far(const struct excesses *e);

void excesses_free(struct excesses *e);

#endif
