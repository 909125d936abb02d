/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What an interval makes of its samples: deltas of counters that wrap, maxima that samples out of
 * order still add to, and no evidence where there is none. */
#include "evidence/interval.h"

#include "model_fixture.h"

static void empty(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;
	struct evidence ev;

	(void)state;
	begin(&iv, &s);
	assert_false(interval_active(&iv));
	ev = evidence(&iv);
	assert_int_equal(ev.span_ns | ev.busy_ns | ev.acked_bytes | ev.delivered_bytes, 0);
	assert_int_equal(ev.received_bytes | ev.retrans_bytes, 0);
	assert_int_equal(ev.rwnd_permille | ev.sndbuf_permille, 0);
	assert_int_equal(ev.waiting_permille | ev.unwriteable_permille, 0);
	assert_int_equal(ev.rcv_standing_rtt_us, 0);
	assert_int_equal(ev.rtt_min_us, BASELINE_RTT_US);
	assert_int_equal(ev.srtt_us, 51000);
}

/* Of the ticks since the interval's begin, those in which data came. */
static void ticks_with_data(void **state)
{
	struct sample s = baseline_sample();
	struct step step = busy_step;
	struct interval iv;
	struct evidence ev;

	(void)state;
	step.agg.data_jiffies = JIFFIES_PER_STEP / 5;
	begin(&iv, &s);
	ev = evidence(&iv);
	assert_int_equal(ev.jiffies | ev.data_time_permille, 0);
	add_steps(&iv, &s, &step, 4);
	ev = evidence(&iv);
	assert_int_equal(ev.jiffies, 4 * JIFFIES_PER_STEP);
	assert_int_equal(ev.jiffy_ns, STEP_NS / JIFFIES_PER_STEP);
	assert_int_equal(ev.data_time_permille, 200);
}

/* The lifetime of a socket before its interval says nothing of the interval. */
static void deltas_alone(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;
	struct evidence ev;

	(void)state;
	s.bytes_acked = s.bytes_received = s.bytes_sent = s.bytes_retrans = UINT64_C(1) << 40;
	s.delivered_segments = 1000000;
	s.chrono = (struct sample_chrono){ 100000, 100000, 0 };
	s.agg = busy_step.agg; /* the interval's before */
	begin(&iv, &s);
	assert_false(interval_active(&iv));
	add_steps(&iv, &s, &busy_step, 10);
	s.bytes_retrans += 1448;
	s.bytes_sent += 2896;
	interval_add(&iv, &s);
	assert_true(interval_active(&iv));
	ev = evidence(&iv);
	assert_int_equal(ev.span_ns, SECOND);
	assert_int_equal(ev.busy_ns, 800 * MS);
	assert_int_equal(ev.acked_bytes, 8630 * 1448);
	assert_int_equal(ev.delivered_bytes, 8630 * 1448);
	assert_int_equal(ev.retrans_bytes, 1448);
	assert_int_equal(ev.sent_bytes, 8632 * 1448);
	assert_int_equal(ev.received_bytes, 0);
	assert_int_equal(ev.rwnd_permille, 500);
	assert_int_equal(ev.sndbuf_permille, 250);
	assert_int_equal(ev.waiting_permille, 750);
	assert_int_equal(ev.unwriteable_permille, 100);
	assert_int_equal(iv.agg.segments, 440);
	assert_int_equal(iv.agg.sends, 44);
	assert_int_equal(iv.with_events, 11);
}

/* Every u32 of the kernel's that wraps, wraps in the middle of this interval. */
static void counters_wrap(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;
	struct evidence ev;

	(void)state;
	s.jiffies = 0u - 100; /* as five minutes after the boot */
	s.delivered_segments = 0u - 1000;
	s.chrono = (struct sample_chrono){ 0u - 100, 0u - 50, 0u - 25 };
	s.snd_una = s.snd_nxt = s.write_seq = 0u - 5000000;
	s.rcv_nxt = s.copied_seq = 0u - 5000000;
	begin(&iv, &s);
	add_steps(&iv, &s, &busy_step, 10);
	ev = evidence(&iv);
	assert_int_equal(ev.busy_ns, 800 * MS);
	assert_int_equal(ev.delivered_bytes, 8630 * 1448);
	assert_int_equal(ev.rwnd_permille, 500);
	assert_int_equal(ev.sndbuf_permille, 250);
	assert_int_equal(iv.agg.inflight_max_bytes, 600000);
	assert_int_equal(iv.agg.unread_max_bytes, 9999);
	s.snd_una = 0u - 400000;
	s.snd_nxt = 400000;
	s.copied_seq = 0u - 10000;
	s.rcv_nxt = 10000;
	interval_add(&iv, &s);
	assert_int_equal(iv.agg.inflight_max_bytes, 800000);
	assert_int_equal(iv.agg.unread_max_bytes, 20000);
}

/* Over too short a time to tell, there is no rate. */
static void rates(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	s.ts_ns += 39 * MS;
	s.bytes_received += 100000;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).recv_bps, 0);
	assert_int_equal(evidence(&iv).send_bps, 0);
	s.ts_ns += 61 * MS;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).recv_bps, 8000000);
	begin(&iv, &s);
	add_steps(&iv, &s, &busy_step, 10);
	assert_int_equal(evidence(&iv).send_bps, UINT64_C(8630) * 1448 * 8 * 10 / 8);
}

/* A connection that was begun anew under the same cookie, or a hostile capture */
static void counters_run_backwards(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;
	struct evidence ev;

	(void)state;
	s.bytes_acked = s.bytes_received = s.bytes_sent = s.bytes_retrans = 1000000;
	s.delivered_segments = 1000;
	s.chrono = (struct sample_chrono){ 1000, 1000, 1000 };
	begin(&iv, &s);
	s.ts_ns += SECOND;
	s.bytes_acked = s.bytes_received = s.bytes_sent = s.bytes_retrans = 0;
	s.delivered_segments = 0;
	s.chrono = (struct sample_chrono){ 0 };
	interval_add(&iv, &s);
	ev = evidence(&iv);
	assert_int_equal(ev.acked_bytes | ev.received_bytes | ev.retrans_bytes, 0);
	assert_int_equal(ev.delivered_bytes | ev.busy_ns, 0);
	assert_int_equal(ev.rwnd_permille | ev.sndbuf_permille, 0);
}

/* More limited than busy, by counters that were read while they ran: a share is one at most. */
static void shares_are_bounded(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;
	struct evidence ev;

	(void)state;
	begin(&iv, &s);
	s.ts_ns += SECOND;
	s.jiffies += 10;
	s.chrono = (struct sample_chrono){ 100, 200, 300 };
	s.agg.segments = s.agg.busy = 1;
	s.agg.waiting = s.agg.unwriteable = 2;
	interval_add(&iv, &s);
	ev = evidence(&iv);
	assert_int_equal(ev.busy_ns, SECOND);
	assert_int_equal(ev.rwnd_permille, 1000);
	assert_int_equal(ev.sndbuf_permille, 1000);
	assert_int_equal(ev.waiting_permille, 1000);
	assert_int_equal(ev.unwriteable_permille, 1000);
}

/* An older sample adds its maxima, minima and counts; the state and the deltas are the newest's. */
static void out_of_order(void **state)
{
	struct sample s = baseline_sample(), late;
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	add_steps(&iv, &s, &busy_step, 1);
	late = s;
	late.agg.inflight_max_bytes = 650000;
	late.agg.snd_wnd_min_bytes = 1000;
	late.agg.ack_rtt_min_us = 50001;
	late.agg.snd_wnd_max_bytes = 5 * MIB;
	late.agg.wmem_queued_max_bytes = 5000001;
	late.agg.rcv_wnd_max_bytes = 5000002;
	late.agg.rcv_wnd_min_bytes = 5;
	late.agg.unread_max_bytes = 5000003;
	late.agg.rmem_alloc_max_bytes = 5000004;
	late.snd_wnd_bytes = 7 * MIB; /* a state that is past */
	add_steps(&iv, &s, &busy_step, 1);
	interval_add(&iv, &late);
	assert_int_equal(iv.last.ts_ns, s.ts_ns);
	assert_int_equal(evidence(&iv).acked_bytes, 2 * 863 * 1448);
	assert_int_equal(evidence(&iv).span_ns, 2 * STEP_NS);
	assert_int_equal(iv.agg.segments, 120);
	assert_int_equal(iv.agg.inflight_max_bytes, 650000);
	assert_int_equal(iv.agg.snd_wnd_min_bytes, 1000);
	assert_int_equal(iv.agg.ack_rtt_min_us, 50001);
	assert_int_equal(iv.last.snd_wnd_bytes, 3 * MIB);
	assert_int_equal(iv.agg.snd_wnd_max_bytes, 5 * MIB);
	assert_int_equal(iv.agg.wmem_queued_max_bytes, 5000001);
	assert_int_equal(iv.agg.rcv_wnd_max_bytes, 5000002);
	assert_int_equal(iv.agg.rcv_wnd_min_bytes, 5);
	assert_int_equal(iv.agg.unread_max_bytes, 5000003);
	assert_int_equal(iv.agg.rmem_alloc_max_bytes, 5000004);
	late.ts_ns = 0; /* older than the interval itself */
	interval_add(&iv, &late);
	assert_int_equal(evidence(&iv).span_ns, 2 * STEP_NS);
}

/* A sample's own state is an observation, also without a hook that fed the aggregates. */
static void state_is_observed(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	s.ts_ns += STEP_NS;
	s.snd_nxt += 12345;
	s.snd_wnd_bytes = 111;
	s.wmem_queued_bytes = 23456;
	s.rcv_wnd_bytes = 222;
	s.rcv_nxt += 333;
	s.rmem_alloc_bytes = 444;
	interval_add(&iv, &s);
	assert_int_equal(iv.agg.inflight_max_bytes, 12345);
	assert_int_equal(iv.agg.snd_wnd_max_bytes, 111);
	assert_int_equal(iv.agg.snd_wnd_min_bytes, 111);
	assert_int_equal(iv.agg.wmem_queued_max_bytes, 23456);
	assert_int_equal(iv.agg.rcv_wnd_max_bytes, 222);
	assert_int_equal(iv.agg.rcv_wnd_min_bytes, 222);
	assert_int_equal(iv.agg.unread_max_bytes, 333);
	assert_int_equal(iv.agg.unread_min_bytes, 333);
	assert_int_equal(iv.agg.rmem_alloc_max_bytes, 444);
	assert_int_equal(iv.with_events, 0);
	s.agg.unread_min_bytes = 7; /* a moment between two samples */
	interval_add(&iv, &s);
	assert_int_equal(iv.agg.unread_min_bytes, 7);
	/* the iterator takes no lock: a reader may have moved on between two of its reads */
	s.copied_seq = s.rcv_nxt + 1000;
	interval_add(&iv, &s);
	assert_int_equal(iv.agg.unread_max_bytes, 333);
	assert_int_equal(iv.agg.unread_min_bytes, 0);
}

/* No rate is spread over a silence; the sample that ends it was written for its first event. */
static void silence(void **state)
{
	static const struct {
		uint64_t silent_ns;
		uint32_t segments, sends;
		uint64_t span_ns;
	} cases[] = {
		{ 5 * SECOND, 1, 0, STEP_NS },
		{ 5 * SECOND, 1, 1, STEP_NS },
		{ 5 * SECOND, 0, 1, STEP_NS },
		{ 5 * SECOND, 40, 0, 5 * SECOND + STEP_NS }, /* it was busy: no silence */
		{ SECOND, 1, 0, SECOND + STEP_NS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample s = baseline_sample();
		struct interval iv;

		begin(&iv, &s);
		s.ts_ns += cases[i].silent_ns;
		s.agg.segments = cases[i].segments;
		s.agg.sends = cases[i].sends;
		interval_add(&iv, &s);
		add_steps(&iv, &s, &busy_step, 1);
		assert_int_equal(evidence(&iv).span_ns, cases[i].span_ns);
		/* a pause in the midst of it is the application's */
		s.ts_ns += 5 * SECOND;
		s.agg.segments = 1;
		s.agg.sends = 0;
		interval_add(&iv, &s);
		assert_int_equal(evidence(&iv).span_ns, cases[i].span_ns + 5 * SECOND);
	}
}

/* A closed socket's state is no observation; what was seen before it closed is. */
static void closed(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	add_steps(&iv, &s, &busy_step, 1);
	s.state = TCP_STATE_CLOSE;
	s.reason = SAMPLE_CLOSE;
	s.snd_wnd_bytes = 0;
	add_steps(&iv, &s, &busy_step, 1);
	assert_int_equal(iv.agg.snd_wnd_min_bytes, 3 * MIB - 1);
	assert_int_equal(iv.agg.segments, 80);
	assert_int_equal(iv.last.state, TCP_STATE_CLOSE);
}

/* What ACKs and segments found is counted over the samples; of room, the least. */
static void counts_add_up(void **state)
{
	struct sample s = baseline_sample();
	struct step step = { .agg = NO_EVENTS };
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	step.agg.rwnd_full = 1;
	step.agg.cwnd_full = 2;
	step.agg.refused = 3;
	step.agg.data_segments = 4;
	step.agg.read_up = 5;
	step.agg.filled = 6;
	step.agg.rounds = 7;
	step.agg.full_rounds = 8;
	step.agg.asked_rounds = 9;
	step.agg.room_min_bytes = 10;
	add_steps(&iv, &s, &step, 1);
	step.agg.room_min_bytes = 11;
	add_steps(&iv, &s, &step, 1);
	assert_int_equal(iv.agg.rwnd_full, 2);
	assert_int_equal(iv.agg.cwnd_full, 4);
	assert_int_equal(iv.agg.refused, 6);
	assert_int_equal(iv.agg.data_segments, 8);
	assert_int_equal(iv.agg.read_up, 10);
	assert_int_equal(iv.agg.filled, 12);
	assert_int_equal(iv.agg.rounds, 14);
	assert_int_equal(iv.agg.full_rounds, 16);
	assert_int_equal(iv.agg.asked_rounds, 18);
	assert_int_equal(iv.agg.room_min_bytes, 10);
}

/* A window of the peer that was open and is closed; one that stays closed is not closed again. */
static void zero_windows(void **state)
{
	static const struct {
		uint32_t least, at_end;
		unsigned count;
	} steps[] = {
		{ 1, 1000, 0 }, /* nearly */
		{ 0, 0, 1 },    /* closed */
		{ 0, 0, 1 },    /* still */
		{ 0, 1000, 1 }, /* opened */
		{ 0, 1000, 2 }, /* closed and opened between two samples */
	};
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	s.agg.segments = 1;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		s.ts_ns += STEP_NS;
		s.agg.snd_wnd_min_bytes = steps[i].least;
		s.snd_wnd_bytes = steps[i].at_end;
		interval_add(&iv, &s);
		assert_int_equal(iv.peer_zero_windows, steps[i].count);
	}
	/* one that came late: whether the window was open before it, nobody knows */
	s.ts_ns -= STEP_NS / 2;
	interval_add(&iv, &s);
	assert_int_equal(iv.peer_zero_windows, 2);
	/* no segment, no look */
	s.ts_ns += STEP_NS;
	s.agg.segments = 0;
	interval_add(&iv, &s);
	assert_int_equal(iv.peer_zero_windows, 2);
}

static void activity(void **state)
{
	struct sample base = baseline_sample(), s;
	struct interval iv;

	(void)state;
#define ACTIVE_AFTER(change)                                                                       \
	(s = base, s.ts_ns += STEP_NS, (change), begin(&iv, &base), interval_add(&iv, &s),         \
	 interval_active(&iv))
	assert_false(ACTIVE_AFTER((void)0));
	assert_false(ACTIVE_AFTER(s.srtt_us++));
	assert_true(ACTIVE_AFTER(s.agg.segments++));
	assert_true(ACTIVE_AFTER(s.agg.sends++));
	assert_true(ACTIVE_AFTER(s.bytes_acked++));
	assert_true(ACTIVE_AFTER(s.bytes_received++));
	assert_true(ACTIVE_AFTER(s.bytes_sent++));
#undef ACTIVE_AFTER
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(ticks_with_data),
		cmocka_unit_test(deltas_alone),
		cmocka_unit_test(counters_wrap),
		cmocka_unit_test(rates),
		cmocka_unit_test(counters_run_backwards),
		cmocka_unit_test(shares_are_bounded),
		cmocka_unit_test(out_of_order),
		cmocka_unit_test(state_is_observed),
		cmocka_unit_test(silence),
		cmocka_unit_test(closed),
		cmocka_unit_test(counts_add_up),
		cmocka_unit_test(zero_windows),
		cmocka_unit_test(activity),
	};

	return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
