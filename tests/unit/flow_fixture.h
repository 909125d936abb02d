/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of a flow share: the flow and its clock, and a socket seen on a 6.18. */
#ifndef FLOW_FIXTURE_H
#define FLOW_FIXTURE_H

#include <string.h>

#include "engine/flow.h"
#include "model_fixture.h"

#define MBIT UINT64_C(1000000)

static const struct flow_path unknown_path;

/* A flow and the clock that its samples and intervals share. */
struct run {
	struct flow_reasons reasons;
	struct flow flow;
	struct sample now;
	uint64_t start_ns;
};

static inline void run_begin(struct run *r, const struct sample *first)
{
	r->now = *first;
	r->start_ns = first->ts_ns;
	flow_init(&r->flow, first, first->ts_ns);
}

static inline void run_steps(struct run *r, const struct step *step, int count)
{
	for (int i = 0; i < count; i++) {
		sample_step(&r->now, step);
		flow_add(&r->flow, &r->now);
	}
}

static inline struct finding run_end(struct run *r, const struct flow_path *path)
{
	struct finding f;

	assert_true(flow_end_interval(&r->flow, r->now.ts_ns, path, &r->reasons, &f));
	r->start_ns = r->now.ts_ns;
	return f;
}

/* A second of it. */
static inline struct finding run_second(struct run *r, const struct step *step)
{
	run_steps(r, step, 10);
	return run_end(r, &unknown_path);
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
		 .snd_wnd_max_bytes = 3 * MIB,
		 .snd_wnd_min_bytes = 3 * MIB,
		 .rcv_wnd_max_bytes = 80512,
		 .rcv_wnd_min_bytes = 60000,
		 .ack_rtt_min_us = UINT32_MAX },
};

#endif
