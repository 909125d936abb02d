/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The orders of a list: which comes first, what is not known last, equal ones by cookie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "finding/order.h"

#define FIRST .id.cookie = 9
#define LAST .id.cookie = 1

/* In each row first comes before last, although its cookie is larger. */
static const struct row {
	enum sort_key key;
	struct finding first, last;
} rows[] = {
	{ SORT_CEILING, { FIRST, .send.dir.ceiling_bps = 1 }, { LAST, .send.dir.ceiling_bps = 2 } },
	{ SORT_CEILING,
	  { FIRST, .send.dir.ceiling_bps = 9, .recv.dir.ceiling_bps = 1 },
	  { LAST, .send.dir.ceiling_bps = 2, .recv.dir.ceiling_bps = 3 } },
	{ SORT_CEILING, { FIRST, .recv.dir.ceiling_bps = UINT64_MAX }, { LAST } },
	{ SORT_RTT, { FIRST, .rtt_min_us = 2 }, { LAST, .rtt_min_us = 1 } },
	{ SORT_RTT, { FIRST, .rtt_min_us = 1 }, { LAST } },
	{ SORT_BUFFER,
	  { FIRST, .send.dir.buffer_bytes = UINT32_MAX, .recv.dir.buffer_bytes = 1 },
	  { LAST, .send.dir.buffer_bytes = UINT32_MAX } },
	{ SORT_USED,
	  { FIRST, .recv.dir.buffer_used_bytes = 2 },
	  { LAST, .send.dir.buffer_used_bytes = 1 } },
	{ SORT_WINDOW, { FIRST, .send.dir.window_bytes = 1 }, { LAST, .recv.dir.window_bytes = 2 } },
	{ SORT_PID, { FIRST, .id.pid = 1 }, { LAST, .id.pid = 2 } },
	{ SORT_PID, { FIRST, .id.pid = 1 }, { LAST } },
	{ SORT_COMM, { FIRST, .id.comm = "a" }, { LAST, .id.comm = "b" } },
	{ SORT_COMM, { FIRST, .id.comm = "z" }, { LAST } },
	{ SORT_NETNS, { FIRST, .id.netns = 1 }, { LAST, .id.netns = 2 } },
	{ SORT_STATE, { FIRST, .state = 1 }, { LAST, .state = 2 } },
};

static void orders(void **state)
{
	unsigned tested = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];

		if (sort_compare(row->key, &row->first, &row->last) >= 0 ||
		    sort_compare(row->key, &row->last, &row->first) <= 0)
			fail_msg("row %zu, by %s", i, sort_key_name(row->key));
		tested |= 1u << row->key;
	}
	assert_int_equal(tested, (1u << SORT_KEY_MAX) - 2);
}

static void equal_ones(void **state)
{
	const struct finding a = { .id.cookie = 1 }, b = { .id.cookie = 2 };

	(void)state;
	for (int key = SORT_NONE; key < SORT_KEY_MAX; key++) {
		assert_true(sort_compare(key, &a, &b) < 0);
		assert_true(sort_compare(key, &b, &a) > 0);
		assert_int_equal(sort_compare(key, &a, &a), 0);
	}
}

static void names(void **state)
{
	(void)state;
	assert_null(sort_key_name(SORT_NONE));
	assert_string_equal(sort_key_name(SORT_CEILING), "ceiling");
	assert_string_equal(sort_key_name(SORT_STATE), "state");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders),
		cmocka_unit_test(equal_ones),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
