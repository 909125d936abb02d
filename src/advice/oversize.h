/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The maxima that sockets may grow their buffers to, beside what those that were seen need: one that
 * is far larger costs memory when a peer or a reader stalls, and gains nothing.
 */
#ifndef TCPBDP_OVERSIZE_H
#define TCPBDP_OVERSIZE_H

#include <stdbool.h>
#include <stddef.h>

#include "finding/finding.h"
#include "verdict/remedy.h"

struct oversize {
	enum advice_id id; /* ADVICE_TCP_RMEM or ADVICE_TCP_WMEM */
	uint32_t netns;
	uint64_t current[3];   /* of the sysctl, as it was seen last */
	uint64_t needed_bytes; /* by the socket that needs most */
	enum needed_source needed_source;
};

/* All zero: none. */
struct oversizes {
	struct oversize *all;
	size_t count;
};

/* What was found of a direction, which uses the sysctl of this id. -ENOMEM. */
int oversizes_add(struct oversizes *oversizes, enum advice_id id, uint32_t netns,
		  const struct finding_direction *dir);

/* Is it far too large: sixteen times what is needed, and beyond what kernels set by themselves? */
bool oversize_is_far(const struct oversize *oversize);

/* How many are. */
size_t oversizes_far(const struct oversizes *oversizes);

void oversizes_free(struct oversizes *oversizes);

#endif
