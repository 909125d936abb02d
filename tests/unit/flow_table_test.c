/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Flows by cookie: found, kept in order, removed, and never confused. */
#include "engine/flow_table.h"

#include "model_fixture.h"

#define MANY 5000 /* the table grows twice */

static struct flow *get(struct flow_table *t, uint64_t cookie, bool expected_new)
{
	struct sample s = baseline_sample();
	struct flow *flow;

	s.id.cookie = cookie;
	assert_int_equal(!flow_table_use(t, cookie), expected_new);
	if (expected_new)
		assert_int_equal(flow_table_add(t, &s, s.ts_ns), 0);
	flow = flow_table_find(t, cookie);
	assert_non_null(flow);
	assert_true(flow->id.cookie == cookie);
	return flow;
}

struct walk {
	size_t seen;
	uint64_t last_cookie;
};

static bool keep_all(void *ctx, struct flow *flow)
{
	struct walk *w = ctx;

	assert_true(flow->id.cookie > w->last_cookie);
	w->last_cookie = flow->id.cookie;
	w->seen++;
	return true;
}

static bool keep_odd(void *ctx, struct flow *flow)
{
	(void)ctx;
	return flow->id.cookie % 2;
}

static bool keep_none(void *ctx, struct flow *flow)
{
	(void)ctx;
	(void)flow;
	return false;
}

static void assert_walk(struct flow_table *t, size_t count)
{
	struct walk w = { 0 };

	flow_table_walk(t, keep_all, &w);
	assert_int_equal(w.seen, count);
	assert_int_equal(flow_table_count(t), count);
}

static void least_used(void **state)
{
	struct flow_table *t = flow_table_new();

	(void)state;
	assert_null(flow_table_least_used(t));
	assert_null(flow_table_use(t, 1));
	for (uint64_t cookie = 1; cookie <= 4; cookie++)
		get(t, cookie, true);
	assert_int_equal(flow_table_least_used(t)->id.cookie, 1);
	get(t, 1, false);
	assert_int_equal(flow_table_least_used(t)->id.cookie, 2);
	flow_table_remove(t, flow_table_find(t, 3));
	flow_table_remove(t, flow_table_least_used(t));
	assert_int_equal(flow_table_least_used(t)->id.cookie, 4);
	assert_null(flow_table_find(t, 2));
	assert_walk(t, 2); /* in the order in which they came, whoever was used */
	flow_table_free(t);
}

static void empty(void **state)
{
	struct flow_table *t = flow_table_new();

	(void)state;
	assert_non_null(t);
	assert_null(flow_table_find(t, 0));
	assert_null(flow_table_find(t, UINT64_MAX));
	assert_walk(t, 0);
	flow_table_free(t);
	flow_table_free(NULL);
}

static void one(void **state)
{
	struct flow_table *t = flow_table_new();
	struct flow *flow = get(t, UINT64_MAX, true);

	(void)state;
	assert_ptr_equal(get(t, UINT64_MAX, false), flow);
	assert_ptr_equal(flow_table_find(t, UINT64_MAX), flow);
	assert_null(flow_table_find(t, 1));
	flow_table_walk(t, keep_none, NULL);
	assert_int_equal(flow_table_count(t), 0);
	assert_null(flow_table_find(t, UINT64_MAX));
	get(t, 1, true);
	assert_walk(t, 1);
	flow_table_free(t);
}

/* Pointers stay good while the table grows; the order is that of the first samples. */
static void many(void **state)
{
	static struct flow *flows[MANY + 1];
	struct flow_table *t = flow_table_new();

	(void)state;
	for (uint64_t cookie = 1; cookie <= MANY; cookie++)
		flows[cookie] = get(t, cookie, true);
	assert_walk(t, MANY);
	for (uint64_t cookie = 1; cookie <= MANY; cookie++)
		assert_ptr_equal(flow_table_find(t, cookie), flows[cookie]);
	flow_table_walk(t, keep_odd, NULL);
	assert_walk(t, MANY / 2);
	for (uint64_t cookie = 1; cookie <= MANY; cookie++)
		assert_ptr_equal(flow_table_find(t, cookie), cookie % 2 ? flows[cookie] : NULL);
	get(t, MANY + 1, true);
	assert_walk(t, MANY / 2 + 1);
	flow_table_walk(t, keep_none, NULL);
	assert_walk(t, 0);
	flow_table_free(t);
}

/* Cookies that differ in their high bits alone, as those of many CPUs do */
static void distant_cookies(void **state)
{
	struct flow_table *t = flow_table_new();

	(void)state;
	for (uint64_t i = 1; i < 64; i++)
		get(t, i << 40, true);
	for (uint64_t i = 1; i < 64; i++)
		get(t, i << 40, false);
	assert_walk(t, 63);
	flow_table_free(t);
}

/* The four-tuple again, in a new socket: nothing is inherited. */
static void address_reused(void **state)
{
	struct flow_table *t = flow_table_new();
	struct flow *old = get(t, 1, true), *new;
	struct sample s = baseline_sample();

	(void)state;
	s.ts_ns += STEP_NS;
	s.id.cookie = 1;
	s.agg = busy_step.agg;
	flow_add(old, &s);
	old->flagged_causes = UINT32_MAX;
	flow_table_walk(t, keep_none, NULL);
	new = get(t, 2, true);
	assert_memory_equal(&new->id.local, &s.id.local, sizeof(s.id.local));
	assert_int_equal(new->iv.agg.segments, 0);
	assert_int_equal(new->flagged_causes, 0);
	assert_false(flow_active(new));
	flow_table_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(least_used),
		cmocka_unit_test(one),
		cmocka_unit_test(many),
		cmocka_unit_test(distant_cookies),
		cmocka_unit_test(address_reused),
	};

	return cmocka_run_group_tests_name("flow_table", tests, NULL, NULL);
}
