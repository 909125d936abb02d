/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A flow: the state of one socket, from its first sample to its last. */
#ifndef TCPBDP_FLOW_H
#define TCPBDP_FLOW_H

#include "evidence/bandwidth.h"
#include "evidence/growth.h"
#include "evidence/interval.h"
#include "evidence/path.h"
#include "evidence/saturation.h"
#include "evidence/wander.h"
#include "finding/finding.h"
#include "verdict/account.h"

struct flow {
	struct sample_id id;
	struct interval iv;   /* reported: from report to report */
	struct interval span; /* judged: a few round trips, independent of the reports */
	struct account send;  /* the spans that ended in the present interval */
	struct account recv;
	uint64_t sent_ns;     /* when bytes_sent last changed, or the first sample */
	uint64_t received_ns; /* likewise of bytes_received */
	struct growth peer_window;
	struct growth sndbuf;
	struct growth recv_window;
	uint32_t rcv_least_rtt_us; /* the receiver's minimum RTT; 0 = none */
	uint64_t rcv_least_ns;     /* when it was measured */
	struct wander rtts;
	uint8_t send_queues; /* a bit for each of the last spans: it had a queue */
	uint8_t recv_queues;
	struct saturation send_saturation;
	struct saturation recv_saturation;
	struct bandwidth send_bw;
	struct bandwidth recv_bw;
	uint64_t send_held_bps; /* the rate that an undersized window allowed */
	uint64_t recv_held_bps;
	bool scaling_was_off; /* our sysctl, at some time in its life */
	bool closed;
	bool reported;
	bool asked_for;          /* a finding passed the filter; set by the engine */
	uint32_t flagged_causes; /* 1 << enum cause, over all intervals */
};

/* Begins the flow of a new socket. start_ns: of the present interval. */
void flow_init(struct flow *flow, const struct sample *first, uint64_t start_ns);

void flow_add(struct flow *flow, const struct sample *s);

/*
 * Did connect() begin another connection of the socket before this sample? Then it has other ports, or counts
 * from 0 again.
 */
bool flow_ended_before(const struct flow *flow, const struct sample *s);

/* Did anything happen in the present interval? */
bool flow_active(const struct flow *flow);

/* Is the span over: it has enough evidence, or the next sample comes after a silence? */
bool flow_span_is_over(const struct flow *flow);
bool flow_span_ends_before(const struct flow *flow, const struct sample *s);

/* What the span shows to other sockets on the same path. */
struct flow_seen {
	uint32_t rtt_min_us;
	uint32_t standing_rtt_us; /* the smallest of the span; 0 = not known */
	uint64_t send_bps;        /* payload; 0 = none, or not known */
	uint64_t recv_bps;
};

struct flow_seen flow_span_seen(const struct flow *flow);

/* Judges the span, adds the result to the present interval and begins the next span. */
void flow_end_span(struct flow *flow, const struct flow_path *path);

/*
 * Ends the interval at end_ns (samples' clock) and sums up its spans; without one, the unfinished
 * span counts. Returns false and does not write the finding if nothing happened in the interval.
 * The caller fills ts_ns and cgroup of the finding, which borrows the accounts.
 */
struct flow_accounts {
	struct account send;
	struct account recv;
};

bool flow_end_interval(struct flow *flow, uint64_t end_ns, const struct flow_path *path,
		       struct flow_accounts *accounts, struct finding *ret_finding);

/* The path's bandwidth as measured by sending; 0 = the path was never the limit. */
uint64_t flow_measured_bps(const struct flow *flow);

#endif
