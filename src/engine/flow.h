/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A flow: one socket as the model knows it, from its first sample to its last. */
#ifndef TCPBDP_FLOW_H
#define TCPBDP_FLOW_H

#include "evidence/bandwidth.h"
#include "evidence/growth.h"
#include "evidence/history.h"
#include "evidence/interval.h"
#include "evidence/path.h"
#include "finding/finding.h"
#include "verdict/verdict.h"

struct flow {
	struct sample_id id;
	struct interval iv;
	struct history history;
	struct growth peer_window;
	struct growth sndbuf;
	struct growth recv_window;
	struct bandwidth send_bw;
	struct bandwidth recv_bw;
	uint64_t send_held_bps; /* the rate that an undersized window allowed */
	uint64_t recv_held_bps;
	bool scaling_was_off;  /* our own setting, at some time of its life */
	enum limit send_limit; /* of the last interval that had a verdict; LIMIT_IDLE = none */
	enum limit recv_limit;
	bool closed;
	bool reported;
	uint32_t flagged_causes; /* 1 << enum cause, of all intervals */
};

/* Why the findings of a flow say what they say; its owner keeps it as long as they are told. */
struct flow_reasons {
	struct because send;
	struct because recv;
};

/* The flow of a socket that was not known before. start_ns: of the present interval. */
void flow_init(struct flow *flow, const struct sample *first, uint64_t start_ns);

/* What it holds, not itself. */
void flow_free(struct flow *flow);

void flow_add(struct flow *flow, const struct sample *s);

/* Did anything happen in the present interval? */
bool flow_active(const struct flow *flow);

/* Its least RTT, and that which it had all through the present interval (0 = not known, each). */
void flow_rtts(const struct flow *flow, uint32_t *ret_min_us, uint32_t *ret_standing_us);

/*
 * Ends the interval at end_ns (of the samples' clock), judges it and begins the next. Returns
 * false, and leaves the finding alone, if nothing happened in it.
 * ts_ns and cgroup of the finding are the caller's to fill; it borrows the reasons.
 */
bool flow_end_interval(struct flow *flow, uint64_t end_ns, const struct flow_path *path,
		       struct flow_reasons *reasons, struct finding *ret_finding);

/* The send side's bandwidth where it was really the path's; 0 = never seen unconstrained. */
uint64_t flow_measured_bps(const struct flow *flow);

#endif
