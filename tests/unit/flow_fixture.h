/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of a flow share: the flow and its clock, and a socket seen on a 6.18. */
#ifndef FLOW_FIXTURE_H
#define FLOW_FIXTURE_H

#include <string.h>

#include "engine/flow.h"
#include "model_fixture.h"

#define MBIT UINT64_C(1000000)

/* A flow and the clock that its samples and intervals share; and what is known of its path. */
struct run {
	struct flow_accounts accounts; /* of the last interval */
	struct flow flow;
	struct sample now;
	struct flow_path path;
	unsigned spans; /* that ended */
};

static inline void run_begin(struct run *r, const struct sample *first)
{
	*r = (struct run){ .now = *first };
	flow_init(&r->flow, first, first->ts_ns);
}

static inline void run_end_span(struct run *r)
{
	flow_end_span(&r->flow, &r->path);
	r->spans++;
}

/* Spans end where the engine ends them. */
static inline void run_steps(struct run *r, const struct step *step, int count)
{
	for (int i = 0; i < count; i++) {
		sample_step(&r->now, step);
		if (flow_span_ends_before(&r->flow, &r->now))
			run_end_span(r);
		flow_add(&r->flow, &r->now);
		if (flow_span_is_over(&r->flow))
			run_end_span(r);
	}
}

static inline bool run_try_end(struct run *r, uint64_t end_ns, struct finding *ret_finding)
{
	return flow_end_interval(&r->flow, end_ns, &r->path, &r->accounts, ret_finding);
}

static inline struct finding run_end(struct run *r)
{
	struct finding f;

	assert_true(run_try_end(r, r->now.ts_ns, &f));
	return f;
}

/* A second of it. */
static inline struct finding run_second(struct run *r, const struct step *step)
{
	run_steps(r, step, 10);
	return run_end(r);
}

/* An interval that is a span. */
static inline struct finding run_span(struct run *r, const struct step *step)
{
	unsigned before = r->spans;

	while (r->spans == before)
		run_steps(r, step, 1);
	return run_end(r);
}

static inline void assert_limit(const struct finding_direction *dir, enum limit limit,
				enum cause cause)
{
	if (dir->limit != limit || dir->cause != cause)
		fail_msg("%s/%s, not %s/%s", limit_name(dir->limit), cause_or_none(dir->cause),
			 limit_name(limit), cause_or_none(cause));
	assert_int_equal(dir->undersized, cause_undersized(cause));
}

/* Seen on 6.18: tcp_rmem[2] 131072 at the receiver. */
static inline struct sample rmem_capped(void)
{
	struct sample s = baseline_sample();

	s.rtt_min_us = 50313;
	s.rcv_rtt_us = 50400;
	s.rcv_wnd_bytes = 80512;
	s.rcv_ssthresh_bytes = 80480;
	s.window_clamp_bytes = 81920;
	s.rcvbuf_bytes = s.tcp_rmem[2] = 131072;
	return s;
}

static const struct step rmem_capped_step = {
	.received_bytes = 163750,
	.agg = { .segments = 60,
		 .data_segments = 60,
		 .read_up = 30,
		 .snd_wnd_max_bytes = 3 * MIB,
		 .snd_wnd_min_bytes = 3 * MIB,
		 .rcv_wnd_max_bytes = 80512,
		 .rcv_wnd_min_bytes = 60000,
		 .ack_rtt_min_us = UINT32_MAX,
		 .room_min_bytes = 20000 },
};

/* Seen on 6.18: the other end of it. */
static inline struct sample sender_sample(void)
{
	struct sample s = baseline_sample();

	s.snd_wnd_bytes = s.max_window_bytes = 80512;
	s.cwnd_segments = 135;
	s.srtt_us = 52500;
	return s;
}

static const struct step sender_step = {
	.acked_bytes = 163750,
	.busy_jiffies = 25,
	.rwnd_jiffies = 25,
	.agg = { .segments = 57,
		 .busy = 57,
		 .waiting = 57,
		 .rwnd_full = 57,
		 .inflight_max_bytes = 80512,
		 .snd_wnd_max_bytes = 80512,
		 .snd_wnd_min_bytes = 79000,
		 .ack_rtt_min_us = 50300 },
};

#endif
