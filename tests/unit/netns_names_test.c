/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What namespaces are called: files of a directory, and the host's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "os/netns_names.h"
#include "tree.h"

#define SECOND 1000000000ull
#define HOST 7 /* no file has such an inode */

static uint32_t inode_of(struct tree *tree, const char *path)
{
	char whole[PATH_MAX];
	struct stat st;

	tree_path(tree, path, whole);
	assert_int_equal(stat(whole, &st), 0);
	return (uint32_t)st.st_ino;
}

static uint32_t make(struct tree *tree, const char *path)
{
	tree_write(tree, path, "");
	return inode_of(tree, path);
}

static void names(void **state)
{
	struct netns_names *names;
	struct tree tree;
	uint32_t blue, red, odd, host;

	(void)state;
	tree_new(&tree);
	blue = make(&tree, "/blue");
	odd = make(&tree, "/a;id\n\xff");
	host = make(&tree, "/" NETNS_HOST);
	names = netns_names_new(tree.root, HOST);
	assert_non_null(names);
	assert_string_equal(netns_names_get(names, HOST, 0), "host");
	assert_string_equal(netns_names_get(names, blue, 0), "blue");
	assert_string_equal(netns_names_get(names, odd, 0), "a;id\n\xff");
	assert_null(netns_names_get(names, host, 0)); /* it is not the host's */
	assert_null(netns_names_get(names, 8, 0));
	assert_null(netns_names_get(names, 0, 0));
	/* a second later it is seen what came, and what went */
	red = make(&tree, "/red");
	assert_null(netns_names_get(names, red, SECOND - 1));
	assert_string_equal(netns_names_get(names, red, SECOND), "red");
	netns_names_free(names);
	tree_free(&tree);
}

static void two_names_of_one(void **state)
{
	char from[PATH_MAX], to[PATH_MAX];
	struct netns_names *names;
	struct tree tree;
	uint32_t inode;

	(void)state;
	tree_new(&tree);
	inode = make(&tree, "/b");
	tree_path(&tree, "/b", from);
	tree_path(&tree, "/a", to);
	assert_int_equal(link(from, to), 0);
	names = netns_names_new(tree.root, 0);
	assert_string_equal(netns_names_get(names, inode, 0), "a");
	netns_names_free(names);
	tree_free(&tree);
}

static void no_directory(void **state)
{
	struct netns_names *names = netns_names_new("/nowhere/at/all", HOST);

	(void)state;
	assert_null(netns_names_get(names, 8, 0));
	assert_string_equal(netns_names_get(names, HOST, 0), "host");
	netns_names_free(names);
	netns_names_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(two_names_of_one),
		cmocka_unit_test(no_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
