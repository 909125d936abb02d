/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The windowed maximum: what counts, for how long, and when it is the path's own. */
#include "evidence/bandwidth.h"

#include "model_fixture.h"

#define MBIT UINT64_C(1000000)

struct rate {
	uint64_t bps;
	bool app_limited, path_full;
};

static void nothing_seen(void **state)
{
	struct bandwidth bw = { 0 };
	bool exact = true;

	(void)state;
	assert_int_equal(bandwidth_get(&bw, &exact), 0);
	assert_false(exact);
	bandwidth_add(&bw, 0, false, true);
	assert_int_equal(bandwidth_get(&bw, &exact), 0);
	assert_false(exact);
}

static void what_counts(void **state)
{
	static const struct {
		struct rate rates[3];
		uint64_t bps;
		bool exact;
	} cases[] = {
		{ { { 1, false, false } }, 1, false },
		{ { { UINT64_MAX, false, true } }, UINT64_MAX, true },
		{ { { 10 * MBIT, false, false }, { 20 * MBIT, false, false } }, 20 * MBIT, false },
		{ { { 20 * MBIT, false, false }, { 10 * MBIT, false, false } }, 20 * MBIT, false },
		{ { { 90 * MBIT, false, true }, { 80 * MBIT, false, false } }, 90 * MBIT, true },
		/* a full path at a lower rate: it was another's, or another bottleneck */
		{ { { 90 * MBIT, false, false }, { 50 * MBIT, false, true } }, 90 * MBIT, false },
		{ { { 90 * MBIT, false, false }, { 85 * MBIT, false, true } }, 90 * MBIT, true },
		/* the application's rate is all that is known: never exact */
		{ { { 10 * MBIT, true, false }, { 5 * MBIT, true, false } }, 10 * MBIT, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct bandwidth bw = { 0 };
		bool exact;

		for (size_t k = 0; k < ARRAY_SIZE(cases[i].rates); k++)
			bandwidth_add(&bw, cases[i].rates[k].bps, cases[i].rates[k].app_limited,
				      cases[i].rates[k].path_full);
		assert_int_equal(bandwidth_get(&bw, &exact), cases[i].bps);
		assert_int_equal(exact, cases[i].exact);
	}
}

static void old_rates_are_forgotten(void **state)
{
	struct bandwidth bw = { 0 };
	bool exact;

	(void)state;
	bandwidth_add(&bw, 100 * MBIT, false, true);
	for (int i = 1; i < BANDWIDTH_WINDOW; i++)
		bandwidth_add(&bw, 10 * MBIT, false, false);
	assert_int_equal(bandwidth_get(&bw, &exact), 100 * MBIT);
	assert_true(exact);
	bandwidth_add(&bw, 10 * MBIT, false, false);
	assert_int_equal(bandwidth_get(&bw, &exact), 10 * MBIT);
	assert_false(exact);
}

static void filled_paths(void **state)
{
	(void)state;
	assert_false(bandwidth_fills(UINT64_MAX, 0)); /* not known */
	assert_true(bandwidth_fills(90 * MBIT, 100 * MBIT));
	assert_false(bandwidth_fills(90 * MBIT - 1, 100 * MBIT));
	assert_true(bandwidth_fills(UINT64_MAX, UINT64_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_seen),
		cmocka_unit_test(filled_paths),
		cmocka_unit_test(what_counts),
		cmocka_unit_test(old_rates_are_forgotten),
	};

	return cmocka_run_group_tests_name("bandwidth", tests, NULL, NULL);
}
