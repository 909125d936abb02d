/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* "Did you mean": the nearest of several names. */
#ifndef TCPBDP_SUGGEST_H
#define TCPBDP_SUGGEST_H

#include <stddef.h>

/* The best so far. Starts all zero; no name is near enough then. */
struct suggestion {
	const char *name;
	size_t distance;
};

/* Keeps candidate if it is nearer to typed than what was offered before, and near at all. */
void suggest_offer(struct suggestion *best, const char *typed, size_t typed_len,
		   const char *candidate);

#endif
