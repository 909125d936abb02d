/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The path's bandwidth, as far as this direction of a socket has shown it. */
#ifndef TCPBDP_BANDWIDTH_H
#define TCPBDP_BANDWIDTH_H

#include <stdbool.h>
#include <stdint.h>

#define BANDWIDTH_WINDOW 10 /* intervals; BBR's filter is of about as many round trips */

/* A windowed maximum over intervals. All zero = nothing seen. */
struct bandwidth {
	struct bandwidth_rate {
		uint64_t bps;
		bool app_limited; /* says nothing of the path, but that it can do this much */
		bool path_full;
	} rate[BANDWIDTH_WINDOW];
	unsigned next;
};

void bandwidth_add(struct bandwidth *bw, uint64_t bps, bool app_limited, bool path_full);

/*
 * The largest rate that was not application-limited, else the largest of all; 0 = none.
 * ret_exact: the path was full at (within a tenth of) that rate, so it is the path's own.
 */
uint64_t bandwidth_get(const struct bandwidth *bw, bool *ret_exact);

/* Is this rate all that a path of a known bandwidth gives? Headers take some of it; 0 = not known. */
bool bandwidth_fills(uint64_t bps, uint64_t known_bps);

#endif
