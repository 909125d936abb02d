/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a socket is judged by beside itself: other sockets of its path, and the host. */
#include "engine_fixture.h"

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
	opts.host = (struct host_facts){
		.cgroup_path = cgroup_path,
		.link_bps = link_bps,
		.ctx = &asked,
	};
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_queue_that_another_met),
		cmocka_unit_test(a_peer_that_scales_elsewhere),
		cmocka_unit_test(measured_by_another),
		cmocka_unit_test(the_host_counts),
	};

	return cmocka_run_group_tests_name("engine_others", tests, NULL, NULL);
}
