// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/netns_prefix.h"
#include "os/netns.h"
#include "skip.h"

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

/* A namespace that is mounted there by this name: its inode; 0 where that is not allowed. */
static uint32_t mount_namespace(const char *path)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), fd;
	uint32_t inode = 0;

	if (mkdir(NETNS_NAMES_DIR, 0755) && errno != EEXIST)
		fd = -1;
	else
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0 && !unshare(CLONE_NEWNET)) {
		if (!mount("/proc/self/ns/net", path, NULL, MS_BIND, NULL))
			inode = netns_own();
		assert_int_equal(setns(home, CLONE_NEWNET), 0);
	}
	if (fd >= 0 && !inode)
		unlink(path);
	if (fd >= 0)
		close(fd);
	close(home);
	return inode;
}

/* A name that does something in a shell is in no command to paste: another way leads there, or none. */
static void names(void **state)
{
	static const struct {
		const char *name;
		bool taken;
	} rows[] = {
		{ "tcpbdp-test_1.a", true }, { "tcpbdp;id", false },  { "tcpbdp$(id)", false },
		{ "tcpbdp`id`", false },     { "tcpbdp\nid", false }, { "tcpbdp id", false },
		{ "-tcpbdp", false },        { "tcpbdp'", false },    { "tcpbdp\x1b[2J", false },
	};
	const struct run run = run_in(NOWHERE, NOWHERE, true);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char path[64], words[NETNS_PREFIX_LEN];
		uint32_t inode;
		bool taken;

		snprintf(path, sizeof(path), NETNS_NAMES_DIR "/%s", rows[i].name);
		inode = mount_namespace(path);
		if (!inode)
			skip_because("mounting a network namespace needs root");
		taken = netns_prefix(words, &run, inode, 0);
		umount2(path, MNT_DETACH);
		unlink(path);
		assert_true(taken == rows[i].taken);
		assert_true(taken == !!strstr(words, rows[i].name));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(here),   cmocka_unit_test(here_is_not_where_the_shell_is),
		cmocka_unit_test(no_way), cmocka_unit_test(through_a_process),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
