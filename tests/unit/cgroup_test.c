// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "os/cgroup.h"
#include "skip.h"
#include "tree.h"

#define SECOND UINT64_C(1000000000)

static int set_up(void **state)
{
	static struct tree tree;

	tree_new(&tree);
	*state = &tree;
	return 0;
}

static int tear_down(void **state)
{
	tree_free(*state);
	return 0;
}

static int mount_in(struct tree *tree, const char *mounts, char *path, size_t len)
{
	char file[PATH_MAX];

	tree_write(tree, "/mounts", mounts);
	snprintf(file, sizeof(file), "%s/mounts", tree->root);
	return cgroup_mount(file, path, len);
}

static void mount_point(void **state)
{
	char path[64] = "untouched";

	assert_int_equal(cgroup_mount("/no/such/file", path, sizeof(path)), -ENOENT);
	assert_int_equal(mount_in(*state, "", path, sizeof(path)), -ENOENT);
	assert_int_equal(mount_in(*state, "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n", path,
				  sizeof(path)),
			 -ENOENT);
	assert_string_equal(path, "untouched");
	assert_int_equal(
		mount_in(*state, "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", path, sizeof(path)), 0);
	assert_string_equal(path, "/sys/fs/cgroup");
	assert_int_equal(mount_in(*state,
				  "proc /proc proc rw 0 0\n"
				  "tmpfs /sys/fs/cgroup tmpfs rw 0 0\n"
				  "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n"
				  "cgroup2 /a\\040b/unified cgroup2 rw 0 0\n"
				  "cgroup2 /second cgroup2 rw 0 0\n",
				  path, sizeof(path)),
			 0);
	assert_string_equal(path, "/a b/unified");
	assert_int_equal(mount_in(*state, "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", path, 14),
			 -ENOENT);
}

static void names(void **state)
{
	struct tree *tree = *state;
	uint64_t root = tree_mkdir(tree, "");
	uint64_t slice = tree_mkdir(tree, "/system.slice");
	uint64_t service = tree_mkdir(tree, "/system.slice/x.service");
	uint64_t hostile = tree_mkdir(tree, "/\x1b[31m \xff..");
	struct cgroups *groups;

	tree_write(tree, "/system.slice/cgroup.procs", "");
	assert_int_equal(cgroups_new(tree->root, &groups), 0);
	assert_null(cgroups_path(groups, 0, 0));
	assert_string_equal(cgroups_path(groups, root, 0), "/");
	assert_string_equal(cgroups_path(groups, slice, 0), "/system.slice");
	assert_string_equal(cgroups_path(groups, service, 0), "/system.slice/x.service");
	assert_string_equal(cgroups_path(groups, hostile, 0), "/\x1b[31m \xff..");
	assert_null(cgroups_path(groups, UINT64_MAX, 0));
	cgroups_free(groups);
}

static void rescans(void **state)
{
	struct tree *tree = *state;
	uint64_t a = tree_mkdir(tree, "/a"), b, c;
	struct cgroups *groups;

	assert_int_equal(cgroups_new(tree->root, &groups), 0);
	assert_string_equal(cgroups_path(groups, a, SECOND), "/a");
	b = tree_mkdir(tree, "/b");
	/* not within a second of the last scan */
	assert_null(cgroups_path(groups, b, 2 * SECOND - 1));
	assert_string_equal(cgroups_path(groups, b, 2 * SECOND), "/b");
	/* an id that no scan finds is not looked for again, but does not hide a new one */
	assert_null(cgroups_path(groups, UINT64_MAX, 10 * SECOND));
	c = tree_mkdir(tree, "/c");
	assert_null(cgroups_path(groups, UINT64_MAX, 20 * SECOND));
	assert_string_equal(cgroups_path(groups, c, 20 * SECOND), "/c");
	assert_null(cgroups_path(groups, UINT64_MAX, 30 * SECOND));
	assert_string_equal(cgroups_path(groups, a, 30 * SECOND), "/a");
	cgroups_free(groups);
}

static void many_and_deep(void **state)
{
	struct tree *tree = *state;
	struct cgroups *groups;
	char path[PATH_MAX] = "";
	uint64_t id = 0, other;

	for (int i = 0; i < 200; i++) {
		snprintf(path, sizeof(path), "/many-%d", i);
		other = tree_mkdir(tree, path);
	}
	path[0] = '\0';
	for (int i = 0; i < 60; i++) {
		strcat(path, "/deeper");
		id = tree_mkdir(tree, path);
	}
	assert_int_equal(cgroups_new(tree->root, &groups), 0);
	assert_string_equal(cgroups_path(groups, id, 0), path);
	assert_string_equal(cgroups_path(groups, other, 0), "/many-199");
	cgroups_free(groups);
}

/* Any user of systemd's may make groups below his own, and so long are their names. */
static void too_many(void **state)
{
	struct tree *tree = *state;
	static uint64_t ids[5000];
	const size_t count = sizeof(ids) / sizeof(ids[0]);
	struct cgroups *groups;
	char path[PATH_MAX] = "", name[240];
	size_t known = 0;

	for (int i = 0; i < 15; i++) {
		memset(name, 'a' + i, sizeof(name));
		name[0] = '/';
		name[sizeof(name) - 1] = '\0';
		strcat(path, name);
		tree_mkdir(tree, path);
	}
	for (size_t i = 0; i < count; i++) {
		snprintf(path + 15 * (sizeof(name) - 1), 16, "/%zu", i);
		ids[i] = tree_mkdir(tree, path);
	}
	assert_int_equal(cgroups_new(tree->root, &groups), 0);
	for (size_t i = 0; i < count; i++)
		known += cgroups_path(groups, ids[i], 0) != NULL;
	assert_in_range(known, 4000, CGROUPS_BYTES_MAX / (15 * (sizeof(name) - 1)));
	cgroups_free(groups);
}

static void no_mount(void **state)
{
	struct cgroups *groups = NULL;

	(void)state;
	assert_int_equal(cgroups_new("/no/such/mount", &groups), -ENODEV);
	assert_null(groups);
	cgroups_free(NULL);
}

/* The real hierarchy, where there is one. */
static void of_this_host(void **state)
{
	char mount[PATH_MAX];
	struct stat st;
	uint64_t id = 0;

	(void)state;
	if (cgroup_mount("/proc/self/mounts", mount, sizeof(mount))) {
		assert_int_equal(cgroup_from_path("/", &id), -ENODEV);
		skip_because("no cgroup2 is mounted here");
	}
	assert_int_equal(stat(mount, &st), 0);
	assert_int_equal(cgroup_from_path("/", &id), 0);
	assert_int_equal(id, st.st_ino);
	id = 0;
	assert_int_equal(cgroup_from_path(mount, &id), 0);
	assert_int_equal(id, st.st_ino);
	assert_int_equal(cgroup_from_path("", &id), -ENOENT);
	assert_int_equal(cgroup_from_path("/etc", &id), -ENOENT);
	assert_int_equal(cgroup_from_path("cgroup.procs", &id), -ENOENT);
	assert_int_equal(cgroup_from_path("../../../etc", &id), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(mount_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rescans, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_and_deep, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_many, set_up, tear_down),
		cmocka_unit_test(no_mount),
		cmocka_unit_test(of_this_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
