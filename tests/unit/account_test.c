/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Spans add up by their time: the limit with the most of it, its share, its cause and its reason. */
#include "verdict/account.h"

#include "model_fixture.h"

#define SPANS_MAX 3

/* A span of one verdict, which decided by a rule of that name. */
struct span {
	uint64_t ns;
	enum limit limit;
	enum cause cause;
	struct rule rule;
};

static void add(struct account *account, const struct span *span)
{
	struct judgement judged = { .ns = span->ns, .count = 1 };

	judged.parts[0] = (struct verdict){ .limit = span->limit,
					    .cause = span->cause,
					    .share_permille = 1000,
					    .because.limit.rule = &span->rule };
	account_add(account, &judged);
}

static void what_leads(void **state)
{
	static const struct {
		const char *name;
		struct span spans[SPANS_MAX];
		enum limit limit;
		enum cause cause;
		uint16_t share_permille;
		const char *rule; /* NULL: the span that made it lead said another cause */
	} cases[] = {
		{ "one span",
		  { { 5, LIMIT_APP, CAUSE_NONE, { "a" } } },
		  LIMIT_APP,
		  CAUSE_NONE,
		  1000,
		  "a" },
		{ "the longer time",
		  { { 300, LIMIT_APP, CAUSE_NONE, { "a" } },
		    { 700, LIMIT_CWND, CAUSE_NONE, { "b" } } },
		  LIMIT_CWND,
		  CAUSE_NONE,
		  700,
		  "b" },
		{ "and not the later",
		  { { 700, LIMIT_APP, CAUSE_NONE, { "a" } },
		    { 300, LIMIT_CWND, CAUSE_NONE, { "b" } } },
		  LIMIT_APP,
		  CAUSE_NONE,
		  700,
		  "a" },
		{ "of the same time the first",
		  { { 5, LIMIT_APP, CAUSE_NONE, { "a" } }, { 5, LIMIT_CWND, CAUSE_NONE, { "b" } } },
		  LIMIT_APP,
		  CAUSE_NONE,
		  500,
		  "a" },
		{ "of nearly the same time the one that a setting can change",
		  { { 525, LIMIT_APP, CAUSE_NONE, { "a" } },
		    { 476, LIMIT_SNDBUF, CAUSE_TCP_WMEM, { "b" } } },
		  LIMIT_SNDBUF,
		  CAUSE_TCP_WMEM,
		  475,
		  "b" },
		{ "and not of less",
		  { { 526, LIMIT_APP, CAUSE_NONE, { "a" } },
		    { 474, LIMIT_SNDBUF, CAUSE_TCP_WMEM, { "b" } } },
		  LIMIT_APP,
		  CAUSE_NONE,
		  526,
		  "a" },
		{ "nor one whose cause is open",
		  { { 501, LIMIT_APP, CAUSE_NONE, { "a" } },
		    { 499, LIMIT_SNDBUF, CAUSE_NONE, { "b" } } },
		  LIMIT_APP,
		  CAUSE_NONE,
		  501,
		  "a" },
		{ "a limit counts with all its causes",
		  { { 300, LIMIT_RWND, CAUSE_PEER_BUFFER, { "a" } },
		    { 400, LIMIT_APP, CAUSE_NONE, { "b" } },
		    { 300, LIMIT_RWND, CAUSE_PEER_READER, { "c" } } },
		  LIMIT_RWND,
		  CAUSE_PEER_BUFFER,
		  600,
		  NULL },
		{ "and has the cause of the most of it",
		  { { 300, LIMIT_RWND, CAUSE_PEER_BUFFER, { "a" } },
		    { 301, LIMIT_RWND, CAUSE_PEER_READER, { "b" } } },
		  LIMIT_RWND,
		  CAUSE_PEER_READER,
		  1000,
		  "b" },
		{ "or none, where the most is open",
		  { { 300, LIMIT_RWND, CAUSE_PEER_BUFFER, { "a" } },
		    { 301, LIMIT_RWND, CAUSE_NONE, { "b" } } },
		  LIMIT_RWND,
		  CAUSE_NONE,
		  1000,
		  "b" },
		{ "the reason is the newest of what leads",
		  { { 300, LIMIT_RWND, CAUSE_NONE, { "a" } },
		    { 300, LIMIT_RWND, CAUSE_NONE, { "b" } },
		    { 100, LIMIT_APP, CAUSE_NONE, { "c" } } },
		  LIMIT_RWND,
		  CAUSE_NONE,
		  857,
		  "b" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct account account = { 0 };
		struct verdict v;

		for (int k = 0; k < SPANS_MAX && cases[i].spans[k].ns; k++)
			add(&account, &cases[i].spans[k]);
		v = account_verdict(&account);
		if (v.limit != cases[i].limit || v.cause != cases[i].cause ||
		    v.share_permille != cases[i].share_permille)
			fail_msg("%s: %s/%s %u", cases[i].name, limit_name(v.limit),
				 cause_or_none(v.cause), v.share_permille);
		if (cases[i].rule)
			assert_string_equal(v.because.limit.rule->name, cases[i].rule);
		else
			assert_null(v.because.limit.rule);
	}
}

static void nothing_is_idle(void **state)
{
	const struct judgement silent = { .ns = 0,
					  .count = 1,
					  .parts = { { .share_permille = 1000 } } };
	struct account account = { 0 };

	(void)state;
	assert_false(account_any(&account));
	assert_int_equal(account_verdict(&account).limit, LIMIT_IDLE);
	assert_null(account_verdict(&account).because.limit.rule);
	assert_int_equal(account_share(&account, LIMIT_IDLE), 0);
	account_add(&account, &silent);
	assert_false(account_any(&account));
	assert_int_equal(account_verdict(&account).limit, LIMIT_IDLE);
}

/* The parts of a span share its time, and each is added to what its own verdict had. */
static void parts_share_a_span(void **state)
{
	const struct judgement judged = {
		.ns = 1000 * MS,
		.count = 3,
		.parts = { { .limit = LIMIT_RWND,
			     .cause = CAUSE_PEER_BUFFER,
			     .share_permille = 500 },
			   { .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM, .share_permille = 200 },
			   { .limit = LIMIT_APP, .share_permille = 300 } },
	};
	struct account account = { 0 };

	(void)state;
	account_add(&account, &judged);
	account_add(&account, &judged);
	assert_int_equal(account.count, 3);
	assert_int_equal(account.cells[0].ns, 1000 * MS);
	assert_int_equal(account.cells[1].ns, 400 * MS);
	assert_int_equal(account_share(&account, LIMIT_RWND), 500);
	assert_int_equal(account_share(&account, LIMIT_SNDBUF), 200);
	assert_int_equal(account_share(&account, LIMIT_APP), 300);
	assert_int_equal(account_share(&account, LIMIT_CWND), 0);
}

/* More verdicts than there are cells for: no time is lost. */
static void the_rest_is_unknown(void **state)
{
	static const struct span unknown = { 1, LIMIT_UNKNOWN, CAUSE_NONE, { "u" } };

	(void)state;
	for (int with_unknown = 0; with_unknown < 2; with_unknown++) {
		struct account account = { 0 };
		uint64_t sum = 0;

		for (unsigned i = 0; i < ACCOUNT_CELLS + 2; i++) {
			const struct span span = { 10, LIMIT_RWND, (enum cause)i, { "r" } };

			if (i == 5 && with_unknown)
				add(&account, &unknown);
			add(&account, &span);
		}
		assert_int_equal(account.count, ACCOUNT_CELLS);
		for (unsigned i = 0; i < account.count; i++)
			sum += account.cells[i].ns;
		assert_int_equal(sum, 10 * (ACCOUNT_CELLS + 2) + with_unknown);
		assert_int_equal(account.cells[with_unknown ? 5 : 0].ns, 30 + with_unknown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads),
		cmocka_unit_test(nothing_is_idle),
		cmocka_unit_test(parts_share_a_span),
		cmocka_unit_test(the_rest_is_unknown),
	};

	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
