/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a flow learns of its path: from which bytes, over which time, and when it is exact. */
#include "flow_fixture.h"

/* 100 Mbit/s; the congestion window rules all the time. */
static struct step cwnd_step(void)
{
	struct step step = busy_step;

	step.busy_jiffies = 25;
	step.rwnd_jiffies = step.sndbuf_jiffies = 0;
	step.agg.waiting = step.agg.cwnd_full = 40;
	step.agg.rwnd_full = step.agg.unwriteable = step.agg.refused = 0;
	step.agg.ack_rtt_min_us = 50300;
	return step;
}

enum holds { HOLDS_CWND, HOLDS_APP, HOLDS_SNDBUF };

static struct step held_step(enum holds holds)
{
	struct step step = cwnd_step();

	if (holds != HOLDS_CWND)
		step.agg.waiting = step.agg.cwnd_full = 0;
	if (holds == HOLDS_SNDBUF)
		step.agg.unwriteable = step.agg.refused = 40;
	return step;
}

/* One RTT after the other, of three spans: that the rate stayed meanwhile proves a full path. */
static void sender_on_a_full_path(void **state)
{
	static const struct {
		const char *name;
		enum holds holds;
		uint32_t rtt_us[3];
		unsigned percent[3]; /* of 100 Mbit/s */
		bool bulk_against, exact;
	} cases[] = {
		{ "a queue grows", HOLDS_CWND, { 60000, 80000, 100000 }, { 100, 100, 100 }, 0, 1 },
		{ "a queue drains", HOLDS_CWND, { 120000, 90000, 80000 }, { 100, 100, 100 }, 0, 1 },
		{ "no queue", HOLDS_CWND, { 50300, 50300, 50300 }, { 100, 100, 100 }, 0, 0 },
		{ "a long RTT alone", HOLDS_CWND, { 90000, 90000, 90000 }, { 100, 100, 100 }, 0, 0 },
		{ "the rate grows", HOLDS_CWND, { 60000, 80000, 100000 }, { 60, 80, 100 }, 0, 0 },
		{ "bulk against", HOLDS_CWND, { 60000, 80000, 100000 }, { 100, 100, 100 }, 1, 0 },
		{ "written so", HOLDS_APP, { 50300, 50300, 50300 }, { 100, 100, 100 }, 0, 0 },
		{ "a writer", HOLDS_SNDBUF, { 60000, 80000, 100000 }, { 100, 100, 100 }, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample first = baseline_sample();
		struct finding f;
		struct run r;

		run_begin(&r, &first);
		r.path.site_received_bps = cases[i].bulk_against ? 25 * MBIT : 0;
		for (size_t k = 0; k < ARRAY_SIZE(cases[i].rtt_us); k++) {
			struct step step = held_step(cases[i].holds);

			step.acked_bytes = step.acked_bytes / 100 * cases[i].percent[k];
			r.now.srtt_us = step.agg.ack_rtt_min_us = cases[i].rtt_us[k];
			f = run_span(&r, &step);
		}
		if (f.send.dir.bdp_bound != (cases[i].exact ? BDP_EXACT : BDP_LOWER))
			fail_msg("%s: bound %d", cases[i].name, f.send.dir.bdp_bound);
		assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
		if (cases[i].exact)
			assert_in_range(flow_measured_bps(&r.flow), 99 * MBIT, 101 * MBIT);
		else
			assert_int_equal(flow_measured_bps(&r.flow), 0);
		assert_int_equal(r.flow.flagged_causes, 0);
	}
}

/* Spans that the application held back are no row: what was before them is not compared. */
static void the_application_breaks_the_row(void **state)
{
	struct sample first = baseline_sample();
	struct step step = held_step(HOLDS_CWND), written = held_step(HOLDS_APP);
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	r.now.srtt_us = step.agg.ack_rtt_min_us = 60000;
	run_span(&r, &step);
	r.now.srtt_us = 50300; /* no queue, lest it be the path's */
	f = run_span(&r, &written);
	assert_limit(&f.send.dir, LIMIT_APP, CAUSE_NONE);
	r.now.srtt_us = step.agg.ack_rtt_min_us = 100000;
	f = run_span(&r, &step);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	r.now.srtt_us = step.agg.ack_rtt_min_us = 60000;
	f = run_span(&r, &step);
	assert_int_equal(f.send.dir.bdp_bound, BDP_EXACT);
}

/* A receiver's windows are as many as there are queues of it: the same rate at a longer RTT. */
static struct finding receive(struct run *r, uint32_t rcv_rtt_us)
{
	struct step step = rmem_capped_step;

	r->now.rcv_rtt_us = rcv_rtt_us;
	step.agg.rcv_wnd_max_bytes = r->now.rcv_wnd_bytes = (uint32_t)(UINT64_C(1310000) *
								       rcv_rtt_us / 1000000);
	r->now.rcvbuf_bytes = r->now.tcp_rmem[2] = r->now.rcv_wnd_bytes / 5 * 8;
	r->now.window_clamp_bytes = r->now.rcvbuf_bytes;
	step.received_bytes = 131000;
	step.agg.rounds = 2; /* in 100 ms */
	return run_span(r, &step);
}

/* The window has room. Where data come once in what looks like a round trip, that was the sender's pause. */
static void receiver_of_a_paced_sender(void **state)
{
	static const struct {
		const char *name;
		uint32_t rtt_min_us, mss_bytes, rcv_rtt_us[3];
		unsigned rounds; /* in 100 ms */
		bool detailed, exact;
	} cases[] = {
		{ "a queue", 50000, 1448, { 62000, 80000, 100000 }, 2, true, true },
		{ "pauses", 50000, 1448, { 62000, 80000, 100000 }, 1, true, false },
		{ "loopback", 26, 65483, { 12000, 16000, 20000 }, 8, true, false },
		{ "a queue on a short path", 900, 1448, { 12000, 16000, 20000 }, 25, true, true },
		{ "no rounds counted", 50000, 1448, { 62000, 80000, 100000 }, 0, false, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample first = baseline_sample();
		struct step step = rmem_capped_step;
		struct finding f;
		struct run r;

		first.rtt_min_us = cases[i].rtt_min_us;
		first.srtt_us = cases[i].rtt_min_us;
		first.mss_bytes = cases[i].mss_bytes;
		first.detailed = cases[i].detailed;
		first.rcv_wnd_bytes = 6 * MIB;
		step.agg.rcv_wnd_max_bytes = step.agg.rcv_wnd_min_bytes = 6 * MIB;
		step.agg.room_min_bytes = 5 * MIB;
		step.agg.rounds = cases[i].rounds;
		step.agg.data_segments = step.agg.segments = 8;
		run_begin(&r, &first);
		for (size_t k = 0; k < ARRAY_SIZE(cases[i].rcv_rtt_us); k++) {
			r.now.rcv_rtt_us = cases[i].rcv_rtt_us[k];
			f = run_span(&r, &step);
			assert_limit(&f.recv.dir, LIMIT_SENDER, CAUSE_NONE);
		}
		if (f.recv.dir.bdp_bound != (cases[i].exact ? BDP_EXACT : BDP_LOWER))
			fail_msg("%s: bound %d", cases[i].name, f.recv.dir.bdp_bound);
	}
}

/* What it learnt holds for ten seconds; the excuse of it is no new excuse. */
static void receiver_on_a_full_path(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	receive(&r, 62000);
	f = receive(&r, 80000);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_EXACT);
	f = receive(&r, 80000);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_PATH_FULL);
	assert_false(finding_flagged(&f));
	/* no queue stands any more */
	for (int i = 0; i < 31; i++) { /* of 300 ms */
		f = receive(&r, 50500);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_PATH_FULL);
	}
	for (int i = 0; i < 6; i++)
		f = receive(&r, 50500);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_LOWER);
}

/* Half of the time there was nothing to send: the path's rate is that of the other half. */
static void rate_of_the_busy_time(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	step.busy_jiffies = 13;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_in_range(f.send.dir.rate_bps, 99 * MBIT, 101 * MBIT);
	assert_in_range(f.send.dir.bdp_bytes, 625000 * 19 / 10, 625000 * 20 / 10);
}

/* So little time that the jiffies cannot tell it: no rate at all. */
static void hardly_busy(void **state)
{
	static const struct step none = { .agg = NO_EVENTS };
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	step.busy_jiffies = 5; /* 20 ms */
	run_begin(&r, &first);
	run_steps(&r, &step, 1);
	run_steps(&r, &none, 9);
	f = run_end(&r);
	assert_int_equal(r.spans, 1);
	assert_int_equal(f.send.dir.bdp_bound, BDP_UNKNOWN);
	assert_int_equal(f.send.dir.bdp_bytes, 0);
}

/* A retransmission fills a hole and megabytes are acknowledged at once: they were delivered
 * before. Small segments count as whole ones in what was delivered. */
static void lesser_of_acked_and_delivered(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_steps(&r, &step, 8);
	r.now.bytes_acked += 100000000;
	run_steps(&r, &step, 1);
	f = run_end(&r);
	assert_int_equal(r.spans, 3);
	assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
	r.now.delivered_segments += 100000;
	f = run_span(&r, &step);
	assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
}

/* What one direction has shown is not forgotten while the other one works. */
static void idle_is_no_rate(void **state)
{
	struct sample first = rmem_capped();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_span(&r, &rmem_capped_step);
	for (int i = 0; i < 2 * BANDWIDTH_SECONDS; i++)
		f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_IDLE, CAUSE_NONE);
	assert_in_range(f.recv.dir.bdp_bytes, 82000, 83000);
	assert_int_equal(f.recv.dir.rate_bps, 0);
}

/* For an idle direction no buffer is asked for, whatever is known of the path. */
static void idle_needs_nothing(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	r.path.given_bps = 1000 * MBIT;
	f = run_second(&r, &step);
	assert_int_equal(f.send.dir.needed_source, NEEDED_GIVEN);
	assert_int_equal(f.recv.dir.needed_source, NEEDED_NONE);
	assert_int_equal(f.recv.dir.needed_bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sender_on_a_full_path),
		cmocka_unit_test(the_application_breaks_the_row),
		cmocka_unit_test(receiver_on_a_full_path),
		cmocka_unit_test(receiver_of_a_paced_sender),
		cmocka_unit_test(rate_of_the_busy_time),
		cmocka_unit_test(hardly_busy),
		cmocka_unit_test(lesser_of_acked_and_delivered),
		cmocka_unit_test(idle_is_no_rate),
		cmocka_unit_test(idle_needs_nothing),
	};

	return cmocka_run_group_tests_name("flow_bandwidth", tests, NULL, NULL);
}
