/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* When a span is over, what of it others are told, and what spans add up to. */
#include "flow_fixture.h"

static void when_it_is_over(void **state)
{
	static const struct {
		const char *name;
		uint32_t rtt_min_us, srtt_us, rcv_rtt_us;
		struct step step; /* of 100 ms each; so many of them: */
		unsigned steps;
	} cases[] = {
		{ "four round trips", 50000, 51000, 0, { .agg.busy = 8 }, 3 },
		{ "just four", 50000, 50000, 0, { .agg.busy = 8 }, 2 },
		{ "by the longer RTT", 51000, 50000, 0, { .agg.busy = 8 }, 3 },
		{ "short ones", 1000, 1000, 0, { .agg.busy = 8 }, 1 },
		{ "very long ones", 400000, 400000, 0, { .agg.busy = 8 }, 16 },
		{ "seven ACKs", 1000, 1000, 0, { .agg.busy = 7 }, 2 },
		{ "few ACKs", 1000, 1000, 0, { .agg.busy = 1 }, 8 },
		{ "eight segments", 1000, 1000, 0, { .received_bytes = 9, .agg.segments = 8 }, 1 },
		{ "few segments", 1000, 1000, 0, { .received_bytes = 9, .agg.segments = 2 }, 4 },
		{ "segments without data", 1000, 1000, 0, { .agg.segments = 40 }, 10 },
		{ "no event", 50000, 50000, 0, { .busy_jiffies = 0 }, 10 },
		{ "none, and long ones", 400000, 400000, 0, { .busy_jiffies = 0 }, 16 },
		{ "no RTT", 0, 0, 0, { .agg.busy = 8 }, 1 },
		{ "a receiver's longer ones",
		  50000,
		  50000,
		  150000,
		  { .received_bytes = 9, .agg.segments = 8 },
		  6 },
		{ "a receiver's pauses",
		  50000,
		  50000,
		  30000000,
		  { .received_bytes = 9, .agg.segments = 8 },
		  10 },
		{ "a sender that received before", 50000, 50000, 150000, { .agg.busy = 8 }, 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample first = baseline_sample();
		unsigned steps = 0;
		struct run r;

		first.rtt_min_us = cases[i].rtt_min_us;
		first.srtt_us = cases[i].srtt_us;
		first.rcv_rtt_us = cases[i].rcv_rtt_us;
		run_begin(&r, &first);
		assert_false(flow_span_is_over(&r.flow)); /* nothing was added to it */
		for (; !r.spans; steps++)
			run_steps(&r, &cases[i].step, 1);
		if (steps != cases[i].steps)
			fail_msg("%s: over after %u steps, not %u", cases[i].name, steps,
				 cases[i].steps);
		assert_int_equal(r.flow.span.samples, 0); /* the next has begun */
		assert_int_equal(r.flow.span.start_ns, r.now.ts_ns);
		assert_int_equal(r.flow.iv.samples, steps); /* the interval goes on */
	}
}

/* What came before a silence is judged by itself. */
static void silence_ends_it(void **state)
{
	struct sample first = rmem_capped(), s;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	s = first;
	s.ts_ns += 5 * SECOND;
	assert_false(flow_span_ends_before(&r.flow, &s)); /* there is nothing to judge */
	run_steps(&r, &rmem_capped_step, 1);
	s.ts_ns = r.now.ts_ns + SECOND;
	assert_false(flow_span_ends_before(&r.flow, &s));
	s.ts_ns++;
	assert_true(flow_span_ends_before(&r.flow, &s));
}

static void what_others_are_told(void **state)
{
	struct sample first = rmem_capped();
	struct step small = rmem_capped_step;
	struct flow_seen seen;
	struct run r;

	(void)state;
	first.rcv_rtt_us = 63000;
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 2);
	seen = flow_span_seen(&r.flow);
	assert_int_equal(seen.rtt_min_us, 50313);
	assert_int_equal(seen.standing_rtt_us, 62000); /* less a tick */
	assert_int_equal(seen.send_bps, 0);
	assert_int_equal(seen.recv_bps, 13100000);
	/* what a receiver takes for round trips of a sender that pauses is none */
	small.received_bytes = 60 * 1448 / 4 - 1;
	run_begin(&r, &first);
	run_steps(&r, &small, 2);
	assert_int_equal(flow_span_seen(&r.flow).standing_rtt_us, 0);

	first = sender_sample();
	run_begin(&r, &first);
	run_steps(&r, &sender_step, 2);
	seen = flow_span_seen(&r.flow);
	assert_int_equal(seen.rtt_min_us, BASELINE_RTT_US);
	assert_int_equal(seen.standing_rtt_us, 50300);
	assert_int_equal(seen.send_bps, 13100000);
	assert_int_equal(seen.recv_bps, 0);
}

static void add(struct account *to, const struct account *from)
{
	for (unsigned i = 0; i < from->count; i++) {
		unsigned k = 0;

		while (k < to->count && (to->cells[k].limit != from->cells[i].limit ||
					 to->cells[k].cause != from->cells[i].cause))
			k++;
		if (k == to->count)
			to->cells[to->count++] = (struct account_cell){
				.limit = from->cells[i].limit, .cause = from->cells[i].cause
			};
		to->cells[k].ns += from->cells[i].ns;
	}
}

/* Seven spans of full windows both ways, three of a trickle, and all that again. */
#define MIXED_STEPS 60

static void run_mixed(struct run *r, unsigned interval_steps, struct flow_accounts *sum)
{
	struct sample first = rmem_capped();
	struct step full = sender_step, little = { .agg = rmem_capped_step.agg };

	full.received_bytes = rmem_capped_step.received_bytes;
	full.agg.rcv_wnd_max_bytes = 80512;
	little.received_bytes = little.acked_bytes = 14480;
	little.agg.busy = 10;
	little.busy_jiffies = 25;
	first.snd_wnd_bytes = first.max_window_bytes = 80512;
	*sum = (struct flow_accounts){ 0 };
	run_begin(r, &first);
	for (unsigned i = 0; i < MIXED_STEPS; i++) {
		run_steps(r, i % 30 < 21 ? &full : &little, 1);
		if ((i + 1) % interval_steps)
			continue;
		run_end(r);
		add(&sum->send, &r->accounts.send);
		add(&sum->recv, &r->accounts.recv);
	}
}

/* A span is judged once, and all of them are added up: the interval makes no difference. */
static void intervals_add_up(void **state)
{
	static const unsigned interval_steps[] = { 3, 5, 10, 12, 20, 30 };
	struct flow_accounts whole, sum;
	struct run r;

	(void)state;
	run_mixed(&r, MIXED_STEPS, &whole);
	assert_true(whole.send.count > 1 && whole.recv.count > 1);
	assert_int_equal(account_verdict(&whole.recv).limit, LIMIT_RCVBUF);
	assert_int_equal(account_verdict(&whole.recv).cause, CAUSE_TCP_RMEM);
	assert_int_equal(account_verdict(&whole.send).limit, LIMIT_RWND);
	assert_int_equal(account_share(&whole.recv, LIMIT_SENDER), 300);
	for (size_t i = 0; i < ARRAY_SIZE(interval_steps); i++) {
		run_mixed(&r, interval_steps[i], &sum);
		assert_int_equal(r.spans, MIXED_STEPS / 3);
		assert_int_equal(sum.send.count, whole.send.count);
		assert_memory_equal(sum.send.cells, whole.send.cells, sizeof(sum.send.cells));
		assert_int_equal(sum.recv.count, whole.recv.count);
		assert_memory_equal(sum.recv.cells, whole.recv.cells, sizeof(sum.recv.cells));
	}
}

/* An interval that no span ended in is told what its span has come to; that is judged again later. */
static void shorter_than_a_span(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	for (int i = 0; i < 20; i++) {
		run_steps(&r, &rmem_capped_step, 1);
		f = run_end(&r);
		if (i % 3) /* its second and third step */
			assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
		else /* one step is too short for a window to act twice */
			assert_limit(&f.recv.dir, LIMIT_UNKNOWN, CAUSE_NONE);
	}
	assert_int_equal(r.spans, 6);
}

/* The bytes of a window every 400 ms: a second is too short to tell, a span is not. */
static void long_round_trips(void **state)
{
	struct step step = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	step.received_bytes = 20128;
	step.agg.segments = step.agg.data_segments = 14;
	first.rtt_min_us = first.srtt_us = 400000;
	first.rcv_rtt_us = 400200;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_in_range(f.recv.dir.rate_bps, 1600000, 1620000);
	/* half a second has not two of them */
	run_begin(&r, &first);
	run_steps(&r, &step, 5);
	f = run_end(&r);
	assert_limit(&f.recv.dir, LIMIT_UNKNOWN, CAUSE_NONE);
	run_steps(&r, &step, 5);
	f = run_end(&r);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(when_it_is_over),      cmocka_unit_test(silence_ends_it),
		cmocka_unit_test(what_others_are_told), cmocka_unit_test(intervals_add_up),
		cmocka_unit_test(shorter_than_a_span),  cmocka_unit_test(long_round_trips),
	};

	return cmocka_run_group_tests_name("flow_span", tests, NULL, NULL);
}
