/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A case: everything that is judged of one socket. */
#ifndef TCPBDP_CASE_H
#define TCPBDP_CASE_H

#include "evidence/interval.h"
#include "verdict/limit.h"

/* What is still growing: the interval alone cannot tell (struct growth). */
struct trends {
	bool peer_window_grows;
	bool sndbuf_grows;
	bool recv_window_grows;
};

struct case_file {
	const struct interval *iv;
	struct evidence ev;
	struct trends trends;
	bool host_memory_pressure;
	/* The least RTT of any socket to this site, while one of them meets a queue; 0 = none does. */
	uint32_t queued_rtt_us;
	/* Another socket to this peer has window scales, or ours were off once. */
	bool peer_may_scale;
	/* The rate at which the path was seen full lately, of this socket; 0 = it was not. */
	uint64_t send_path_bps;
	uint64_t recv_path_bps;
	/* The rate that an undersized window allowed it, lately; 0 = none was seen. */
	uint64_t send_held_bps;
	uint64_t recv_held_bps;
	uint64_t known_path_bps; /* of the path: given or the link's; 0 = not known */
	/* What limited it last: of two that are as near, it is still that. LIMIT_IDLE = nothing. */
	enum limit send_before;
	enum limit recv_before;
};

#endif
