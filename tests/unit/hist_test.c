// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Buckets at their edges, what is told of them, and the rows that they are shown in. */
#include "hist/hist.h"

#include <string.h>

#include "model_fixture.h"

static void buckets(void **state)
{
	static const struct {
		uint64_t value;
		uint32_t bucket;
		uint64_t least, largest;
	} cases[] = {
		{ 0, 0, 0, 0 },
		{ 1, 1, 1, 1 },
		{ 2, 2, 2, 2 },
		{ 15, 15, 15, 15 },
		{ 16, 16, 16, 16 },
		{ 31, 31, 31, 31 },
		{ 32, 32, 32, 33 },
		{ 33, 32, 32, 33 },
		{ 34, 33, 34, 35 },
		{ 63, 47, 62, 63 },
		{ 64, 48, 64, 67 },
		{ 127, 63, 124, 127 },
		{ 50000, 16 * 12 + 8, 49152, 51199 },
		{ UINT32_MAX, 16 * 29 - 1, UINT32_MAX - (1u << 27) + 1, UINT32_MAX },
		{ UINT64_C(1) << 32, 16 * 29, UINT64_C(1) << 32,
		  (UINT64_C(1) << 32) + (1u << 28) - 1 },
		{ (UINT64_C(1) << 63) - 1, 16 * 60 - 1, UINT64_C(31) << 58,
		  (UINT64_C(1) << 63) - 1 },
		{ UINT64_C(1) << 63, 16 * 60, UINT64_C(1) << 63, (UINT64_C(17) << 59) - 1 },
		{ UINT64_MAX, HIST_BUCKETS - 1, UINT64_C(31) << 59, UINT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint32_t bucket = hist_bucket(cases[i].value);

		if (bucket != cases[i].bucket)
			fail_msg("%ju: bucket %u, not %u", (uintmax_t)cases[i].value, bucket,
				 cases[i].bucket);
		assert_int_equal(hist_bucket_least(bucket), cases[i].least);
		assert_int_equal(hist_bucket_largest(bucket), cases[i].largest);
	}
}

/* No gap, no overlap, and never wider than the error that is stated. */
static void buckets_are_whole(void **state)
{
	uint64_t next = 0;

	(void)state;
	for (uint32_t i = 0; i < HIST_BUCKETS; i++) {
		uint64_t least = hist_bucket_least(i), largest = hist_bucket_largest(i);

		assert_int_equal(least, next);
		assert_true(largest >= least);
		assert_int_equal(hist_bucket(least), i);
		assert_int_equal(hist_bucket(largest), i);
		assert_true(largest - least <= least / 10000 * HIST_ERROR_PER_MYRIAD + least / 16);
		next = largest + 1;
	}
	assert_int_equal(next, 0); /* one more than the largest there is */
}

static void log2_edges(void **state)
{
	(void)state;
	assert_int_equal(hist_log2(0), 0);
	assert_int_equal(hist_log2(1), 0);
	for (uint32_t bit = 1; bit < 64; bit++) {
		assert_int_equal(hist_log2(UINT64_C(1) << bit), bit);
		assert_int_equal(hist_log2((UINT64_C(1) << bit) - 1), bit - 1);
	}
	assert_int_equal(hist_log2(UINT64_MAX), 63);
}

static void quantiles(void **state)
{
	struct hist hist = { 0 };

	(void)state;
	assert_int_equal(hist_quantile(&hist, 500), 0);
	assert_int_equal(hist_quantile(&hist, 1000), 0);
	hist_add(&hist, 7, 1);
	for (uint32_t p = 0; p <= 1000; p += 100)
		assert_int_equal(hist_quantile(&hist, p), 7);
	memset(&hist, 0, sizeof(hist));
	for (uint64_t value = 1; value <= 10; value++)
		hist_add(&hist, value, 1);
	assert_int_equal(hist_quantile(&hist, 0), 1);
	assert_int_equal(hist_quantile(&hist, 100), 1);
	assert_int_equal(hist_quantile(&hist, 101), 2);
	assert_int_equal(hist_quantile(&hist, 500), 5);
	assert_int_equal(hist_quantile(&hist, 900), 9);
	assert_int_equal(hist_quantile(&hist, 990), 10);
	assert_int_equal(hist_quantile(&hist, 1000), 10);
	/* never below the value, and no more than a sixteenth above */
	memset(&hist, 0, sizeof(hist));
	hist_add(&hist, 50000, 1000);
	assert_int_equal(hist_quantile(&hist, 500), 51199);
	hist_add(&hist, UINT64_MAX, 1);
	assert_int_equal(hist_quantile(&hist, 990), 51199);
	assert_int_equal(hist_quantile(&hist, 1000), UINT64_MAX);
	memset(&hist, 0, sizeof(hist));
	hist_add(&hist, 3, UINT64_MAX); /* counts do not overflow on the way */
	assert_int_equal(hist_quantile(&hist, 999), 3);
}

static void parts(void **state)
{
	struct hist all = { 0 }, part = { 0 };

	(void)state;
	hist_add(&all, 10, 3);
	hist_add(&all, 1000, 2);
	hist_add(&part, 1000, 1);
	hist_merge(&all, &part);
	assert_int_equal(all.total, 6);
	assert_int_equal(all.count[hist_bucket(1000)], 3);
	hist_subtract(&all, &part);
	hist_subtract(&all, &part);
	assert_int_equal(all.total, 4);
	assert_int_equal(all.count[hist_bucket(1000)], 1);
	assert_int_equal(all.count[hist_bucket(10)], 3);
}

static void assert_row(const struct hist_row *row, uint64_t least, uint64_t largest, uint64_t count)
{
	assert_int_equal(row->least, least);
	assert_int_equal(row->largest, largest);
	assert_int_equal(row->count, count);
}

static void rows(void **state)
{
	struct hist_row row[HIST_ROWS_MAX];
	struct hist hist = { 0 };
	uint64_t sum = 0;
	size_t n;

	(void)state;
	assert_int_equal(hist_rows(&hist, row), 0);
	hist_add(&hist, 0, 5);
	assert_int_equal(hist_rows(&hist, row), 1);
	assert_row(&row[0], 0, 0, 5);
	/* what lies together is told apart */
	memset(&hist, 0, sizeof(hist));
	hist_add(&hist, 50000, 1);
	hist_add(&hist, 54000, 2);
	assert_int_equal(hist_rows(&hist, row), 3);
	assert_row(&row[0], 49152, 51199, 1);
	assert_row(&row[1], 51200, 53247, 0);
	assert_row(&row[2], 53248, 55295, 2);
	/* what does not, by powers of two */
	hist_add(&hist, 0, 1);
	hist_add(&hist, 1, 1);
	n = hist_rows(&hist, row);
	assert_int_equal(n, 17);
	assert_row(&row[0], 0, 0, 1);
	assert_row(&row[1], 1, 1, 1);
	assert_row(&row[2], 2, 3, 0);
	assert_row(&row[16], 32768, 65535, 3);
	/* all there can be */
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		hist_add_bucket(&hist, i, 1);
	n = hist_rows(&hist, row);
	assert_int_equal(n, 65);
	for (size_t i = 0; i < n; i++) {
		sum += row[i].count;
		assert_true(!i || row[i].least == row[i - 1].largest + 1);
	}
	assert_int_equal(sum, hist.total);
	assert_int_equal(row[64].largest, UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets),    cmocka_unit_test(buckets_are_whole),
		cmocka_unit_test(log2_edges), cmocka_unit_test(quantiles),
		cmocka_unit_test(parts),      cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
