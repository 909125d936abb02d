// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Histograms by group: more than fit, reports of an interval each, and their order. */
#include "hist/hist_set.h"

#include "model_fixture.h"

static struct group_key port(uint32_t number)
{
	return (struct group_key){ .word = { number } };
}

static void add(struct hist_set *set, uint32_t number, uint64_t value, int times)
{
	struct group_key key = port(number);

	for (int i = 0; i < times; i++)
		assert_int_equal(hist_set_add(set, &key, value), 0);
}

static uint32_t group_at(const struct hist_set *set, size_t i)
{
	return set->groups[i]->key.word[0];
}

static void no_value(void **state)
{
	struct hist_set set = { 0 };
	size_t merged = 7;

	(void)state;
	assert_int_equal(hist_set_total(&set), 0);
	hist_set_rank(&set, 5, &merged);
	assert_int_equal(merged, 0);
	hist_set_clear(&set);
	hist_set_free(&set);
	hist_set_free(&set);
}

static void ranked(void **state)
{
	struct hist_set set = { 0 };
	size_t merged;

	(void)state;
	add(&set, 443, 10, 3);
	add(&set, 22, 10, 1);
	add(&set, 80, 20, 5);
	add(&set, 25, 30, 1);
	add(&set, 443, 10, 1);
	assert_int_equal(set.count, 4);
	assert_int_equal(hist_set_total(&set), 11);
	hist_set_rank(&set, 3, &merged);
	assert_int_equal(set.count, 3);
	assert_int_equal(merged, 1);
	assert_int_equal(group_at(&set, 0), 80);
	assert_int_equal(group_at(&set, 1), 443);
	assert_int_equal(group_at(&set, 2), 22); /* of equal ones the lesser */
	assert_int_equal(set.rest.total, 1);
	assert_int_equal(set.rest.count[30], 1);
	assert_int_equal(hist_set_total(&set), 11);
	hist_set_free(&set);
}

static void more_than_fit(void **state)
{
	struct hist_set set = { 0 };

	(void)state;
	for (uint32_t number = 1; number <= GROUPS_MAX + 2; number++)
		add(&set, number, 5, 1);
	add(&set, 1, 5, 1); /* one that is there is told apart still */
	assert_int_equal(set.count, GROUPS_MAX);
	assert_int_equal(set.tally.crowded, 2);
	assert_int_equal(set.rest.total, 2);
	assert_int_equal(hist_set_total(&set), GROUPS_MAX + 3);
	hist_set_clear(&set);
	assert_int_equal(set.tally.crowded, 0);
	add(&set, GROUPS_MAX + 1, 5, 1); /* the next interval begins anew */
	assert_int_equal(set.rest.total, 0);
	hist_set_free(&set);
}

static void intervals(void **state)
{
	struct hist_set before = { 0 }, now = { 0 };

	(void)state;
	add(&before, 22, 10, 2);
	add(&before, 80, 10, 1);
	before.rest.total = before.rest.count[3] = 4;
	before.tally = (struct hist_tally){ 1, 2, 3, 4 };
	assert_int_equal(hist_set_merge(&now, &before), 0);
	assert_int_equal(now.tally.lost, 4);
	add(&now, 80, 20, 5);
	add(&now, 443, 7, 1);
	hist_add(&now.rest, 3, 1);
	now.tally.without_sample += 9;
	now.tally.without_owner += 8;
	now.tally.crowded += 7;
	now.tally.lost += 6;
	hist_set_subtract(&now, &before);
	assert_int_equal(now.count, 2); /* nothing new of 22 */
	assert_int_equal(group_at(&now, 0), 80);
	assert_int_equal(now.groups[0]->hist.total, 5);
	assert_int_equal(now.groups[0]->hist.count[10], 0);
	assert_int_equal(group_at(&now, 1), 443);
	assert_int_equal(now.rest.total, 1);
	assert_int_equal(now.rest.count[3], 1);
	assert_int_equal(now.tally.without_sample, 9);
	assert_int_equal(now.tally.without_owner, 8);
	assert_int_equal(now.tally.crowded, 7);
	assert_int_equal(now.tally.lost, 6);
	hist_set_free(&now);
	hist_set_free(&before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_value),
		cmocka_unit_test(ranked),
		cmocka_unit_test(more_than_fit),
		cmocka_unit_test(intervals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
