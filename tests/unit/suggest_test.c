// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "options/suggest.h"

static const char *nearest(const char *typed)
{
	static const char *const names[] = { "trace", "top", "doctor", "sample-interval", "port" };
	struct suggestion best = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		suggest_offer(&best, typed, strlen(typed), names[i]);
	return best.name;
}

static void near_and_far(void **state)
{
	(void)state;
	assert_string_equal(nearest("tarce"), "trace");
	assert_string_equal(nearest("trac"), "trace");
	assert_string_equal(nearest("traces"), "trace");
	assert_string_equal(nearest("doc"), "doctor");
	assert_string_equal(nearest("doktor"), "doctor");
	assert_string_equal(nearest("ports"), "port");
	assert_string_equal(nearest("sample_intervall"), "sample-interval");
	assert_string_equal(nearest("interval"), "sample-interval");
	assert_null(nearest("terval"));
	assert_null(nearest(""));
	assert_null(nearest("t"));
	assert_null(nearest("bogus"));
	assert_null(nearest("a-name-that-is-much-longer-than-any-of-ours"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(near_and_far) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
