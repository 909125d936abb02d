/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* "Did you mean": the most similar of several names. */
#ifndef TCPBDP_SUGGEST_H
#define TCPBDP_SUGGEST_H

#include <stddef.h>

/* The best so far. All zero at first: no name is similar. */
struct suggestion {
	const char *name;
	size_t distance;
};

/* Keeps candidate if it is similar to typed, and more similar than earlier ones. */
void suggest_offer(struct suggestion *best, const char *typed, size_t typed_len,
		   const char *candidate);

#endif
