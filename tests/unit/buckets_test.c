/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fleet/buckets.h"

static const struct buckets_scale scale = { .first = 16, .step = 4, .bounds = 3, .per_unit = 1 };

static void bounds(void **state)
{
	const struct buckets_scale one = { 5, 2, 1, 1 };

	(void)state;
	assert_int_equal(buckets_bound(&scale, 0), 16);
	assert_int_equal(buckets_bound(&scale, 1), 64);
	assert_int_equal(buckets_bound(&scale, 2), 256);
	assert_int_equal(buckets_bound(&one, 0), 5);
}

/* 0 and up to the first bound, on each bound and behind it, and above all. */
static void each_in_its_own(void **state)
{
	static const struct {
		uint64_t value;
		unsigned bucket;
	} rows[] = {
		{ 0, 0 },  { 1, 0 },   { 16, 0 },  { 17, 1 },         { 64, 1 },
		{ 65, 2 }, { 256, 2 }, { 257, 3 }, { UINT64_MAX, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buckets b = { 0 };

		buckets_add(&b, &scale, rows[i].value);
		for (unsigned k = 0; k <= scale.bounds; k++)
			assert_int_equal(b.counts[k], k == rows[i].bucket);
		assert_int_equal(b.sum, rows[i].value);
	}
}

static void cumulative(void **state)
{
	struct buckets b = { 0 };

	(void)state;
	for (unsigned i = 0; i <= scale.bounds; i++)
		assert_int_equal(buckets_upto(&b, i), 0);
	buckets_add(&b, &scale, 10);
	buckets_add(&b, &scale, 10);
	buckets_add(&b, &scale, 100);
	buckets_add(&b, &scale, 1000);
	assert_int_equal(buckets_upto(&b, 0), 2);
	assert_int_equal(buckets_upto(&b, 1), 2);
	assert_int_equal(buckets_upto(&b, 2), 3);
	assert_int_equal(buckets_upto(&b, 3), 4);
	assert_int_equal(b.sum, 1120);
}

static void sum_does_not_wrap(void **state)
{
	struct buckets b = { 0 };

	(void)state;
	buckets_add(&b, &scale, UINT64_MAX - 1);
	buckets_add(&b, &scale, 1);
	assert_int_equal(b.sum, UINT64_MAX);
	buckets_add(&b, &scale, 1);
	assert_int_equal(b.sum, UINT64_MAX);
	assert_int_equal(buckets_upto(&b, 3), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounds),
		cmocka_unit_test(each_in_its_own),
		cmocka_unit_test(cumulative),
		cmocka_unit_test(sum_does_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
