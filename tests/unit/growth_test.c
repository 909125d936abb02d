/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What counts as growth, and when it has ended. */
#include "evidence/growth.h"

#include "model_fixture.h"

#define START (1000 * SECOND)
#define RTT_US 50000

static void first_value_is_no_growth(void **state)
{
	struct growth g = { 0 };

	(void)state;
	assert_false(growth_ongoing(&g, START, RTT_US));
	growth_add(&g, 0, START); /* a window that was closed when it was first seen */
	growth_add(&g, 65536, START);
	assert_false(growth_ongoing(&g, START, RTT_US));
	growth_add(&g, 65536, START + STEP_NS);
	growth_add(&g, 0, START + STEP_NS);
	growth_add(&g, 65535, START + STEP_NS);
	assert_false(growth_ongoing(&g, START + STEP_NS, RTT_US));
}

static void a_sixteenth_is_growth(void **state)
{
	struct growth g = { 0 };

	(void)state;
	growth_add(&g, 160000, START);
	growth_add(&g, 169919, START + STEP_NS);
	assert_false(growth_ongoing(&g, START + STEP_NS, RTT_US));
	growth_add(&g, 170000, START + 2 * STEP_NS);
	assert_true(growth_ongoing(&g, START + 2 * STEP_NS, RTT_US));
	assert_int_equal(g.max_bytes, 170000);
}

/* A 32nd per sample is none each time, and yet it grows. */
static void small_steps_add_up(void **state)
{
	struct growth g = { 0 };
	uint32_t window = 160000;

	(void)state;
	for (int i = 0; i < 100; i++, window += window / 32)
		growth_add(&g, window, START + (uint64_t)i * STEP_NS);
	assert_true(growth_ongoing(&g, START + 100 * STEP_NS, RTT_US));
}

/* Eight round trips, from when it was first seen or grew last. */
static void rests(void **state)
{
	struct growth g = { 0 };

	(void)state;
	assert_false(growth_rests(&g, START, RTT_US)); /* nothing was seen */
	growth_add(&g, 160000, START);
	assert_false(growth_rests(&g, START + 400 * MS - 1, RTT_US));
	assert_true(growth_rests(&g, START + 400 * MS, RTT_US));
	growth_add(&g, 170000, START + SECOND);
	assert_false(growth_rests(&g, START + SECOND + 400 * MS - 1, RTT_US));
	assert_true(growth_rests(&g, START + SECOND + 400 * MS, RTT_US));
	assert_false(growth_rests(&g, START + SECOND + 400 * MS, RTT_US + 1));
}

/* A window that shrinks and comes back does not grow. */
static void return_is_no_growth(void **state)
{
	struct growth g = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++)
		growth_add(&g, i % 2 ? 0 : 160000, START + (uint64_t)i * STEP_NS);
	assert_false(growth_ongoing(&g, START + 10 * STEP_NS, RTT_US));
}

static void ends_after_quiet(void **state)
{
	struct growth g = { 0 };

	(void)state;
	growth_add(&g, 1000, START);
	growth_add(&g, 2000, START);
	assert_true(growth_ongoing(&g, START + 8 * 50 * MS - 1, RTT_US));
	assert_false(growth_ongoing(&g, START + 8 * 50 * MS, RTT_US));
	/* a LAN's eight RTTs are less than samples are apart */
	assert_true(growth_ongoing(&g, START + 200 * MS - 1, 100));
	assert_false(growth_ongoing(&g, START + 200 * MS, 100));
	assert_true(growth_ongoing(&g, START + 200 * MS - 1, 0));
	assert_false(growth_ongoing(&g, START + 200 * MS, 0));
	/* the longest RTT */
	assert_true(growth_ongoing(&g, START + 3600 * SECOND, UINT32_MAX));
	assert_false(growth_ongoing(&g, START + 10 * 3600 * SECOND, UINT32_MAX));
}

static void largest_values(void **state)
{
	struct growth g = { 0 };

	(void)state;
	growth_add(&g, UINT32_MAX - 1, START);
	growth_add(&g, UINT32_MAX, START + STEP_NS);
	assert_false(growth_ongoing(&g, START + STEP_NS, RTT_US));
	g = (struct growth){ 0 };
	growth_add(&g, 1, START);
	growth_add(&g, 2, START + STEP_NS);
	assert_true(growth_ongoing(&g, START + STEP_NS, RTT_US));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_value_is_no_growth), cmocka_unit_test(a_sixteenth_is_growth),
		cmocka_unit_test(small_steps_add_up),       cmocka_unit_test(rests),
		cmocka_unit_test(return_is_no_growth),      cmocka_unit_test(ends_after_quiet),
		cmocka_unit_test(largest_values),
	};

	return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
