/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The path's bandwidth, as seen recently in one direction of a socket. */
#ifndef TCPBDP_BANDWIDTH_H
#define TCPBDP_BANDWIDTH_H

#include <stdbool.h>
#include <stdint.h>

#define BANDWIDTH_SECONDS 10 /* as long as BBR's filter of the minimum RTT */

/* Windowed maxima, by seconds of the samples' clock. All zero = nothing seen. */
struct bandwidth {
	struct bandwidth_second {
		uint64_t second;
		uint64_t bps;      /* not application-limited */
		uint64_t full_bps; /* while the path was full */
		uint64_t app_bps;  /* application-limited: a lower bound */
	} seconds[BANDWIDTH_SECONDS];
};

void bandwidth_add(struct bandwidth *bw, uint64_t ts_ns, uint64_t bps, bool app_limited,
		   bool path_full);

/*
 * The largest rate of the last seconds that was not application-limited, else the largest of all; 0
 * = none. ret_exact: the path was full at (within a tenth of) that rate, so it is the path's own.
 */
uint64_t bandwidth_get(const struct bandwidth *bw, bool *ret_exact);

/* Does this rate fill a path of known bandwidth (0 = not known)? Headers take a part of it. */
bool bandwidth_fills(uint64_t bps, uint64_t known_bps);

#endif
