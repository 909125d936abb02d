/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A fact, a reason and a verdict in words: with figures of each unit, and cut where there is no room. */
#include "verdict/explain.h"

#include "model_fixture.h"

static void a_fact_with_its_figures(void **state)
{
	static const struct {
		struct fact fact;
		const char *text;
	} cases[] = {
		{ { PREDICATE_ENOUGH_ACKS, true, FACT_COUNT, 12, 8 }, "12 ACKs (required: 8)" },
		{ { PREDICATE_BOOKED, true, FACT_PERMILLE, 625, 500 },
		  "the kernel counted 62.5 % of the time as rwnd-limited (required: 50.0 %)" },
		{ { PREDICATE_NEAR_CWND, true, FACT_BYTES, 3 * MIB, 64 << 10 },
		  "3.0MiB in flight (near the congestion window: 64KiB)" },
		{ { PREDICATE_SET_RATE, true, FACT_BPS, 9900000, 10000000 },
		  "rate 9.9Mb/s, at a fixed pacing rate of 10.0Mb/s" },
		{ { PREDICATE_SET_RATE, false, FACT_BPS, 9900000, 10000000 },
		  "the pacing rate is not fixed, or not reached" },
		{ { PREDICATE_ENOUGH_SEND_RTTS, true, FACT_NS, 300 * MS, 100 * MS },
		  "busy for 300ms (required: 100ms)" },
		{ { PREDICATE_ENOUGH_SEND_RTTS, true, FACT_US, UINT64_MAX, 310 },
		  "busy for 4295s (required: 310us)" },
		{ { PREDICATE_PACES_ITSELF, true, FACT_FLAG, 0, 0 }, "BBR paces by its own model" },
		{ { PREDICATE_PACES_ITSELF, false, FACT_FLAG, 0, 0 }, "not BBR" },
		{ { PREDICATE_APP_STATE, false, FACT_PERMILLE, 0, 0 }, "" },
	};
	char text[EXPLAIN_FACT_LEN];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(explain_fact(text, sizeof(text), &cases[i].fact),
				    cases[i].text);
}

static const struct fact acks = { PREDICATE_ENOUGH_ACKS, true, FACT_COUNT, 12, 8 };
static const struct fact bbr = { PREDICATE_PACES_ITSELF, true, FACT_FLAG, 0, 0 };
static const struct rule rule = { .name = "a-rule", .why = "why it decides" };

/* Of any size, it ends within, and says the beginning. */
static void what_does_not_fit_is_cut(void **state)
{
	const struct reason reason = { .rule = &rule, .facts_count = 2, .facts = { acks, bbr } };
	static const char fact[] = "12 ACKs (required: 8)";
	static const char facts[] = "12 ACKs (required: 8), BBR paces by its own model";
	char text[EXPLAIN_LEN];

	(void)state;
	for (size_t size = 1; size <= sizeof(facts) + 1; size++) {
		memset(text, '#', sizeof(text));
		explain_facts(text, size, &reason);
		assert_true(strlen(text) < size);
		assert_memory_equal(text, facts, strlen(text));
		assert_int_equal(text[size], '#');
	}
	assert_string_equal(text, facts);
	for (size_t size = 1; size <= sizeof(fact) + 1; size++) {
		memset(text, '#', sizeof(text));
		explain_fact(text, size, &acks);
		assert_true(strlen(text) < size);
		assert_memory_equal(text, fact, strlen(text));
		assert_int_equal(text[size], '#');
	}
	assert_string_equal(text, fact);
}

static void in_a_few_words(void **state)
{
	const struct reason two = { .rule = &rule, .facts_count = 2, .facts = { acks, bbr } };
	const struct reason none = { .rule = &rule };
	char text[EXPLAIN_LEN];

	(void)state;
	/* the last of its figures: what decides comes last */
	assert_string_equal(explain_briefly(text, sizeof(text), &(struct because){ .limit = two }),
			    "a-rule: BBR paces by its own model");
	/* a row that asked for nothing has its theory */
	assert_string_equal(explain_briefly(text, sizeof(text), &(struct because){ .limit = none }),
			    "a-rule: why it decides");
	assert_string_equal(explain_facts(text, sizeof(text), &none), "why it decides");
	assert_string_equal(explain_briefly(text, sizeof(text), &(struct because){ 0 }), "");
	assert_string_equal(explain_briefly(text, sizeof(text), NULL), "");
}

static void the_cause_decides_where_one_was_asked_for(void **state)
{
	struct because because = { 0 };

	(void)state;
	assert_null(explain_deciding(NULL));
	assert_null(explain_deciding(&because));
	because.limit.rule = &rule;
	assert_ptr_equal(explain_deciding(&because), &because.limit);
	because.cause.rule = &rule;
	assert_ptr_equal(explain_deciding(&because), &because.cause);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fact_with_its_figures),
		cmocka_unit_test(what_does_not_fit_is_cut),
		cmocka_unit_test(in_a_few_words),
		cmocka_unit_test(the_cause_decides_where_one_was_asked_for),
	};

	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
