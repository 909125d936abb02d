/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a flow learns of its path: from which bytes, over which time, and when it is exact. */
#include "flow_fixture.h"

/* 100 Mbit/s; the congestion window rules all the time. */
static struct step cwnd_step(void)
{
	struct step step = busy_step;

	step.busy_jiffies = 25;
	step.rwnd_jiffies = step.sndbuf_jiffies = 0;
	step.agg.waiting = 40;
	step.agg.ack_rtt_min_us = 51000;
	return step;
}

/* The congestion window rules, and a queue stands: the rate is the path's own. */
static void sender_on_a_full_path(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	first.srtt_us = 260000;
	step.agg.ack_rtt_min_us = 240000;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_CWND, CAUSE_NONE);
	assert_int_equal(f.send.dir.bdp_bound, BDP_EXACT);
	assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
	assert_in_range(flow_measured_bps(&r.flow), 99 * MBIT, 101 * MBIT);
	assert_int_equal(r.flow.flagged_causes, 0);
}

/* It rules, and neither does a queue stand nor is anything lost: the path may have more. */
static void sender_below_a_full_path(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_CWND, CAUSE_NONE);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	r.now.bytes_retrans += 1448; /* one segment proves nothing */
	f = run_second(&r, &step);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	r.now.bytes_retrans += 100 * 1448; /* a queue that overflowed: now it was full */
	f = run_second(&r, &step);
	assert_int_equal(f.send.dir.bdp_bound, BDP_EXACT);
}

/* Seen: 4 MiB of buffer bind as a deep queue lets them. */
static void buffer_on_a_full_path(void **state)
{
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	first.sndbuf_bytes = 4 * MIB;
	first.nospace = true;
	first.srtt_us = 240000;
	step.agg.waiting = 4;
	step.agg.unwriteable = 36;
	step.agg.ack_rtt_min_us = 222000;
	step.agg.wmem_queued_max_bytes = 4258360;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_SNDBUF, CAUSE_PATH_FULL);
	assert_int_equal(f.send.dir.bdp_bound, BDP_EXACT);
	assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
}

static void receiver_on_a_full_path(void **state)
{
	struct sample first = rmem_capped();
	struct step step = rmem_capped_step;
	struct finding f;
	struct run r;

	(void)state;
	first.rcv_rtt_us = 135000;
	step.received_bytes = 61000; /* a window in 135 ms */
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_PATH_FULL);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_EXACT);
}

/* A queue is others' as well: whoever did not press against the path has not measured it. */
static void queue_of_others(void **state)
{
	struct sample first = rmem_capped();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	first.srtt_us = first.rcv_rtt_us = 66000; /* on average */
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_CWND, CAUSE_NONE);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	step.agg.waiting = 0;
	step.agg.ack_rtt_min_us = 66000; /* all the time */
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_APP, CAUSE_NONE);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);

	/* seen: the bursts of a small send buffer swell the mean */
	first.srtt_us = 183000;
	first.nospace = true;
	first.sndbuf_bytes = first.tcp_wmem[2] = 131072;
	step.agg.unwriteable = 40;
	step.agg.ack_rtt_min_us = 53300;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_SNDBUF, CAUSE_TCP_WMEM);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	/* a peer that reads slowly, behind a full path */
	step = cwnd_step();
	step.rwnd_jiffies = 25;
	step.agg.ack_rtt_min_us = 183000;
	step.agg.snd_wnd_min_bytes = 0;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_PEER_READER);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);

	step = (struct step){ .received_bytes = 16375, .agg = rmem_capped_step.agg };
	step.agg.segments = 12;
	run_begin(&r, &first);
	run_steps(&r, &step, 5);
	r.now.rcv_rtt_us = 50400; /* it drained: only the mean is above */
	run_steps(&r, &step, 1);
	r.now.rcv_rtt_us = 80000;
	run_steps(&r, &step, 4);
	f = run_end(&r, &unknown_path);
	assert_limit(&f.recv.dir, LIMIT_SENDER, CAUSE_NONE);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_LOWER);
}

/* A queue that stood once, another's burst, excuses a small window for ten intervals, and what it
 * excuses is no new excuse. */
static void excuse_ends(void **state)
{
	struct sample first = rmem_capped();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	first.rcv_rtt_us = 66000;
	run_begin(&r, &first);
	f = run_second(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_PATH_FULL);
	r.now.rcv_rtt_us = 50400;
	for (int i = 0; i < BANDWIDTH_WINDOW + 1; i++)
		f = run_second(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_LOWER);

	first.max_window_bytes = first.snd_wnd_bytes = 600000;
	first.srtt_us = 66000;
	step.rwnd_jiffies = 25;
	step.agg.snd_wnd_max_bytes = step.agg.snd_wnd_min_bytes = 600000;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_PATH_FULL);
	assert_int_equal(f.send.dir.bdp_bound, BDP_EXACT);
	r.now.srtt_us = 51000;
	for (int i = 0; i < BANDWIDTH_WINDOW + 1; i++)
		f = run_second(&r, &step);
	assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_PEER_BUFFER);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
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
	struct sample first = baseline_sample();
	struct step none = { .agg = NO_EVENTS }, step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	step.busy_jiffies = 5; /* 20 ms */
	run_begin(&r, &first);
	run_steps(&r, &step, 1);
	run_steps(&r, &none, 9);
	f = run_end(&r, &unknown_path);
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
	run_steps(&r, &step, 9);
	r.now.bytes_acked += 100000000;
	run_steps(&r, &step, 1);
	f = run_end(&r, &unknown_path);
	assert_in_range(f.send.dir.bdp_bytes, 625000 / 10 * 9, 625000 / 10 * 11);
	r.now.delivered_segments += 100000;
	f = run_second(&r, &step);
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
	run_second(&r, &rmem_capped_step);
	for (int i = 0; i < 2 * BANDWIDTH_WINDOW; i++)
		f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_IDLE, CAUSE_NONE);
	assert_in_range(f.recv.dir.bdp_bytes, 82000, 83000);
	assert_int_equal(f.recv.dir.rate_bps, 0);
}

/* For an idle direction no buffer is asked for, whatever is known of the path. */
static void idle_needs_nothing(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT };
	struct sample first = baseline_sample();
	struct step step = cwnd_step();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_steps(&r, &step, 10);
	f = run_end(&r, &path);
	assert_int_equal(f.send.dir.needed_source, NEEDED_GIVEN);
	assert_int_equal(f.recv.dir.needed_source, NEEDED_NONE);
	assert_int_equal(f.recv.dir.needed_bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sender_on_a_full_path),
		cmocka_unit_test(sender_below_a_full_path),
		cmocka_unit_test(buffer_on_a_full_path),
		cmocka_unit_test(receiver_on_a_full_path),
		cmocka_unit_test(queue_of_others),
		cmocka_unit_test(excuse_ends),
		cmocka_unit_test(rate_of_the_busy_time),
		cmocka_unit_test(hardly_busy),
		cmocka_unit_test(lesser_of_acked_and_delivered),
		cmocka_unit_test(idle_is_no_rate),
		cmocka_unit_test(idle_needs_nothing),
	};

	return cmocka_run_group_tests_name("flow_bandwidth", tests, NULL, NULL);
}
