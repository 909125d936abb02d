/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules as data: each row decides for some answers to what its list asks, and the last one takes
 * what is left. Every predicate is used, every row says why.
 */
#include "verdict/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define ASKED_MAX 32

struct assignment {
	enum predicate asked[ASKED_MAX];
	unsigned count;
	uint32_t bits;
};

static unsigned index_of(struct assignment *a, enum predicate predicate)
{
	unsigned i = 0;

	while (i < a->count && a->asked[i] != predicate)
		i++;
	return i;
}

static void learn(struct assignment *a, const enum predicate *predicates, int max)
{
	for (int i = 0; i < max && predicates[i]; i++) {
		if (index_of(a, predicates[i]) < a->count)
			continue;
		assert_in_range(a->count, 0, ASKED_MAX - 1);
		a->asked[a->count++] = predicates[i];
	}
}

static struct assignment assignment_of(enum rule_list list)
{
	struct assignment a = { 0 };
	size_t rows;
	const struct rule *rule = rules_of(list, &rows);

	for (; rows; rule++, rows--) {
		learn(&a, rule->when, RULE_WHEN_MAX);
		learn(&a, rule->unless, RULE_UNLESS_MAX);
	}
	return a;
}

static bool ask(void *ctx, enum predicate predicate)
{
	struct assignment *a = ctx;

	return a->bits >> index_of(a, predicate) & 1;
}

static bool has(const enum predicate *predicates, int max, enum predicate wanted)
{
	for (int i = 0; i < max && predicates[i]; i++)
		if (predicates[i] == wanted)
			return true;
	return false;
}

static void answer(struct assignment *a, enum predicate predicate, bool yes)
{
	uint32_t bit = UINT32_C(1) << index_of(a, predicate);

	a->bits = yes ? a->bits | bit : a->bits & ~bit;
}

/* Some answers let the row decide, found by turning down each row that would before it. */
static bool can_decide(enum rule_list list, const struct rule *row, struct assignment a)
{
	const struct rule *first = rules_first(list, ask, &a);

	if (first == row)
		return true;
	if (first > row)
		return false;
	for (int i = 0; i < RULE_UNLESS_MAX && first->unless[i]; i++) {
		struct assignment turned = a;

		if (has(row->unless, RULE_UNLESS_MAX, first->unless[i]))
			continue;
		answer(&turned, first->unless[i], true);
		if (turned.bits != a.bits && can_decide(list, row, turned))
			return true;
	}
	return false;
}

static void every_row_can_decide(void **state)
{
	(void)state;
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++) {
		size_t count;
		const struct rule *rows = rules_of(list, &count);

		for (size_t i = 0; i < count; i++) {
			struct assignment a = assignment_of(list);

			for (int k = 0; k < RULE_WHEN_MAX && rows[i].when[k]; k++)
				answer(&a, rows[i].when[k], true);
			if (!can_decide(list, &rows[i], a))
				fail_msg("%s: %s can never decide", rules_name(list), rows[i].name);
		}
	}
}

/* Only such rows fit: the tables are of fixed size, and a row too long would be cut in silence. */
static void every_row_has_a_name_of_its_own_and_a_reason(void **state)
{
	(void)state;
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++) {
		size_t count;
		const struct rule *rows = rules_of(list, &count);

		for (size_t i = 0; i < count; i++) {
			assert_non_null(rows[i].why);
			assert_true(strlen(rows[i].why) > 8);
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(rows[i].name, rows[j].name);
		}
	}
}

static void every_predicate_is_used(void **state)
{
	bool used[PREDICATE_MAX] = { [PREDICATE_NONE] = true };

	(void)state;
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++) {
		struct assignment a = assignment_of(list);

		for (unsigned i = 0; i < a.count; i++)
			used[a.asked[i]] = true;
	}
	for (enum predicate p = 0; p < PREDICATE_MAX; p++)
		if (!used[p])
			fail_msg("no rule asks for %s", predicate_name(p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_can_decide),
		cmocka_unit_test(every_row_has_a_name_of_its_own_and_a_reason),
		cmocka_unit_test(every_predicate_is_used),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
