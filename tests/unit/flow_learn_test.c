/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a span teaches for the next: where a queue stood, the rate that a window allowed, what grew. */
#include "flow_fixture.h"

/* Our send buffer is full, and a writer waits. */
static const struct step full_buffer_step = {
	.acked_bytes = 163750,
	.busy_jiffies = 25,
	.agg = { .segments = 40,
		 .sends = 4,
		 .busy = 40,
		 .unwriteable = 40,
		 .refused = 40,
		 .inflight_max_bytes = 80000,
		 .snd_wnd_max_bytes = 3 * MIB,
		 .snd_wnd_min_bytes = 3 * MIB - 1,
		 .ack_rtt_min_us = 50300 },
};

static const char *cause_rule(const struct account *account)
{
	return account_verdict(account).because.cause.rule->name;
}

/* tcp_wmem[2] bounds it. */
static struct sample wmem_capped(void)
{
	struct sample s = baseline_sample();

	s.sndbuf_bytes = s.tcp_wmem[2] = 131072;
	return s;
}

/* After two spans with a queue the path may be full all the same, until the first is nine spans ago. */
static void a_queue_is_remembered_by_a_sender(void **state)
{
	const struct sample first = wmem_capped();
	struct step queue = full_buffer_step;
	struct finding f;
	struct run r;

	(void)state;
	queue.agg.ack_rtt_min_us = 60000;
	run_begin(&r, &first);
	r.now.srtt_us = 60000;
	for (int i = 0; i < 2; i++) {
		f = run_span(&r, &queue);
		assert_limit(&f.send.dir, LIMIT_SNDBUF, CAUSE_NONE);
	}
	assert_int_equal(r.flow.send_queues, 3);
	r.now.srtt_us = 51000;
	for (int i = 0; i < 7; i++) {
		f = run_span(&r, &full_buffer_step);
		assert_limit(&f.send.dir, LIMIT_SNDBUF, CAUSE_NONE);
	}
	assert_int_equal(r.flow.send_queues, 0x80);
	f = run_span(&r, &full_buffer_step);
	assert_limit(&f.send.dir, LIMIT_SNDBUF, CAUSE_TCP_WMEM);
	assert_int_equal(r.flow.recv_queues, 0); /* nothing came */
}

static void a_queue_is_remembered_by_a_receiver(void **state)
{
	struct step queue = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	queue.received_bytes = 145000; /* another rate: the path is not known to be full */
	first.rcv_rtt_us = 60000;
	run_begin(&r, &first);
	for (int i = 0; i < 2; i++) {
		f = run_span(&r, &queue);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
	}
	assert_int_equal(r.flow.recv_queues, 3);
	r.now.rcv_rtt_us = 50400;
	for (int i = 0; i < 7; i++) {
		f = run_span(&r, &rmem_capped_step);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
		assert_string_equal(cause_rule(&r.accounts.recv), "queue-lately");
	}
	assert_int_equal(r.flow.recv_queues, 0x80);
	f = run_span(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_int_equal(r.flow.send_queues, 0);
}

/* Spans in which nothing moved say nothing of the path. */
static void silence_forgets_no_queue(void **state)
{
	const struct sample first = wmem_capped();
	const struct step silent = { .agg = no_events() };
	struct step queue = full_buffer_step;
	struct run r;

	(void)state;
	queue.agg.ack_rtt_min_us = 60000;
	run_begin(&r, &first);
	r.now.srtt_us = 60000;
	run_span(&r, &queue);
	run_span(&r, &queue);
	for (unsigned before = r.spans; r.spans < before + 9;)
		run_steps(&r, &silent, 1);
	assert_int_equal(r.flow.send_queues, 3);
}

/* The rate is that of a window that was too small, and no other's; it fades by 0.4 % a span. */
static void a_rate_is_held(void **state)
{
	struct sample first = sender_sample();
	struct step slower = sender_step, other = sender_step;
	uint64_t held_bps;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_span(&r, &sender_step);
	assert_int_equal(r.flow.send_held_bps, 13100000);
	slower.acked_bytes = 150000;
	for (int i = 0; i < 3; i++) {
		held_bps = r.flow.send_held_bps;
		run_span(&r, &slower);
		assert_int_equal(r.flow.send_held_bps, held_bps - held_bps * 4 / 1000);
	}
	/* the congestion window: no rate of a window's, and none is forgotten */
	held_bps = r.flow.send_held_bps;
	other.rwnd_jiffies = 0;
	other.agg.rwnd_full = 0;
	other.agg.cwnd_full = other.agg.waiting;
	other.acked_bytes = 200000;
	run_span(&r, &other);
	assert_int_equal(r.flow.send_held_bps, held_bps);
	/* a larger one counts at once */
	run_span(&r, &sender_step);
	assert_int_equal(r.flow.send_held_bps, 13100000);
	assert_int_equal(r.flow.recv_held_bps, 0);
}

/* With a queue the rate is less than what the window held: others, or a longer path. */
static void less_than_was_held_is_no_fault(void **state)
{
	struct step slower = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	f = run_span(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_int_equal(r.flow.recv_held_bps, 13100000);
	slower.received_bytes = 163750 / 3;
	slower.agg.segments = slower.agg.data_segments = 40;
	r.now.rcv_rtt_us = 150000;
	f = run_span(&r, &slower); /* the mean of both: it is of the span before, in part */
	f = run_span(&r, &slower);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
	assert_string_equal(cause_rule(&r.accounts.recv), "slower-behind-a-queue");
	assert_int_equal(r.flow.recv_held_bps, 13100000);
}

/* Seldom is there an event, so that a span is long: the buffer grew in it, and stopped, which leaves the span
 * one of two buffers. */
static void what_grew_in_a_long_span(void **state)
{
	struct step seldom = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	seldom.received_bytes = 805120; /* a window per 10 ms */
	seldom.agg.segments = seldom.agg.data_segments = 1;
	seldom.agg.read_up = 1;
	first.rtt_min_us = first.srtt_us = 10000;
	first.rcv_rtt_us = 10000;
	first.rcv_wnd_bytes = 20000;
	run_begin(&r, &first);
	r.now.rcv_wnd_bytes = 80512;
	f = run_span(&r, &seldom);
	assert_int_equal(r.flow.span.start_ns - first.ts_ns, 800 * MS); /* of eight events */
	assert_false(growth_ongoing(&r.flow.recv_window, r.now.ts_ns, 10000));
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_AUTOTUNING);
	f = run_span(&r, &seldom);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_queue_is_remembered_by_a_sender),
		cmocka_unit_test(a_queue_is_remembered_by_a_receiver),
		cmocka_unit_test(silence_forgets_no_queue),
		cmocka_unit_test(a_rate_is_held),
		cmocka_unit_test(less_than_was_held_is_no_fault),
		cmocka_unit_test(what_grew_in_a_long_span),
	};

	return cmocka_run_group_tests_name("flow_learn", tests, NULL, NULL);
}
