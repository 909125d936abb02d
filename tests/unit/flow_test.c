/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A socket from its samples to its findings: the numbers of real sockets, interval by interval. */
#include "flow_fixture.h"

static void receiver_with_a_small_buffer(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	f = run_second(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_limit(&f.send.dir, LIMIT_IDLE, CAUSE_NONE);
	assert_true(finding_flagged(&f));
	assert_int_equal(f.interval_ns, SECOND);
	assert_int_equal(f.recv.dir.rate_bps, 13100000);
	assert_int_equal(f.recv.dir.bdp_bytes, 82387);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_LOWER); /* the path was never full */
	assert_int_equal(f.recv.dir.window_bytes, 80512);
	assert_int_equal(f.recv.dir.ceiling_bps, UINT64_C(81920) * 8000000 / 50313);
	assert_int_equal(f.recv.dir.buffer_max_bytes, 131072);
	assert_int_equal(f.recv.dir.needed_bytes, 262144);
	assert_int_equal(f.recv.dir.needed_source, NEEDED_DOUBLING);
	assert_int_equal(f.send.dir.needed_source, NEEDED_NONE);
	assert_int_equal(f.recv.wscale, 7);
	assert_int_equal(r.flow.flagged_causes, 1u << CAUSE_TCP_RMEM);
}

static void sender_to_a_small_window(void **state)
{
	struct sample first = sender_sample();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	f = run_second(&r, &sender_step);
	assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_PEER_BUFFER);
	assert_limit(&f.recv.dir, LIMIT_IDLE, CAUSE_NONE);
	assert_int_equal(f.send.dir.limit_share_permille, 1000);
	assert_int_equal(f.send.dir.rate_bps, 13100000);
	assert_int_equal(f.send.dir.bdp_bytes, 82071);
	assert_int_equal(f.send.dir.bdp_bound, BDP_LOWER);
	assert_int_equal(f.send.cwnd_bytes, 195480);
	assert_int_equal(f.send.inflight_bytes, 80512);
	assert_int_equal(f.send.peer_window_bytes, 80512);
	assert_int_equal(f.send.dir.window_bytes, 80512);
	assert_int_equal(f.send.peer_wscale, 7);
	assert_int_equal(f.send.pacing_bps, 0); /* none */
	assert_int_equal(f.send.retrans_bytes, 0);
	assert_int_equal(f.send.zero_windows, 0);
	assert_int_equal(f.rtt_min_us, BASELINE_RTT_US);
	assert_int_equal(f.srtt_us, 52500);
	assert_int_equal(flow_measured_bps(&r.flow), 0); /* a window is no path */
}

/* What else happened to a sender in the interval is told with it. */
static void sender_that_loses(void **state)
{
	struct sample first = sender_sample();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	r.now.pacing_bytes_per_s = 1000000;
	r.now.bytes_sent += 14480;
	r.now.bytes_retrans += 1448;
	f = run_second(&r, &sender_step);
	assert_int_equal(f.send.pacing_bps, 8000000);
	assert_int_equal(f.send.retrans_bytes, 1448);
	assert_in_range(f.send.sent_bytes, 14480, UINT32_MAX);
	r.now.pacing_bytes_per_s = UINT64_MAX - 1;
	f = run_second(&r, &sender_step);
	assert_true(f.send.pacing_bps == UINT64_MAX);
	assert_int_equal(f.send.retrans_bytes, 0); /* of this interval */
}

/* In mid-flow, from 50 ms to 150 ms: no queue stands, but nothing at the receiver tells. */
static void receiver_of_a_path_that_becomes_longer(void **state)
{
	struct step longer = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	longer.received_bytes /= 3;
	run_begin(&r, &first);
	f = run_second(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	run_steps(&r, &rmem_capped_step, 2); /* to its span's end */
	r.now.rcv_rtt_us = 150400;
	run_end(&r);
	for (int i = 0; i < 5; i++) {
		f = run_second(&r, &longer);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
	}
	/* the kernel's minimum is that of the last 5 minutes, and so is ours */
	r.now.rtt_min_us = 150313;
	r.now.ts_ns += 300 * SECOND;
	for (int i = 0; i < 8; i++) /* of which each had a queue, as it seemed */
		f = run_span(&r, &longer);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
}

/* Nor at the sender: from 50 ms to 62 ms, early in a span that has next to the later rate. */
static void sender_to_a_path_that_becomes_longer(void **state)
{
	struct sample first = sender_sample();
	struct step longer = sender_step;
	struct finding f;
	struct run r;

	(void)state;
	longer.acked_bytes = sender_step.acked_bytes / 5 * 4;
	longer.agg.ack_rtt_min_us = 62500;
	run_begin(&r, &first);
	f = run_span(&r, &sender_step);
	assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_PEER_BUFFER);
	run_steps(&r, &sender_step, 1);
	r.now.srtt_us = 62500;
	for (int i = 0; i < 10; i++) {
		f = run_span(&r, &longer);
		assert_limit(&f.send.dir, LIMIT_RWND, CAUSE_NONE);
	}
}

static void without_an_rtt(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	first.rtt_min_us = first.srtt_us = first.rcv_rtt_us = 0;
	run_begin(&r, &first);
	f = run_second(&r, &rmem_capped_step);
	assert_limit(&f.recv.dir, LIMIT_UNKNOWN, CAUSE_NONE);
	assert_int_equal(f.recv.dir.rate_bps, 13100000);
	assert_int_equal(f.recv.dir.bdp_bytes, 0);
	assert_int_equal(f.recv.dir.bdp_bound, BDP_UNKNOWN);
	assert_int_equal(f.recv.dir.ceiling_bps, 0);
	assert_int_equal(f.recv.dir.needed_source, NEEDED_NONE);
	assert_int_equal(f.rtt_min_us, 0);
}

static void needed_for_a_given_bandwidth(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	r.path.given_bps = 100 * MBIT;
	run_steps(&r, &rmem_capped_step, 10);
	f = run_end(&r);
	assert_int_equal(f.recv.dir.needed_source, NEEDED_GIVEN);
	assert_in_range(f.recv.dir.needed_bytes, 1006259, 1006261); /* 628912 x 256 / 160 */
	assert_int_equal(f.send.dir.needed_source, NEEDED_NONE);    /* idle */
}

static void host_memory_pressure(void **state)
{
	static const struct {
		bool pressure;
		uint32_t rmem_max_bytes;
		enum cause cause;
	} cases[] = {
		{ true, 131072, CAUSE_TCP_RMEM }, /* at its end, pressed or not */
		{ true, 6 * MIB, CAUSE_MEMORY_PRESSURE },
		{ false, 6 * MIB, CAUSE_NONE }, /* below it, and at rest */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct step step = rmem_capped_step;
		struct sample first = rmem_capped();
		struct finding f;
		struct run r;

		step.agg.rounds = step.agg.full_rounds = 2; /* each a window */
		first.tcp_rmem[2] = cases[i].rmem_max_bytes;
		run_begin(&r, &first);
		r.path.memory_pressure = cases[i].pressure;
		f = run_second(&r, &step);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, cases[i].cause);
	}
}

static void without_scaling(void **state)
{
	struct step step = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	step.received_bytes = 128000; /* 64 KB per round trip */
	first.wscale_ok = false;
	first.rcv_rtt_us = 50200;
	first.rcv_wscale = first.snd_wscale = 9; /* noise */
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NO_WSCALE_PEER);
	assert_int_equal(f.recv.wscale, -1);
	assert_int_equal(f.send.peer_wscale, -1);
	assert_int_equal(f.recv.dir.window_bytes, 65535);
	assert_int_equal(f.recv.dir.ceiling_bps, UINT64_C(65535) * 8000000 / 50200);
}

/* It is switched on while the connection lasts, which it does nothing for: the peer is not to blame. */
static void scaling_that_is_switched_on(void **state)
{
	struct step step = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	first.wscale_ok = first.window_scaling = false;
	first.rcvbuf_bytes = 493480;
	first.tcp_rmem[2] = 6 * MIB;
	first.rcv_wnd_bytes = 308424;
	first.window_clamp_bytes = 308425;
	step.received_bytes = 129000;
	step.agg.rcv_wnd_max_bytes = 308424;
	run_begin(&r, &first);
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NO_WSCALE_LOCAL);
	r.now.window_scaling = true;
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
	/* seen off for a moment, at the beginning */
	run_begin(&r, &first);
	r.now.window_scaling = true;
	f = run_second(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_NONE);
}

static void nothing_happened(void **state)
{
	struct sample first = baseline_sample();
	struct finding f, before;
	struct run r;

	(void)state;
	memset(&f, 0x5a, sizeof(f));
	before = f;
	run_begin(&r, &first);
	assert_false(flow_active(&r.flow));
	assert_false(run_try_end(&r, first.ts_ns + SECOND, &f));
	assert_memory_equal(&f, &before, sizeof(f));
	assert_false(r.flow.reported);
	/* an interval of no length has no rate */
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 1);
	assert_true(flow_active(&r.flow));
	assert_false(run_try_end(&r, first.ts_ns, &f));
	assert_memory_equal(&f, &before, sizeof(f));
}

/* A burst in an idle second: its bytes are a second's, not a tenth's. */
static void burst(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 1);
	assert_true(run_try_end(&r, first.ts_ns + SECOND, &f));
	assert_int_equal(f.recv.dir.rate_bps, 163750 * 8);
	assert_int_equal(f.interval_ns, SECOND);
}

static void owner_and_route(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	first.id.pid = first.id.ifindex = 0;
	first.id.comm[0] = '\0';
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 1);
	r.now.id.pid = 12;
	r.now.id.ifindex = 3;
	strcpy(r.now.id.comm, "nginx");
	run_steps(&r, &rmem_capped_step, 1);
	r.now.id.pid = r.now.id.ifindex = 0; /* a sample from a place that cannot tell */
	strcpy(r.now.id.comm, "swapper");
	run_steps(&r, &rmem_capped_step, 1);
	f = run_end(&r);
	assert_int_equal(f.id.pid, 12);
	assert_int_equal(f.id.ifindex, 3);
	assert_string_equal(f.id.comm, "nginx");
	assert_int_equal(f.id.cookie, 4097);
}

static void closing(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 9);
	assert_false(r.flow.closed);
	r.now.reason = SAMPLE_CLOSE;
	r.now.state = TCP_STATE_CLOSE;
	r.now.rcv_wnd_bytes = r.now.snd_wnd_bytes = 0; /* what a closed socket shows */
	run_steps(&r, &rmem_capped_step, 1);
	assert_true(r.flow.closed);
	f = run_end(&r);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_TCP_RMEM);
	assert_int_equal(f.state, TCP_STATE_CLOSE);
	run_begin(&r, &r.now);
	assert_true(r.flow.closed); /* its first sample was its last */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receiver_with_a_small_buffer),
		cmocka_unit_test(sender_to_a_small_window),
		cmocka_unit_test(sender_that_loses),
		cmocka_unit_test(receiver_of_a_path_that_becomes_longer),
		cmocka_unit_test(sender_to_a_path_that_becomes_longer),
		cmocka_unit_test(without_an_rtt),
		cmocka_unit_test(needed_for_a_given_bandwidth),
		cmocka_unit_test(host_memory_pressure),
		cmocka_unit_test(without_scaling),
		cmocka_unit_test(scaling_that_is_switched_on),
		cmocka_unit_test(nothing_happened),
		cmocka_unit_test(burst),
		cmocka_unit_test(owner_and_route),
		cmocka_unit_test(closing),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
