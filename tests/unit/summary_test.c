/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The ledger: when it adds up, and that each of its members counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "finding/summary.h"

/* DESIGN.md section 3, with a loss */
static const struct ledger good = {
	.by_event = { 80000, 11000, 200, 34 },
	.emitted = 820,
	.suppressed = 90400,
	.dropped = 8,
	.filtered = 6,
	.consumed = 820,
};

static void event_names(void **state)
{
	(void)state;
	assert_string_equal(event_name(EVENT_SEGMENTS), "segments");
	assert_string_equal(event_name(EVENT_SENDS), "sends");
	assert_string_equal(event_name(EVENT_READS), "reads");
	assert_string_equal(event_name(EVENT_CLOSES), "closes");
}

static void events_seen(void **state)
{
	struct ledger empty = { 0 }, one = { .by_event = { [EVENT_CLOSES] = 1 } };
	struct ledger most = { .by_event = { UINT64_MAX } };

	(void)state;
	assert_int_equal(ledger_events_seen(&empty), 0);
	assert_int_equal(ledger_events_seen(&one), 1);
	assert_int_equal(ledger_events_seen(&most), UINT64_MAX);
	assert_int_equal(ledger_events_seen(&good), 91234);
}

static void adds_up(void **state)
{
	struct ledger empty = { 0 };

	(void)state;
	assert_true(ledger_adds_up(&empty));
	assert_true(ledger_adds_up(&good));
}

static void each_member_counts(void **state)
{
	struct ledger l = good;
	uint64_t *members[] = {
		&l.by_event[0], &l.by_event[1], &l.by_event[2], &l.by_event[3], &l.emitted,
		&l.suppressed,  &l.dropped,     &l.filtered,    &l.consumed,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		++*members[i];
		assert_false(ledger_adds_up(&l));
		*members[i] -= 2;
		assert_false(ledger_adds_up(&l));
		++*members[i];
		assert_true(ledger_adds_up(&l));
	}
}

/* A sample that was emitted and never read is a loss, though the events are all accounted for. */
static void emitted_must_be_consumed(void **state)
{
	struct ledger l = { .by_event = { 2 }, .emitted = 2, .consumed = 1 };

	(void)state;
	assert_false(ledger_adds_up(&l));
	l.consumed = 2;
	assert_true(ledger_adds_up(&l));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event_names),
		cmocka_unit_test(events_seen),
		cmocka_unit_test(adds_up),
		cmocka_unit_test(each_member_counts),
		cmocka_unit_test(emitted_must_be_consumed),
	};

	return cmocka_run_group_tests_name("summary", tests, NULL, NULL);
}
