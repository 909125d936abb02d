/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_PATH_H
#define TCPBDP_PATH_H

#include <stdbool.h>
#include <stdint.h>

/* What is known about a socket's path from other sources than its samples. */
struct flow_path {
	uint64_t given_bps; /* --bandwidth; 0 = none, as for the two below */
	uint64_t measured_bps;
	uint64_t link_bps;
	bool memory_pressure; /* of the host: tcp_mem */
	/*
	 * The minimum RTT of all sockets to this site while one of them has a queue; 0 = none has.
	 */
	uint32_t queued_rtt_us;
	bool peer_scales; /* another socket to this peer uses window scaling */
	/*
	 * The rates of the largest flows to this site and from it: traffic against the other
	 * direction.
	 */
	uint64_t site_sent_bps, site_received_bps;
};

/* The path's upper bound, given or the link's speed; a measured rate is none. 0 = not known. */
static inline uint64_t path_bound_bps(const struct flow_path *path)
{
	return path->given_bps ? path->given_bps : path->link_bps;
}

#endif
