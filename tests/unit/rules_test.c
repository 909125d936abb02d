/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules as data: over every assignment of the predicates that a list asks for, each row decides
 * somewhere, and the last one takes what is left. Every predicate is used, every row says why.
 */
#include "verdict/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define ASKED_MAX 24
#define ROWS_MAX 32

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

static void every_row_can_decide(void **state)
{
	(void)state;
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++) {
		struct assignment a = assignment_of(list);
		bool decided[ROWS_MAX] = { false };
		size_t count;
		const struct rule *rows = rules_of(list, &count);

		assert_in_range(count, 1, ROWS_MAX);
		for (a.bits = 0; a.bits >> a.count == 0; a.bits++)
			decided[rules_first(list, ask, &a) - rows] = true;
		for (size_t i = 0; i < count; i++)
			if (!decided[i])
				fail_msg("%s: %s can never decide", rules_name(list), rows[i].name);
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

/* ---- the control flow that the lists replaced, as it stood ---- */

#define IS(p) ask(a, PREDICATE_##p)

static int old_rwnd(struct assignment *a)
{
	bool full = IS(SEND_PATH_FULL) || IS(MEAN_QUEUE);
	enum cause cause;

	if (IS(PEER_LAGS))
		return IS(LOSES) ? CAUSE_NONE : CAUSE_PEER_READER;
	if (full)
		return IS(SEND_SLOWER) ? CAUSE_NONE : CAUSE_PATH_FULL;
	if (IS(CAME_TO_QUEUE) || IS(SEND_QUEUE_DOUBT))
		return CAUSE_NONE;
	if (IS(PEER_UNSCALED)) {
		cause = IS(SCALING_OFF) ? CAUSE_NO_WSCALE_LOCAL : CAUSE_NO_WSCALE_PEER;
		if (cause == CAUSE_NO_WSCALE_PEER && IS(PEER_SCALES))
			return CAUSE_NONE;
	} else if (IS(PEER_WINDOW_GROWS)) {
		return CAUSE_AUTOTUNING;
	} else {
		cause = IS(PEER_MAY_LAG) ? CAUSE_NONE : CAUSE_PEER_BUFFER;
	}
	return cause != CAUSE_NONE && !IS(RWND_CARRIED) ? CAUSE_NONE : cause;
}

static int old_sndbuf(struct assignment *a)
{
	enum cause cause;

	if (IS(SEND_PATH_FULL))
		return IS(SEND_SLOWER) ? CAUSE_NONE : CAUSE_PATH_FULL;
	if (IS(CAME_TO_QUEUE) || IS(SEND_QUEUE_DELAYED))
		return CAUSE_NONE;
	if (IS(SNDBUF_LOCKED))
		cause = CAUSE_SO_SNDBUF;
	else if (IS(SNDBUF_GROWS))
		return CAUSE_AUTOTUNING;
	else if (!IS(SNDBUF_BELOW_MAX))
		cause = CAUSE_TCP_WMEM;
	else if (IS(MEMORY_SHORT))
		cause = CAUSE_MEMORY_PRESSURE;
	else
		return CAUSE_AUTOTUNING;
	return IS(SNDBUF_CARRIED) ? cause : CAUSE_NONE;
}

static int old_binding(struct assignment *a)
{
	if (IS(FAR_BELOW))
		return CAUSE_NONE;
	if (IS(SCALE_BINDS))
		return IS(RCVBUF_LOCKED) && IS(SCALE_OF_BUFFER) ? CAUSE_SO_RCVBUF : CAUSE_WSCALE;
	if (IS(CLAMPED))
		return CAUSE_WINDOW_CLAMP;
	if (IS(RCVBUF_LOCKED))
		return CAUSE_SO_RCVBUF;
	if (IS(RCVBUF_AT_MAX))
		return CAUSE_TCP_RMEM;
	return IS(AUTOTUNING_ON) ? CAUSE_AUTOTUNING : CAUSE_AUTOTUNE_OFF;
}

static int old_rcvbuf(struct assignment *a)
{
	int cause;

	if (IS(RECV_PATH_FULL))
		return IS(RECV_SLOWER) ? CAUSE_NONE : CAUSE_PATH_FULL;
	if (IS(CAME_TO_QUEUE) || IS(RECV_QUEUE_DOUBT))
		return CAUSE_NONE;
	if (IS(OWN_UNSCALED)) {
		if (IS(SCALING_OFF))
			return CAUSE_NO_WSCALE_LOCAL;
		return IS(PEER_SCALES) ? CAUSE_NONE : CAUSE_NO_WSCALE_PEER;
	}
	if (IS(RECV_WINDOW_GROWS))
		return CAUSE_AUTOTUNING;
	cause = old_binding(a);
	if (IS(MEMORY_SHORT) && (cause == CAUSE_AUTOTUNING || cause == CAUSE_NONE))
		return CAUSE_MEMORY_PRESSURE;
	return cause;
}

static int old_send_limit(struct assignment *a)
{
	enum limit limit;

	if (!IS(ACTIVE))
		return LIMIT_IDLE;
	if (IS(MPTCP))
		limit = LIMIT_UNKNOWN;
	else if (IS(APP_LARGEST))
		limit = LIMIT_APP;
	else if (IS(CWND_LARGEST))
		limit = IS(SET_RATE) || !IS(NEAR_CWND) ? LIMIT_UNKNOWN : LIMIT_CWND;
	else if (!IS(ENOUGH_SEND_RTTS))
		limit = LIMIT_UNKNOWN;
	else
		limit = IS(SNDBUF_OVER_RWND) ? LIMIT_SNDBUF : LIMIT_RWND;
	if (IS(ENOUGH_ACKS) || IS(BOOKED))
		return limit;
	return limit == LIMIT_APP && IS(DRAINED) ? LIMIT_APP : LIMIT_UNKNOWN;
}

static int old_recv_limit(struct assignment *a)
{
	bool full = IS(WINDOW_FULL);

	if (!IS(RECEIVED))
		return LIMIT_IDLE;
	if (IS(MPTCP))
		return LIMIT_UNKNOWN;
	if (IS(READER_LAGS) && IS(READER_FELT))
		return LIMIT_READER;
	if (!IS(RTT_KNOWN) || IS(MORE_THAN_WINDOW))
		return LIMIT_UNKNOWN;
	if (!IS(BULK))
		return LIMIT_SENDER;
	if (!full && IS(BURSTS_CLOSE))
		return LIMIT_UNKNOWN;
	if (!full && IS(WINDOW_HALF_FULL) && IS(READER_LAGS_AT_TIMES))
		return LIMIT_UNKNOWN;
	if (!IS(WINDOW_FULL_PLUS_TICK))
		return LIMIT_SENDER;
	if (!IS(WINDOW_FULL_PLAIN) && IS(SMALL_WINDOW))
		return LIMIT_UNKNOWN;
	if (!full && IS(RECV_QUEUE))
		return LIMIT_SENDER;
	if (!full || !IS(ENOUGH_BYTES) || !IS(ENOUGH_RECV_RTTS) || !IS(RTT_SURE))
		return LIMIT_UNKNOWN;
	return LIMIT_RCVBUF;
}

static void the_lists_decide_as_the_code_did(void **state)
{
	static int (*const old[])(struct assignment *) = {
		[RULES_SEND_LIMIT] = old_send_limit, [RULES_RECV_LIMIT] = old_recv_limit,
		[RULES_RWND_CAUSE] = old_rwnd,       [RULES_SNDBUF_CAUSE] = old_sndbuf,
		[RULES_RCVBUF_CAUSE] = old_rcvbuf,
	};
	unsigned compared = 0;

	(void)state;
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++) {
		struct assignment a = assignment_of(list);

		for (a.bits = 0; a.bits >> a.count == 0; a.bits++, compared++)
			if (rules_first(list, ask, &a)->result != old[list](&a))
				fail_msg("%s: %s decides assignment %x otherwise", rules_name(list),
					 rules_first(list, ask, &a)->name, a.bits);
	}
	print_message("# %u assignments compared\n", compared);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_can_decide),
		cmocka_unit_test(every_row_has_a_name_of_its_own_and_a_reason),
		cmocka_unit_test(every_predicate_is_used),
		cmocka_unit_test(the_lists_decide_as_the_code_did),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
