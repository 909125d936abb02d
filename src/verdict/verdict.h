/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verdicts: what limits each direction, decided from the evidence of an interval, or of several
 * in a row where round trips are long.
 *
 * limits are decided here, their causes in cause.h. Whoever wants to know why a socket is
 * flagged reads these two.
 */
#ifndef TCPBDP_VERDICT_H
#define TCPBDP_VERDICT_H

#include "evidence/interval.h"
#include "verdict/limit.h"
#include "verdict/shares.h"

struct verdict {
	enum limit limit;
	enum cause cause;
	uint16_t share_permille; /* of the busy time, as far as the evidence tells */
};

/* What is still growing: the interval alone cannot tell (struct growth). */
struct trends {
	bool peer_window_grows;
	bool sndbuf_grows;
	bool recv_window_grows;
};

/* A window is judged over so many round trips, where they can be had; over fewer, it may be not. */
#define VERDICT_RTTS 4

/* Everything that is judged. */
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

struct verdict verdict_send(const struct case_file *cf);
struct verdict verdict_recv(const struct case_file *cf);

/* They add up to 1000. */
struct send_shares verdict_send_shares(const struct case_file *cf);

#endif
