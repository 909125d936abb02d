/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What runtimes call a container: their files, files that are not theirs, and none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "os/container_state.h"
#include "tree.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DOCKER "/var/lib/docker/containers/" ID "/config.v2.json"
#define CRI "io.containerd.runtime.v2.task/k8s.io/" ID "/config.json"
#define CRI_TEXT                                                                                   \
	"{\"ociVersion\":\"1.0.2\",\"process\":{\"env\":[\"a=b\"]},\"annotations\":{"              \
	"\"io.kubernetes.cri.container-name\":\"nginx\",\"io.kubernetes.cri.sandbox-name\":"       \
	"\"web-0\",\"io.kubernetes.cri.sandbox-namespace\":\"shop\"}}"

static void told(void **state)
{
	static const struct {
		const char *path, *text, *name, *pod, *pod_namespace;
	} rows[] = {
		{ DOCKER, "{\"ID\":\"" ID "\",\"Name\":\"/web_1.a\",\"Config\":{\"Labels\":{}}}",
		  "web_1.a", "", "" },
		{ DOCKER,
		  "{\"Config\":{\"Labels\":{\"io.kubernetes.container.name\":\"nginx\","
		  "\"io.kubernetes.pod.name\":\"web-0\",\"io.kubernetes.pod.namespace\":\"shop\"}},"
		  "\"Name\":\"/k8s_nginx_web-0_shop\"}",
		  "nginx", "web-0", "shop" },
		{ "/run/containerd/" CRI, CRI_TEXT, "nginx", "web-0", "shop" },
		{ "/run/k3s/containerd/" CRI, CRI_TEXT, "nginx", "web-0", "shop" },
		{ "/run/containerd/io.containerd.runtime.v2.task/default/" ID "/config.json",
		  "{\"annotations\":{\"nerdctl/name\":\"db\"}}", "db", "", "" },
		{ "/run/containers/storage/overlay-containers/" ID "/userdata/config.json",
		  "{\"annotations\":{\"io.kubernetes.container.name\":\"nginx\","
		  "\"io.kubernetes.pod.name\":\"web-0\",\"io.kubernetes.pod.namespace\":\"shop\"}}",
		  "nginx", "web-0", "shop" },
		/* the sandbox of a pod has no name of its own */
		{ "/run/containerd/" CRI,
		  "{\"annotations\":{\"io.kubernetes.cri.sandbox-name\":\"web-0\"}}", "", "web-0",
		  "" },
		/* what a shell would do something with, and a terminal */
		{ DOCKER, "{\"Name\":\"/a;id\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/$(id)\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/-rf\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/a b\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/a\\u001b[2J\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/../a\"}", "", "", "" },
		{ DOCKER, "{\"Name\":\"/\"}", "", "", "" },
		{ DOCKER, "", "", "", "" },
		{ DOCKER,
		  "\x7f"
		  "ELF",
		  "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct container_state s;
		struct tree tree;

		tree_new(&tree);
		tree_write(&tree, rows[i].path, rows[i].text);
		memset(&s, 0x55, sizeof(s));
		container_state_read(tree.root, ID, &s);
		tree_free(&tree);
		if (strcmp(s.name, rows[i].name) || strcmp(s.pod, rows[i].pod) ||
		    strcmp(s.pod_namespace, rows[i].pod_namespace))
			fail_msg("row %zu: '%s' '%s' '%s'", i, s.name, s.pod, s.pod_namespace);
	}
}

static void assert_silent(const struct tree *tree)
{
	struct container_state s;

	container_state_read(tree->root, ID, &s);
	assert_string_equal(s.name, "");
	assert_string_equal(s.pod, "");
	assert_string_equal(s.pod_namespace, "");
}

/* Nothing waits, and nothing is said. */
static void no_such_file(void **state)
{
	char path[PATH_MAX], other[PATH_MAX];
	struct tree tree;

	(void)state;
	tree_new(&tree);
	assert_silent(&tree);
	tree_mkdir(&tree, DOCKER); /* a directory of the name */
	assert_silent(&tree);
	tree_free(&tree);

	tree_new(&tree);
	tree_mkdir(&tree, "/var/lib/docker/containers/" ID);
	tree_path(&tree, DOCKER, path);
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes into it */
	assert_silent(&tree);
	assert_int_equal(unlink(path), 0);
	tree_write(&tree, "/other", "{\"Name\":\"/web\"}");
	tree_path(&tree, "/other", other);
	assert_int_equal(symlink(other, path), 0); /* leads elsewhere */
	assert_silent(&tree);
	tree_free(&tree);
}

static void a_large_file(void **state)
{
	char path[PATH_MAX];
	struct tree tree;

	(void)state;
	tree_new(&tree);
	tree_write(&tree, DOCKER, "{\"Name\":\"/web\"}");
	tree_path(&tree, DOCKER, path);
	assert_int_equal(truncate(path, 1 << 30), 0);
	assert_silent(&tree);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(told),
		cmocka_unit_test(no_such_file),
		cmocka_unit_test(a_large_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
