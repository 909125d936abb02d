// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "os/link.h"
#include "tree.h"

static void device(struct tree *tree, const char *name, const char *ifindex, const char *speed,
		   bool real)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/class/net/%s/ifindex", name);
	tree_write(tree, path, ifindex);
	snprintf(path, sizeof(path), "/sys/class/net/%s/speed", name);
	if (speed)
		tree_write(tree, path, speed);
	snprintf(path, sizeof(path), "/sys/class/net/%s/device", name);
	if (real)
		tree_mkdir(tree, path);
}

static void speeds(void **state)
{
	struct tree tree;

	(void)state;
	tree_new(&tree);
	assert_int_equal(link_speed_bps(tree.root, 1), 0);
	device(&tree, "lo", "1\n", NULL, false);
	device(&tree, "eth0", "2\n", "1000\n", true);
	device(&tree, "eth1", "3\n", "400000\n", true);
	device(&tree, "veth0", "4\n", "10000\n", false);
	device(&tree, "down", "5\n", "-1\n", true);
	device(&tree, "zero", "6\n", "0\n", true);
	device(&tree, "unknown", "7\n", "4294967295\n", true);
	device(&tree, "junk", "8\n", "fast\n", true);
	device(&tree, "silent", "9\n", NULL, true);
	tree_write(&tree, "/sys/class/net/bonding_masters", "\n");
	assert_int_equal(link_speed_bps(tree.root, 1), 0);
	assert_int_equal(link_speed_bps(tree.root, 2), 1000000000);
	assert_int_equal(link_speed_bps(tree.root, 3), 400000000000);
	for (uint32_t ifindex = 4; ifindex < 11; ifindex++)
		assert_int_equal(link_speed_bps(tree.root, ifindex), 0);
	assert_int_equal(link_speed_bps(tree.root, 0), 0);
	assert_int_equal(link_speed_bps(tree.root, UINT32_MAX), 0);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(speeds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
