// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Processes by their names: this one's, as it calls itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "os/process.h"

static bool finds_itself(const char *name)
{
	uint32_t pids[16];
	size_t count = 99;

	assert_int_equal(process_find(name, pids, 16, &count), 0);
	for (size_t i = 0; i < count && i < 16; i++)
		if (pids[i] == (uint32_t)getpid())
			return true;
	return false;
}

static void by_name(void **state)
{
	(void)state;
	assert_int_equal(prctl(PR_SET_NAME, "a, b:c"), 0);
	assert_true(finds_itself("a, b:c"));
	assert_false(finds_itself("a, b:"));
	assert_false(finds_itself("a, b:cd"));
	assert_false(finds_itself(""));
	assert_false(finds_itself("A, B:C"));
}

/* The kernel keeps 15 bytes of a name. */
static void by_long_name(void **state)
{
	(void)state;
	assert_int_equal(prctl(PR_SET_NAME, "0123456789abcdefgh"), 0);
	assert_true(finds_itself("0123456789abcdefgh"));
	assert_true(finds_itself("0123456789abcde"));
	assert_true(finds_itself("0123456789abcdeX"));
	assert_false(finds_itself("0123456789abcd"));
}

static void more_than_there_is_room_for(void **state)
{
	uint32_t pid = 77;
	size_t count = 0;

	(void)state;
	assert_int_equal(prctl(PR_SET_NAME, "tcpbdp-unit"), 0);
	assert_int_equal(process_find("tcpbdp-unit", &pid, 0, &count), 0);
	assert_true(count >= 1);
	assert_int_equal(pid, 77);
	assert_int_equal(process_find("no such name", &pid, 1, &count), 0);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_name),
		cmocka_unit_test(by_long_name),
		cmocka_unit_test(more_than_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
