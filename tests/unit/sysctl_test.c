// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "os/memory.h"
#include "os/sysctl.h"
#include "tree.h"

#define UNTOUCHED 77

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

static void three_numbers(void **state)
{
	struct tree *tree = *state;
	int64_t v[3];

	tree_write(tree, "/proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
	assert_int_equal(sysctl_read(tree->root, "net.ipv4.tcp_rmem", v, 3), 0);
	assert_int_equal(v[0], 4096);
	assert_int_equal(v[1], 131072);
	assert_int_equal(v[2], 6291456);
}

static void texts(void **state)
{
	static const struct {
		const char *text;
		int ret;
		int64_t value;
	} cases[] = {
		{ "1\n", 0, 1 },
		{ "0", 0, 0 },
		{ "-1\n", 0, -1 },
		{ "9223372036854775807\n", 0, INT64_MAX },
		{ "9223372036854775808\n", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "\n", -EINVAL, 0 },
		{ "cubic\n", -EINVAL, 0 },
		{ "1x\n", -EINVAL, 0 },
	};
	struct tree *tree = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t value = UNTOUCHED;

		tree_write(tree, "/proc/sys/a", cases[i].text);
		assert_int_equal(sysctl_read(tree->root, "a", &value, 1), cases[i].ret);
		assert_int_equal(value, cases[i].ret ? UNTOUCHED : cases[i].value);
	}
}

static void too_few_or_none(void **state)
{
	struct tree *tree = *state;
	int64_t v[3] = { UNTOUCHED };

	tree_write(tree, "/proc/sys/a", "1 2\n");
	assert_int_equal(sysctl_read(tree->root, "a", v, 3), -EINVAL);
	assert_int_equal(sysctl_read(tree->root, "b", v, 1), -ENOENT);
	assert_int_equal(v[0], UNTOUCHED);
}

static void of_this_host(void **state)
{
	int64_t v[3] = { 0 };

	(void)state;
	assert_int_equal(sysctl_read("", "net.ipv4.tcp_rmem", v, 3), 0);
	assert_true(v[0] > 0 && v[1] > 0 && v[2] > 0);
}

#define SOCKSTAT                                                                                   \
	"sockets: used 187\nTCP: inuse 5 orphan 0 tw 0 alloc 7 mem %s\nUDP: inuse 2 mem 1\n"

static int memory_of(struct tree *tree, const char *used, const char *limits,
		     struct tcp_memory *ret)
{
	char text[256];

	snprintf(text, sizeof(text), SOCKSTAT, used);
	tree_write(tree, "/proc/net/sockstat", text);
	tree_write(tree, "/proc/sys/net/ipv4/tcp_mem", limits);
	return tcp_memory_read(tree->root, ret);
}

static void memory(void **state)
{
	struct tcp_memory m;

	assert_int_equal(memory_of(*state, "42", "100\t200\t300\n", &m), 0);
	assert_int_equal(m.used_pages, 42);
	assert_int_equal(m.low_pages, 100);
	assert_int_equal(m.pressure_pages, 200);
	assert_int_equal(m.max_pages, 300);
	assert_int_equal(memory_of(*state, "-1", "100 200 300", &m), 0);
	assert_int_equal(m.used_pages, 0);
	assert_int_equal(memory_of(*state, "x", "100 200 300", &m), -EINVAL);
	assert_int_equal(memory_of(*state, "1", "100 200", &m), -EINVAL);
	assert_int_equal(memory_of(*state, "1", "-1 200 300", &m), -EINVAL);
}

static void memory_not_there(void **state)
{
	struct tree *tree = *state;
	struct tcp_memory m;

	assert_int_equal(tcp_memory_read(tree->root, &m), -ENOENT);
	tree_write(tree, "/proc/net/sockstat", "TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1\n");
	assert_int_equal(tcp_memory_read(tree->root, &m), -ENOENT);
	tree_write(tree, "/proc/sys/net/ipv4/tcp_mem", "1 2 3\n");
	assert_int_equal(tcp_memory_read(tree->root, &m), 0);
	/* another protocol's number is not TCP's */
	tree_write(tree, "/proc/net/sockstat", "TCP: inuse 5\nUDP: inuse 2 mem 1\n");
	assert_int_equal(tcp_memory_read(tree->root, &m), -EINVAL);
	tree_write(tree, "/proc/net/sockstat", "");
	assert_int_equal(tcp_memory_read(tree->root, &m), -EINVAL);
}

static void pressure(void **state)
{
	static const struct {
		uint64_t used;
		bool before, now;
	} cases[] = {
		{ 0, false, false },  { 0, true, false },    { 100, true, false },
		{ 101, true, true },  { 101, false, false }, { 200, false, false },
		{ 201, false, true }, { 201, true, true },   { UINT64_MAX, false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tcp_memory m = { cases[i].used, 100, 200, 300 };

		assert_int_equal(tcp_memory_pressure(&m, cases[i].before), cases[i].now);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(three_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(texts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_few_or_none, set_up, tear_down),
		cmocka_unit_test(of_this_host),
		cmocka_unit_test_setup_teardown(memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_not_there, set_up, tear_down),
		cmocka_unit_test(pressure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
