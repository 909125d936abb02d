/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pseudonyms of names: commands and control groups. */
#include "pseudonym_fixture.h"

/* The expected ones are another implementation's HMACs. */
static void comms(void **state)
{
	static const struct {
		const char *name, *label;
	} names[] = {
		{ "", "" },
		{ "rsync", "comm-3da6d06d625" },
		{ "Web Content", "comm-0bdbd8ef1af" },
		{ "abcdefghijklmnop", "comm-9f26659f582" },
		{ "\xff\x1b[31m\n", "comm-f4fe9eff8d2" },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		char comm[SAMPLE_NAME_LEN + 1];

		snprintf(comm, sizeof(comm), "%s", names[i].name);
		pseudonym_comm(*state, comm);
		assert_string_equal(comm, names[i].label);
	}
}

/* No byte of the name is left behind the label, and the longest is read to its last. */
static void comms_are_overwritten(void **state)
{
	char comm[SAMPLE_NAME_LEN + 1], other[SAMPLE_NAME_LEN + 1];

	memset(comm, '~', sizeof(comm)); /* no final NUL */
	memset(other, '~', sizeof(other));
	other[SAMPLE_NAME_LEN] = '\0';
	pseudonym_comm(*state, comm);
	pseudonym_comm(*state, other);
	assert_memory_equal(comm, other, sizeof(comm));
	assert_null(memchr(comm, '~', sizeof(comm)));
	assert_int_equal(comm[SAMPLE_NAME_LEN], '\0');
	memset(other, '~', SAMPLE_NAME_LEN);
	other[SAMPLE_NAME_LEN - 1] = '!';
	pseudonym_comm(*state, other);
	assert_string_not_equal(comm, other);
}

static char *cgroup(const struct pseudonyms *p, const char *path)
{
	size_t size = PSEUDONYM_CGROUP_LEN(strlen(path));
	char *buf = malloc(size);

	assert_non_null(buf);
	assert_int_equal(pseudonym_cgroup(p, path, buf, size), 0);
	return buf;
}

static void cgroups(void **state)
{
	static const struct {
		const char *path, *expected;
	} paths[] = {
		{ "", "" },
		{ "/", "/" },
		{ "//", "//" },
		{ "/system.slice", "/cg-450a5918" },
		{ "/system.slice/x.service", "/cg-450a5918/cg-8cb857ca" },
		/* as users write them: the same group */
		{ "system.slice/x.service", "cg-450a5918/cg-8cb857ca" },
		{ "//system.slice//x.service/", "//cg-450a5918//cg-8cb857ca/" },
	};

	for (size_t i = 0; i < COUNT(paths); i++) {
		char *buf = cgroup(*state, paths[i].path);

		assert_string_equal(buf, paths[i].expected);
		free(buf);
	}
}

/* The label of each of these paths' last group is its own, though names and bytes recur. */
static void cgroup_labels_differ(void **state)
{
	static const char *const paths[] = {
		"/a",     "/b",    "/a/a",  "/b/a",  "/a/b", "/ab", "/a/bc",        "/ab/c",
		"/a/b/c", "/\xff", "/\xfe", "/\x01", "/\n",  "/a.", "/cg-450a5918",
	};
	char *labels[COUNT(paths)];

	for (size_t i = 0; i < COUNT(paths); i++) {
		labels[i] = cgroup(*state, paths[i]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(strrchr(labels[i], '/'), strrchr(labels[k], '/'));
	}
	for (size_t i = 0; i < COUNT(paths); i++)
		free(labels[i]);
}

/* A group's pseudonym begins with that of the group it is in: a filter finds all that is below. */
static void cgroups_below(void **state)
{
	static const char path[] =
		"/user.slice/user-1000.slice/user@1000.service/app.slice/x.scope";
	char *whole = cgroup(*state, path);

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		char *parent = strndup(path, (size_t)(slash - path)), *buf;

		assert_non_null(parent);
		buf = cgroup(*state, parent);
		assert_memory_equal(whole, buf, strlen(buf));
		assert_int_equal(whole[strlen(buf)], '/');
		free(parent);
		free(buf);
	}
	for (const char *c = whole; *c; c++)
		assert_non_null(strchr("/cg-0123456789abcdef", *c)); /* nothing of the names */
	free(whole);
}

static void cgroup_has_room(void **state)
{
	static const char *const paths[] = { "", "/", "a", "/a", "a/a", "/a/a/a", "////" };

	for (size_t i = 0; i < COUNT(paths); i++) {
		char *whole = cgroup(*state, paths[i]);

		for (size_t size = 0; size <= strlen(whole) + 1; size++) {
			char *buf = malloc(size + !size);

			assert_non_null(buf);
			buf[0] = '#';
			if (size <= strlen(whole)) {
				assert_int_equal(pseudonym_cgroup(*state, paths[i], buf, size),
						 -ENAMETOOLONG);
				assert_int_equal(buf[0], '#');
			} else {
				assert_int_equal(pseudonym_cgroup(*state, paths[i], buf, size), 0);
				assert_string_equal(buf, whole);
			}
			free(buf);
		}
		free(whole);
	}
}

/* A command and a cgroup of one name have nothing in common. */
static void kinds_differ(void **state)
{
	char comm[SAMPLE_NAME_LEN + 1] = "/a"; /* what the code of a group "a" is of */
	char *buf = cgroup(*state, "/a");

	pseudonym_comm(*state, comm);
	assert_int_not_equal(strncmp(comm + strlen("comm-"), buf + strlen("/cg-"), 8), 0);
	free(buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comms),         cmocka_unit_test(comms_are_overwritten),
		cmocka_unit_test(cgroups),       cmocka_unit_test(cgroup_labels_differ),
		cmocka_unit_test(cgroups_below), cmocka_unit_test(cgroup_has_room),
		cmocka_unit_test(kinds_differ),
	};

	return cmocka_run_group_tests_name("pseudonym_name", tests, setup, teardown);
}
