/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A flow: one socket as the model knows it, from its first sample to its last. */
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
	struct interval iv;   /* what is reported: from report to report */
	struct interval span; /* what is judged: a few round trips, whatever the reports */
	struct account send;  /* of the spans that ended in the present interval */
	struct account recv;
	uint64_t sent_ns;     /* when bytes_sent last changed; never: its first sample */
	uint64_t received_ns; /* likewise of bytes_received */
	struct growth peer_window;
	struct growth sndbuf;
	struct growth recv_window;
	uint32_t rcv_least_rtt_us; /* the least estimate of the receiver; 0 = none */
	uint64_t rcv_least_ns;     /* when */
	struct wander rtts;
	uint8_t send_queues; /* of the last spans, a bit each: a queue stood */
	uint8_t recv_queues;
	struct saturation send_saturation;
	struct saturation recv_saturation;
	struct bandwidth send_bw;
	struct bandwidth recv_bw;
	uint64_t send_held_bps; /* the rate that an undersized window allowed */
	uint64_t recv_held_bps;
	bool scaling_was_off; /* our own setting, at some time of its life */
	bool closed;
	bool reported;
	bool asked_for;          /* one of its findings was; the engine sets it */
	uint32_t flagged_causes; /* 1 << enum cause, of all intervals */
};

/* The flow of a socket that was not known before. start_ns: of the present interval. */
void flow_init(struct flow *flow, const struct sample *first, uint64_t start_ns);

void flow_add(struct flow *flow, const struct sample *s);

/* Did anything happen in the present interval? */
bool flow_active(const struct flow *flow);

/* Is the span over, for it holds enough; or since this sample, the next, comes after a silence? */
bool flow_span_is_over(const struct flow *flow);
bool flow_span_ends_before(const struct flow *flow, const struct sample *s);

/* What others on the same path want to know of the span. */
struct flow_seen {
	uint32_t rtt_min_us;
	uint32_t standing_rtt_us; /* which was never undercut; 0 = not known, so the other */
	uint64_t send_bps;        /* payload, 0 = none or not known; so the other */
	uint64_t recv_bps;
};

struct flow_seen flow_span_seen(const struct flow *flow);

/* Judges the span, adds that to the present interval and begins the next. */
void flow_end_span(struct flow *flow, const struct flow_path *path);

/*
 * Ends the interval at end_ns (of the samples' clock): what its spans add up to. A span that is not over
 * yet stands for them where there was none. Returns false, and leaves the finding alone, if nothing
 * happened in it. ts_ns and cgroup of the finding are the caller's to fill; it borrows the accounts.
 */
struct flow_accounts {
	struct account send;
	struct account recv;
};

bool flow_end_interval(struct flow *flow, uint64_t end_ns, const struct flow_path *path,
		       struct flow_accounts *accounts, struct finding *ret_finding);

/* The send side's bandwidth where it was really the path's; 0 = never seen unconstrained. */
uint64_t flow_measured_bps(const struct flow *flow);

#endif
