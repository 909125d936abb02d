// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A setting of the host that is looked at, as a number. */
#include "run/run.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define OWN 7 /* a namespace */

/* The text is the name; only OWN's is known. */
static int echo(struct run *run, uint32_t netns, const char *name, char *ret_text, size_t text_len)
{
	(void)run;
	if (netns != OWN)
		return -ENOENT;
	snprintf(ret_text, text_len, "%s", name);
	return 0;
}

static void last_numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t value;
	} cases[] = {
		{ "4096\t131072\t6291456", 6291456 },
		{ "212992", 212992 },
		{ "0", 0 },
		{ "", 0 },
		{ "1 x", 0 },
		{ "18446744073709551615", UINT64_MAX },
		{ "99999999999999999999", UINT64_MAX },
	};
	static const struct run_ops ops = { .sysctl = echo };
	struct run run = { .ops = &ops };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(run_setting(&run, OWN, cases[i].text), cases[i].value);
	assert_int_equal(run_setting(&run, OWN + 1, "1"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(last_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
