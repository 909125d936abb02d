/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The engine's clock is the samples' own: the grid of intervals, silence, leaps, late samples. */
#include "engine_fixture.h"

/* Intervals end on the grid from the start, whenever samples come; what is left is the last. */
static void the_grid(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	give_steps(&b, &s, 9);
	assert_given(&b, "");
	give_steps(&b, &s, 1); /* at the border: of the next interval */
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
	give_steps(&b, &s, 9);
	assert_int_equal(b.fake.intervals, 1);
	tick(&b, START + 2 * SECOND - 1);
	assert_int_equal(b.fake.intervals, 1);
	tick(&b, START + 2 * SECOND);
	assert_int_equal(b.fake.intervals, 2);
	assert_given(&b, CAPPED_LINE(1763800002000, 1000, 1));
	give_steps(&b, &s, 5);
	bench_finish(&b);
	assert_given(&b, CAPPED_LINE(1763800002400, 400, 1));
	assert_int_equal(b.summary.sockets, 1);
	assert_int_equal(b.summary.undersized[CAUSE_TCP_RMEM], 1);
	bench_free(&b);
}

/* The clock never runs back. */
static void late_samples(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1), late;
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	late = s;
	give_steps(&b, &s, 15);
	assert_int_equal(b.fake.intervals, 1);
	late.ts_ns = START - 5 * SECOND;
	give(&b, &late);
	late.id.cookie = 2; /* also of a socket that is not known yet */
	give(&b, &late);
	tick(&b, START);
	tick(&b, 0);
	assert_int_equal(b.fake.intervals, 1);
	bench_finish(&b);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1) CAPPED_LINE(1763800001500, 500, 1));
	assert_int_equal(b.summary.sockets, 1);
	bench_free(&b);
}

/* Less than a tenth of an interval, at the end of a run, is no interval. */
static void a_rest(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	opts.interval_ns = 2 * SECOND;
	bench_begin(&b, &opts);
	give(&b, &s);
	give_steps(&b, &s, 21);
	bench_finish(&b);
	assert_int_equal(b.fake.findings, 1);
	bench_free(&b);
}

/* A socket whose end was lost: after ten minutes its next sample is its first again. */
static void forgotten(void **state)
{
	struct engine_opts opts = second_opts();

	(void)state;
	for (int minutes = 9; minutes <= 11; minutes += 2) {
		struct sample s = capped_sample(1);
		struct bench b;

		bench_begin(&b, &opts);
		give(&b, &s);
		s.ts_ns += (uint64_t)minutes * 60 * SECOND;
		s.bytes_received += 1000;
		give(&b, &s);
		tick(&b, s.ts_ns + SECOND);
		assert_int_equal(b.fake.findings, minutes == 9);
		bench_free(&b);
	}
}

/* A silent socket has no findings, and its next one is of the interval that it was active in. */
static void silence(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	give_steps(&b, &s, 9);
	for (uint64_t second = 1; second <= 30; second++)
		tick(&b, START + second * SECOND);
	assert_int_equal(b.fake.intervals, 30);
	assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
	s.ts_ns = START + 30 * SECOND;
	s.agg.segments = 1; /* the event that ends it */
	give(&b, &s);
	give_steps(&b, &s, 9);
	tick(&b, START + 31 * SECOND);
	assert_given(&b, CAPPED_LINE(1763800031000, 1000, 1));
	bench_free(&b);
}

/* Years between two samples, as in a hostile capture, take no longer than a second. */
static void leaps(void **state)
{
	static const uint64_t leap_ns[] = { 3600 * SECOND, 100 * UINT64_C(31557600) * SECOND,
					    UINT64_MAX - START - 2 * SECOND };
	struct engine_opts opts = second_opts();

	(void)state;
	opts.interval_ns = SECOND;
	for (size_t i = 0; i < ARRAY_SIZE(leap_ns); i++) {
		struct sample s = capped_sample(1);
		struct bench b;

		bench_begin(&b, &opts);
		give(&b, &s);
		give_steps(&b, &s, 9);
		s.ts_ns = START + leap_ns[i];
		s.id.cookie = 2;
		give(&b, &s);
		assert_given(&b, CAPPED_LINE(1763800001000, 1000, 1));
		assert_true(b.fake.intervals < 10000);
		give_steps(&b, &s, 5);
		bench_finish(&b);
		assert_true(b.fake.findings > 1);
		assert_int_equal(b.summary.sockets, 2);
		bench_free(&b);
	}
}

/* The end of time is an end. */
static void last_instant(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	s.ts_ns = UINT64_MAX;
	s.bytes_received++;
	give(&b, &s);
	give(&b, &s);
	bench_finish(&b);
	bench_free(&b);
}

/* After a leap the grid is the one from the start, as if every interval had been ended. */
static void the_grid_after_a_leap(void **state)
{
	struct engine_opts opts = second_opts();
	struct sample s = capped_sample(1);
	struct bench b;

	(void)state;
	bench_begin(&b, &opts);
	give(&b, &s);
	s.ts_ns = START + 100 * SECOND + 50 * MS;
	s.agg.segments = 1;
	give(&b, &s);
	give_steps(&b, &s, 9);
	assert_given(&b, "");
	give_steps(&b, &s, 1);
	assert_given(&b, CAPPED_LINE(1763800101000, 1000, 1));
	bench_free(&b);
}

/* Live, a timer ends intervals; in a replay the next sample does, however late it comes. */
static void live_and_replayed(void **state)
{
	struct engine_opts opts = second_opts();
	struct bench run[2];

	(void)state;
	for (int live = 0; live < 2; live++) {
		struct sample s = capped_sample(1);
		struct bench *b = &run[live];

		bench_begin(b, &opts);
		give(b, &s);
		give_steps(b, &s, 9);
		for (int gap = 0; gap < 2; gap++) {
			uint64_t from_ns = s.ts_ns;

			s.ts_ns += gap ? 601 * SECOND : 5 * SECOND;
			for (uint64_t ns = from_ns; live && ns < s.ts_ns; ns += 300 * MS)
				tick(b, ns);
			give_steps(b, &s, 9);
		}
		bench_finish(b);
	}
	assert_true(run[0].fake.findings >= 3);
	assert_string_equal(run[0].fake.text, run[1].fake.text);
	assert_int_equal(run[0].summary.sockets, run[1].summary.sockets);
	bench_free(&run[0]);
	bench_free(&run[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grid),
		cmocka_unit_test(late_samples),
		cmocka_unit_test(a_rest),
		cmocka_unit_test(forgotten),
		cmocka_unit_test(silence),
		cmocka_unit_test(leaps),
		cmocka_unit_test(last_instant),
		cmocka_unit_test(the_grid_after_a_leap),
		cmocka_unit_test(live_and_replayed),
	};

	return cmocka_run_group_tests_name("engine_clock", tests, NULL, NULL);
}
