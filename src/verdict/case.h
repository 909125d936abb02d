/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A case: all the evidence about one socket that a verdict needs. */
#ifndef TCPBDP_CASE_H
#define TCPBDP_CASE_H

#include "evidence/interval.h"
#include "verdict/limit.h"

/*
 * The state of a sender when an ACK arrives: one of these (the SndLim states of RFC 4898, and those
 * that the RFC omits).
 */
enum send_state {
	STATE_RWND,   /* data waits, and the peer's window has too little room */
	STATE_CWND,   /* data waits, and the congestion window has too little room */
	STATE_PACED,  /* data waits, and both have room */
	STATE_SNDBUF, /* all is sent, and the writer waits for room in the buffer */
	STATE_APP,    /* all is sent, and the buffer has room */
	SEND_STATE_MAX,
};

/* What is still growing; one span alone does not show it (struct growth). */
struct trends {
	bool peer_window_grows;
	bool sndbuf_grows;
	bool recv_window_grows;
	bool recv_window_rests; /* observed for some round trips without growth */
};

struct case_file {
	const struct interval *iv;
	struct evidence ev;
	struct trends trends;
	bool host_memory_pressure;
	/*
	 * The minimum RTT of all sockets to this site while one of them has a queue; 0 = none has.
	 */
	uint32_t queued_rtt_us;
	/* Another socket to this peer uses window scaling, or our sysctl was off once. */
	bool peer_may_scale;
	/* The rate at which this socket found the path full recently; 0 = it did not. */
	uint64_t send_path_bps;
	uint64_t recv_path_bps;
	/* The rate that an undersized window allowed recently; 0 = none was seen. */
	uint64_t send_held_bps;
	uint64_t recv_held_bps;
	uint64_t known_path_bps;   /* from --bandwidth or the link's speed; 0 = not known */
	uint32_t rcv_least_rtt_us; /* the receiver's own minimum RTT; 0 = not known */
	/* The RTT varies from span to span: the path itself varies, or other traffic shares it. */
	bool rtt_wanders;
	/* A bit for each of the last spans: it had a queue. */
	uint8_t send_queues;
	uint8_t recv_queues;
	bool rtt_steady; /* the RTT hardly varies from span to span */
	/* Traffic in the other direction of this path, which may have a queue too. */
	uint64_t against_send_bps, against_recv_bps;
	enum send_state state; /* of a sender: the state to decide */
};

#endif
