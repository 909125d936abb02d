/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_PATH_H
#define TCPBDP_PATH_H

#include <stdbool.h>
#include <stdint.h>

/* What is known of a socket's path beside its own samples. */
struct flow_path {
	uint64_t given_bps; /* --bandwidth; 0 = none, so the two below */
	uint64_t measured_bps;
	uint64_t link_bps;
	bool memory_pressure; /* of the host: tcp_mem */
	/* The least RTT of any socket to this site, while one of them meets a queue; 0 = none does. */
	uint32_t queued_rtt_us;
	bool peer_scales; /* another socket to this peer has window scales */
	/* Of the largest flow to this site, and from it: what goes against the other direction. */
	uint64_t site_sent_bps, site_received_bps;
};

/* What it can carry at most, as told: a link's speed bounds it, a measured rate may grow. 0 = not known. */
static inline uint64_t path_bound_bps(const struct flow_path *path)
{
	return path->given_bps ? path->given_bps : path->link_bps;
}

#endif
