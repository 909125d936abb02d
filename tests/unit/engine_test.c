/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Samples in, findings out: who is reported, and what the summary counts. */
#include "engine_fixture.h"

static void no_samples(void **state)
{
	struct engine_opts opts = second_opts();
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 0);
	assert_int_equal(b.summary.sockets, 0);
	bench_free(&b);
	engine_free(NULL);
}

/* The first sample is what the next is compared with: nothing happened yet. */
static void one_sample(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	s.agg = busy_step.agg;
	give(&b, &s);
	tick(&b, START + SECOND);
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 0);
	assert_int_equal(b.summary.sockets, 0);
	bench_free(&b);
}

static void filters(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample capped = capped_sample(1), healthy = healthy_sample(2);
	struct bench b;

	(void)state;
	opts.filter.pids = (struct filter_pids){ { 12 }, 1 };
	bench_begin(&b, &opts);
	give(&b, &capped);
	give(&b, &healthy);
	give_steps(&b, &capped, 9);
	give_steps(&b, &healthy, 9);
	assert_int_equal(engine_fastest_bps(b.engine), 0);
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 1);
	assert_int_equal(engine_fastest_bps(b.engine), 13100000);
	assert_int_equal(b.summary.sockets, 1);
	assert_int_equal(b.summary.others, 1);
	assert_int_equal(b.summary.undersized[CAUSE_TCP_RMEM], 0);
	bench_free(&b);
}

static void flagged_alone(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample capped = capped_sample(1), healthy = healthy_sample(2);
	struct bench b;

	(void)state;
	opts.flagged = true;
	bench_begin(&b, &opts);
	give(&b, &healthy);
	give(&b, &capped);
	give_steps(&b, &healthy, 9);
	give_steps(&b, &capped, 9);
	tick(&b, START + SECOND);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
	bench_finish(&b);
	assert_int_equal(b.summary.undersized[CAUSE_TCP_RMEM], 1);
	bench_free(&b);
}

/* 10 Mbit/s: a window of 80512 bytes each 64 ms */
static void give_both(struct bench *b, struct sample *one, struct sample *other)
{
	struct step step = receive_step;

	step.received_bytes = 125000;
	give(b, one);
	give(b, other);
	for (int i = 0; i < 9; i++) {
		sample_step(one, &step);
		give(b, one);
		sample_step(other, &step);
		give(b, other);
	}
	tick(b, START + SECOND);
}

/* Whoever connects when a queue stands takes its RTT for the path's; one that was there before, to
 * the same site, knows better. */
static void a_queue_that_another_met(void **state)
{
	static const struct {
		const char *name;
		uint32_t other_rtt_min_us, other_rcv_rtt_us;
		uint8_t other_site;
		const char *found;
	} rows[] = {
		{ "it meets a queue", 50000, 64400, 0,
		  "1 4711 - send idle/none 0 0 recv rcvbuf/none" },
		{ "it meets none", 50000, 50400, 0,
		  "1 4711 - send idle/none 0 0 recv rcvbuf/tcp_rmem" },
		{ "its RTT is as long", 64000, 64400, 0,
		  "1 4711 - send idle/none 0 0 recv rcvbuf/tcp_rmem" },
		{ "of another site", 50000, 64400, 1,
		  "1 4711 - send idle/none 0 0 recv rcvbuf/tcp_rmem" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct engine_opts opts = second_opts();
		struct sample late = capped_sample(1), other = capped_sample(2);
		struct bench b;

		late.rtt_min_us = 64000;
		late.rcv_rtt_us = 64200;
		other.rtt_min_us = rows[i].other_rtt_min_us;
		other.rcv_rtt_us = rows[i].other_rcv_rtt_us;
		other.id.remote.addr[2] += rows[i].other_site;
		bench_begin(&b, &opts);
		give_both(&b, &late, &other);
		fflush(b.fake.out);
		if (!strstr(b.fake.text, rows[i].found))
			fail_msg("%s: %s", rows[i].name, b.fake.text);
		bench_finish(&b);
		bench_free(&b);
	}
}

/* A peer that has scales with another socket is not to blame where there are none. */
static void a_peer_that_scales_elsewhere(void **state)
{
	static const char *const found[] = { "recv rcvbuf/no_wscale_peer", "recv rcvbuf/none" };

	(void)state;
	for (int scales = 0; scales < 2; scales++) {
		struct engine_opts opts = second_opts();
		struct sample plain = capped_sample(1), other = healthy_sample(2);
		struct step step = receive_step;
		struct bench b;

		plain.wscale_ok = false;
		plain.rcvbuf_bytes = 493480;
		plain.tcp_rmem[2] = 6 * MIB;
		plain.rcv_wnd_bytes = 308424;
		plain.window_clamp_bytes = 308425;
		step.received_bytes = 129000;
		other.wscale_ok = scales;
		bench_begin(&b, &opts);
		give(&b, &plain);
		give(&b, &other);
		for (int i = 0; i < 9; i++) {
			sample_step(&plain, &step);
			give(&b, &plain);
			sample_step(&other, &step);
			give(&b, &other);
		}
		tick(&b, START + SECOND);
		fflush(b.fake.out);
		if (!strstr(b.fake.text, found[scales]))
			fail_msg("%s is not in %s", found[scales], b.fake.text);
		bench_finish(&b);
		bench_free(&b);
	}
}

/* A socket counts once, and once for each cause that it was ever flagged with. */
static void summary_counts_once(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1), healthy = healthy_sample(2), silent = capped_sample(3);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &silent);
	give(&b, &s);
	give(&b, &healthy);
	for (int i = 0; i < 30; i++) {
		if (i == 20)
			s.rcvbuf_locked = true;
		give_steps(&b, &s, 1);
		give_steps(&b, &healthy, 1);
	}
	bench_finish(&b);
	assert_int_equal(b.summary.sockets, 2);
	for (int cause = 0; cause < CAUSE_MAX; cause++)
		assert_int_equal(b.summary.undersized[cause],
				 cause == CAUSE_TCP_RMEM || cause == CAUSE_SO_RCVBUF);
	bench_free(&b);
}

/* A socket closes; its address comes back at once in another: two sockets, no inheritance. */
static void closed_and_reused(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	give_steps(&b, &s, 8);
	s.reason = SAMPLE_CLOSE;
	s.id.pid = 0;
	give_steps(&b, &s, 1);
	s = capped_sample(2); /* new counters, from zero */
	s.id.pid = 4711;
	s.ts_ns = START + 900 * MS;
	give(&b, &s);
	give_steps(&b, &s, 1);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
	give_steps(&b, &s, 10);
	assert_int_equal(b.fake.findings, 2);
	assert_given(&b, CAPPED_LINE(1763800002000, 1000, 2));
	bench_finish(&b);
	assert_int_equal(b.summary.sockets, 2);
	assert_int_equal(b.summary.undersized[CAUSE_TCP_RMEM], 2);
	bench_free(&b);
}

/* A sample that another CPU was slow to write, after the socket's last interval: no news. */
static void straggler(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	give_steps(&b, &s, 8);
	s.reason = SAMPLE_CLOSE;
	give_steps(&b, &s, 1);
	tick(&b, START + SECOND);
	assert_int_equal(b.fake.findings, 1);
	s.reason = SAMPLE_GATE;
	s.ts_ns += SECOND / 2;
	give_steps(&b, &s, 1);
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 1);
	assert_int_equal(b.summary.sockets, 1);
	bench_free(&b);
}

/* What one socket measured of the path is what another one to the same peer needs. */
static void measured_by_another(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample full = healthy_sample(1), capped = capped_sample(2);
	struct step step = busy_step;
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	step.busy_jiffies = 25;
	step.rwnd_jiffies = step.sndbuf_jiffies = 0;
	step.agg.waiting = 40;
	give(&b, &full);
	give(&b, &capped);
	for (int i = 0; i < 30; i++) { /* its rate stays, and its round trip becomes longer */
		full.srtt_us = 60000 + (uint32_t)i * 10000;
		step.agg.ack_rtt_min_us = full.srtt_us - 2000;
		sample_step(&full, &step);
		give(&b, &full);
		give_steps(&b, &capped, 1);
	}
	fflush(b.fake.out);
	assert_non_null(strstr(b.fake.text, "rcvbuf/tcp_rmem 13100000 82071 1002"));
	bench_free(&b);
}

/* A mixed run: two sockets, late samples, a gap, a close. */
static void mixed_run(struct bench *b)
{
	struct engine_opts opts = second_opts();
	struct sample capped = capped_sample(1), healthy = healthy_sample(2), late;

	bench_begin(b, &opts);
	give(b, &capped);
	give(b, &healthy);
	give_steps(b, &capped, 7);
	late = capped;
	give_steps(b, &capped, 6);
	give(b, &late);
	give_steps(b, &healthy, 14);
	healthy.ts_ns += 10 * SECOND;
	give_steps(b, &healthy, 14);
	healthy.reason = SAMPLE_CLOSE;
	give_steps(b, &healthy, 1);
	bench_finish(b);
}

static void the_same_again(void **state)
{
	struct bench once, again;

	(void)state;
	mixed_run(&once);
	mixed_run(&again);
	assert_true(once.fake.findings >= 5);
	assert_string_equal(once.fake.text, again.fake.text);
	assert_memory_equal(&once.summary, &again.summary, sizeof(once.summary));
	bench_free(&once);
	bench_free(&again);
}

static const char *cgroup_path(void *ctx, uint64_t cgroup_id)
{
	(void)ctx;
	return cgroup_id == 7 ? "/a.slice" : NULL;
}

static uint64_t link_bps(void *ctx, uint32_t netns, uint32_t ifindex)
{
	++*(unsigned *)ctx;
	return netns == 4026531840u && ifindex == 3 ? 100000000 : 0;
}

static void the_host_counts(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	const struct tick pressed = { .ts_ns = START, .memory_pressure = true };
	unsigned asked = 0;
	struct bench b;

	(void)state;
	opts.host = (struct host_facts){ cgroup_path, link_bps, &asked };
	bench_begin(&b, &opts);
	s.id.cgroup_id = 7;
	s.id.ifindex = 3;
	s.tcp_rmem[2] = 6 * MIB; /* it could grow */
	give(&b, &s);
	assert_int_equal(engine_tick(b.engine, &pressed), 0);
	give_steps(&b, &s, 10);
	assert_given(&b, "1763800001000+1000 1 4711 /a.slice send idle/none 0 0 "
			 "recv unknown/none 13100000 82071 1002401\n");
	assert_in_range(asked, 1, 4); /* once a span */
	bench_free(&b);
}

/* What the sink says is the run's end; the summary is still there to be had. */
/* Data that is read after a reset is no socket, and what closes unseen is one without a word. */
static void only_its_end(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	opts.flows_max = 1; /* which none of them takes */
	bench_begin(&b, &opts);
	s.state = TCP_STATE_CLOSE;
	for (s.id.cookie = 10; s.id.cookie < 20; s.id.cookie++)
		give(&b, &s);
	s.reason = SAMPLE_CLOSE;
	give(&b, &s);
	s = capped_sample(1);
	give(&b, &s);
	give_steps(&b, &s, 10);
	bench_finish(&b);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
	assert_int_equal(b.summary.silent, 1);
	assert_int_equal(b.summary.sockets, 1);
	assert_int_equal(b.summary.forgotten, 0);
	bench_free(&b);
}

/* One connection that was active for 900 ms. */
static void give_short(struct bench *b, uint64_t cookie)
{
	struct sample s = capped_sample(cookie);

	s.ts_ns = START;
	give(b, &s);
	for (int i = 0; i < 9; i++) {
		sample_step(&s, &receive_step);
		s.reason = i == 8 ? SAMPLE_CLOSE : SAMPLE_GATE;
		give(b, &s);
	}
}

/* Many short connections in a long interval do not all wait for its end; each is told once. */
static void many_that_close(void **state)
{
	struct engine_opts opts = second_opts();
	struct bench b;

	(void)state;
	opts.closing_max = 2;
	bench_begin(&b, &opts);
	for (uint64_t cookie = 1; cookie <= 5; cookie++)
		give_short(&b, cookie);
	assert_given(&b, CAPPED_LINE(1763800000900, 900, 3) CAPPED_LINE(1763800000900, 900, 4)
				 CAPPED_LINE(1763800000900, 900, 5));
	tick(&b, START + SECOND);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1) CAPPED_LINE(1763800001000, 1000, 2));
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 5);
	assert_int_equal(b.summary.sockets, 5);
	assert_int_equal(b.summary.undersized[CAUSE_TCP_RMEM], 5);
	assert_int_equal(b.summary.forgotten, 0);
	bench_free(&b);
}

/* There is room for two: the one that was silent for longest goes, with its word, and is told of. */
static void more_than_there_is_room_for(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample one = capped_sample(1), two = capped_sample(2), three = capped_sample(3);
	struct bench b;

	(void)state;
	opts.flows_max = 2;
	bench_begin(&b, &opts);
	give(&b, &one);
	give(&b, &two);
	give_steps(&b, &two, 4);
	give_steps(&b, &one, 5);
	three.ts_ns = one.ts_ns;
	give(&b, &three); /* 2 goes */
	assert_int_equal(b.fake.findings, 1);
	give_steps(&b, &two, 1); /* and comes back; 1 goes */
	assert_int_equal(b.fake.findings, 2);
	bench_finish(&b);
	assert_int_equal(b.summary.forgotten, 2);
	assert_int_equal(b.summary.sockets, 2);
	bench_free(&b);
}

static void full_disk(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;
	int err = 0;

	(void)state;
	bench_begin(&b, &opts);
	b.fake.limit_to = 1;
	give(&b, &s);
	for (int i = 0; !err && i < 30; i++) {
		sample_step(&s, &receive_step);
		err = engine_sample(b.engine, &s);
	}
	assert_int_equal(err, -ENOSPC);
	assert_int_equal(b.fake.findings, 1);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_samples),
		cmocka_unit_test(one_sample),
		cmocka_unit_test(filters),
		cmocka_unit_test(flagged_alone),
		cmocka_unit_test(a_queue_that_another_met),
		cmocka_unit_test(a_peer_that_scales_elsewhere),
		cmocka_unit_test(summary_counts_once),
		cmocka_unit_test(closed_and_reused),
		cmocka_unit_test(straggler),
		cmocka_unit_test(measured_by_another),
		cmocka_unit_test(the_same_again),
		cmocka_unit_test(the_host_counts),
		cmocka_unit_test(only_its_end),
		cmocka_unit_test(many_that_close),
		cmocka_unit_test(more_than_there_is_room_for),
		cmocka_unit_test(full_disk),
	};

	return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
