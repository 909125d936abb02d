/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Arithmetic at its ends: nothing, one, the largest, and what does not fit. */
#include "base/units.h"

#include "model_fixture.h"

static void mul_div_ends(void **state)
{
	static const struct {
		uint64_t a, b, c, expected;
	} cases[] = {
		{ 0, 0, 0, 0 },
		{ 1, 1, 0, 0 },
		{ UINT64_MAX, UINT64_MAX, 0, 0 },
		{ 0, UINT64_MAX, 1, 0 },
		{ UINT64_MAX, 0, 1, 0 },
		{ 1, 1, 1, 1 },
		{ 7, 3, 2, 10 }, /* rounded down */
		{ 1, 1, UINT64_MAX, 0 },
		{ UINT64_MAX, 1, 1, UINT64_MAX },
		{ UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX },
		{ UINT64_MAX, 1000, 1000, UINT64_MAX }, /* the product alone does not fit */
		{ UINT64_MAX - 1, UINT64_MAX, UINT64_MAX, UINT64_MAX - 1 },
		{ UINT64_MAX, 2, 1, UINT64_MAX },
		{ UINT64_MAX, UINT64_MAX, 1, UINT64_MAX },
		{ UINT64_C(1) << 63, 2, 1, UINT64_MAX }, /* 2^64 is one too many */
		{ (UINT64_C(1) << 63) - 1, 2, 1, UINT64_MAX - 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(mul_div(cases[i].a, cases[i].b, cases[i].c), cases[i].expected);
}

static void shares(void **state)
{
	(void)state;
	assert_int_equal(permille(0, 0), 0);
	assert_int_equal(permille(1, 0), 0);
	assert_int_equal(permille(0, 1), 0);
	assert_int_equal(permille(1, 1), 1000);
	assert_int_equal(permille(999, 1000), 999);
	assert_int_equal(permille(1, 3), 333);
	assert_int_equal(permille(2, 1), 1000); /* more than the whole is the whole */
	assert_int_equal(permille(66 * UINT64_C(1000), 1), 1000); /* and does not wrap 16 bits */
	assert_int_equal(permille(UINT64_MAX, UINT64_MAX), 1000);
	assert_int_equal(permille(UINT64_MAX, 1), 1000);
}

static void rates(void **state)
{
	(void)state;
	assert_int_equal(rate_bps(0, 0), 0);
	assert_int_equal(rate_bps(1, 0), 0);
	assert_int_equal(rate_bps(0, 1), 0);
	assert_int_equal(rate_bps(1, 1), 8 * NSEC_PER_SEC);
	assert_int_equal(rate_bps(12500000, SECOND), 100000000);
	assert_int_equal(rate_bps(1250000, SECOND / 10), 100000000);
	assert_int_equal(rate_bps(UINT64_MAX, SECOND), UINT64_MAX);
	assert_int_equal(rate_bps(UINT64_MAX, UINT64_MAX), 8 * NSEC_PER_SEC);
}

static void products(void **state)
{
	(void)state;
	assert_int_equal(bdp_bytes(0, 0), 0);
	assert_int_equal(bdp_bytes(100000000, 0), 0);
	assert_int_equal(bdp_bytes(0, 50000), 0);
	assert_int_equal(bdp_bytes(100000000, 50000), 625000);
	assert_int_equal(bdp_bytes(UINT64_C(400000000000), 300000), UINT64_C(15000000000));
	assert_int_equal(bdp_bytes(8, 1000000), 1);
	assert_int_equal(bdp_bytes(8, 999999), 0);
	assert_int_equal(bdp_bytes(UINT64_MAX, 8000000), UINT64_MAX);
	assert_int_equal(bdp_bytes(UINT64_MAX, UINT32_MAX), UINT64_MAX);
}

static void ceilings(void **state)
{
	(void)state;
	assert_int_equal(window_ceiling_bps(0, 0), 0);
	assert_int_equal(window_ceiling_bps(65535, 0), 0); /* no RTT, no ceiling: not infinite */
	assert_int_equal(window_ceiling_bps(0, 50000), 0);
	assert_int_equal(window_ceiling_bps(625000, 50000), 100000000);
	assert_int_equal(window_ceiling_bps(1, 1), 8000000);
	assert_int_equal(window_ceiling_bps(UINT64_MAX, 1), UINT64_MAX);
	assert_int_equal(window_ceiling_bps(65535u << 14, 1), UINT64_C(8589803520000000));
}

static void lesser_and_greater(void **state)
{
	(void)state;
	assert_int_equal(min_u64(0, UINT64_MAX), 0);
	assert_int_equal(min_u64(UINT64_MAX, 0), 0);
	assert_int_equal(min_u64(5, 5), 5);
	assert_int_equal(max_u64(0, UINT64_MAX), UINT64_MAX);
	assert_int_equal(max_u64(UINT64_MAX, 0), UINT64_MAX);
	assert_int_equal(max_u64(5, 5), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mul_div_ends), cmocka_unit_test(shares),
		cmocka_unit_test(rates),        cmocka_unit_test(products),
		cmocka_unit_test(ceilings),     cmocka_unit_test(lesser_and_greater),
	};

	return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
