// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/netns_prefix.h"
#include "os/netns.h"

#define NOWHERE 7 /* no namespace has such an inode */

static struct run run_in(uint32_t own, uint32_t boot, bool live)
{
	return (struct run){ .live = live, .own_netns = own, .boot_netns = boot };
}

static void here(void **state)
{
	const struct run run = run_in(NOWHERE, NOWHERE, true);
	char words[NETNS_PREFIX_LEN] = "?";

	(void)state;
	assert_true(netns_prefix(words, &run, NOWHERE, 0));
	assert_string_equal(words, "");
}

/* The shell that this was typed in is of the host, be tcpbdp of another namespace. */
static void here_is_not_where_the_shell_is(void **state)
{
	const struct run run = run_in(NOWHERE, NOWHERE + 1, false);
	char words[NETNS_PREFIX_LEN];

	(void)state;
	assert_false(netns_prefix(words, &run, NOWHERE, 0));
	assert_true(netns_prefix(words, &run, NOWHERE, 1002));
	assert_non_null(strstr(words, "nsenter -t 1002 -n "));
	assert_true(netns_prefix(words, &run, NOWHERE + 1, 1002));
	assert_non_null(strstr(words, "nsenter -t 1 -n "));
}

static void no_way(void **state)
{
	const struct run run = run_in(NOWHERE, NOWHERE, true);
	char words[NETNS_PREFIX_LEN];

	(void)state;
	assert_false(netns_prefix(words, &run, 0, (uint32_t)getpid()));
	assert_false(netns_prefix(words, &run, NOWHERE + 1, 0));
	assert_false(
		netns_prefix(words, &run, NOWHERE + 1, (uint32_t)getpid()));  /* lives elsewhere */
	assert_false(netns_prefix(words, &run, NOWHERE + 1, UINT32_MAX / 2)); /* is not there */
}

/* What the words, less the nsenter, make of a command in our own namespace. */
static int try(const char *words, const char *command)
{
	const char *inner = strstr(words, "sh -c ");
	char line[512];

	assert_non_null(inner);
	snprintf(line, sizeof(line), "%s%s", inner, command);
	return system(line);
}

static void through_a_process(void **state)
{
	const struct run live = run_in(NOWHERE, NOWHERE, true);
	const struct run replay = run_in(NOWHERE, NOWHERE, false);
	uint32_t own = netns_own();
	char words[NETNS_PREFIX_LEN], before[64];

	(void)state;
	assert_true(netns_prefix(words, &live, own, (uint32_t)getpid()));
	snprintf(before, sizeof(before), "nsenter -t %d -n sh -c ", (int)getpid());
	assert_memory_equal(words, before, strlen(before));
	assert_int_equal(try(words, "test \"a b\" = 'a b'"), 0);
	assert_int_not_equal(try(words, "false"), 0);
	/* a process that has that number now, and is elsewhere */
	assert_true(netns_prefix(words, &replay, NOWHERE + 1, (uint32_t)getpid()));
	assert_int_not_equal(try(words, "true"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(here),
		cmocka_unit_test(here_is_not_where_the_shell_is),
		cmocka_unit_test(no_way),
		cmocka_unit_test(through_a_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
