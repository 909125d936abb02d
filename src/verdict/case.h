/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A case: everything that is judged of one socket. */
#ifndef TCPBDP_CASE_H
#define TCPBDP_CASE_H

#include "evidence/interval.h"
#include "verdict/limit.h"

/*
 * What a sender is found doing at an ACK. Each look finds one of them (RFC 4898's SndLim states, and what
 * they leave out).
 */
enum send_state {
	STATE_RWND,   /* data waits, and the peer's window has too little room */
	STATE_CWND,   /* data waits, and the congestion window has */
	STATE_PACED,  /* data waits, and both have room */
	STATE_SNDBUF, /* all is sent, and the buffer has no room for the writer that waits */
	STATE_APP,    /* all is sent, and the buffer has room */
	SEND_STATE_MAX,
};

/* What is still growing: the span alone cannot tell (struct growth). */
struct trends {
	bool peer_window_grows;
	bool sndbuf_grows;
	bool recv_window_grows;
	bool recv_window_rests; /* it was watched for some round trips, and did not grow */
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
	/* The rate at which the path was seen full lately, by this socket; 0 = it was not. */
	uint64_t send_path_bps;
	uint64_t recv_path_bps;
	/* The rate that an undersized window allowed it, lately; 0 = none was seen. */
	uint64_t send_held_bps;
	uint64_t recv_held_bps;
	uint64_t known_path_bps;   /* of the path: given or the link's; 0 = not known */
	uint32_t rcv_least_rtt_us; /* the least that the receiver saw; 0 = not known */
	/* Round trips differed from span to span: the path itself varies, or others share it. */
	bool rtt_wanders;
	/* Of the last spans, a bit each: a queue stood. */
	uint8_t send_queues;
	uint8_t recv_queues;
	bool rtt_steady; /* and hardly at all */
	/* What goes the other way on this path: a queue may stand there as well. */
	uint64_t against_send_bps, against_recv_bps;
	enum send_state state; /* of a sender: the one that is asked about */
};

#endif
