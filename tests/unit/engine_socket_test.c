/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A socket from its first sample to its end: it counts once, and none waits or stays for ever. */
#include "base/units.h"
#include "engine_fixture.h"

#define ALL UINT64_MAX

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
	assert_int_equal(b.fake.ended, 1); /* after what was found of it */
	assert_int_equal(b.fake.ended_last, 1);
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

/*
 * A second connect() keeps the socket and its cookie, but the kernel counts from 0 again. A sample that comes late
 * does not.
 */
static void connected_again(void **state)
{
	static const struct {
		const char *name;
		uint16_t ports; /* further on */
		bool closes;    /* and its close was seen */
		uint64_t less;  /* bytes received than by the first; ALL = none were */
		int64_t after_ns;
		unsigned findings;
	} cases[] = {
		{ "other ports", 1, false, 0, 0, 2 },
		{ "the same ports", 0, false, ALL, 1, 2 },
		{ "a little less", 0, false, 1448, 1, 1 },
		{ "a sample that is late", 0, false, ALL, -1, 1 },
		{ "after a close", 0, true, ALL, 1, 2 },
		{ "a little less after a close", 0, true, 1448, 1, 2 },
		{ "late after a close", 0, true, 0, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct engine_opts opts = second_opts();
		struct sample s = capped_sample(1), again = capped_sample(1);
		struct bench b;

		bench_begin(&b, &opts);
		give(&b, &s);
		give_steps(&b, &s, 5);
		if (cases[i].closes) {
			struct sample end = s;

			end.reason = SAMPLE_CLOSE;
			end.state = TCP_STATE_CLOSE;
			give(&b, &end);
		}
		again.ts_ns = s.ts_ns + (uint64_t)cases[i].after_ns;
		again.id.local.port += cases[i].ports;
		again.id.remote.port += cases[i].ports;
		again.bytes_received = s.bytes_received - min_u64(cases[i].less, s.bytes_received);
		give(&b, &again); /* the first one's word */
		if (cases[i].findings == 2)
			assert_given(&b, CAPPED_LINE(1763800000500, 500, 1));
		again = cases[i].findings == 2 ? again : s;
		give_steps(&b, &again, 5);
		bench_finish(&b);
		if (b.fake.findings != cases[i].findings || b.summary.sockets != cases[i].findings)
			fail_msg("%s: %u findings", cases[i].name, b.fake.findings);
		bench_free(&b);
	}
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(summary_counts_once),
		cmocka_unit_test(closed_and_reused),
		cmocka_unit_test(straggler),
		cmocka_unit_test(only_its_end),
		cmocka_unit_test(many_that_close),
		cmocka_unit_test(connected_again),
		cmocka_unit_test(more_than_there_is_room_for),
	};

	return cmocka_run_group_tests_name("engine_socket", tests, NULL, NULL);
}
