/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Samples in, findings out: who is reported, and when that ends. */
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

/* What the sink says is the run's end; the summary is still there to be had. */
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
		cmocka_unit_test(no_samples),     cmocka_unit_test(one_sample),
		cmocka_unit_test(filters),        cmocka_unit_test(flagged_alone),
		cmocka_unit_test(the_same_again), cmocka_unit_test(full_disk),
	};

	return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
