/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which sockets pass which filter, each condition with one that does and one that does not. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sample/filter.h"

/* A list of one value. */
#define ONE(x)                                                                                     \
	{                                                                                          \
		{ x }, 1                                                                           \
	}

static struct sample_id socket_id(const char *laddr, uint16_t lport, const char *raddr,
				  uint16_t rport)
{
	struct sample_id id = { .cookie = 1, .netns = 4026531840, .pid = 100 };
	int family = strchr(laddr, ':') ? AF_INET6 : AF_INET;

	id.family = family == AF_INET6 ? FAMILY_INET6 : FAMILY_INET;
	assert_int_equal(inet_pton(family, laddr, id.local.addr), 1);
	assert_int_equal(inet_pton(family, raddr, id.remote.addr), 1);
	id.local.port = lport;
	id.remote.port = rport;
	return id;
}

static struct cidr cidr(const char *addr, uint8_t prefix_len)
{
	struct cidr c = { .prefix_len = prefix_len };
	int family = strchr(addr, ':') ? AF_INET6 : AF_INET;

	c.family = family == AF_INET6 ? FAMILY_INET6 : FAMILY_INET;
	assert_int_equal(inet_pton(family, addr, c.addr), 1);
	return c;
}

static void nothing_asked_matches_all(void **state)
{
	struct sample_id inet = socket_id("10.9.0.1", 1000, "10.9.0.2", 80);
	struct sample_id inet6 = socket_id("::1", 1000, "::1", 80);
	struct sample_id none = { 0 };
	struct filter filter = { 0 };

	(void)state;
	assert_true(filter_match(&filter, &inet));
	assert_true(filter_match(&filter, &inet6));
	assert_true(filter_match(&filter, &none));
}

static void owner_and_namespace(void **state)
{
	struct sample_id id = socket_id("10.9.0.1", 1000, "10.9.0.2", 80);

	(void)state;
	assert_true(filter_match(&(struct filter){ .pids = ONE(100) }, &id));
	assert_false(filter_match(&(struct filter){ .pids = ONE(101) }, &id));
	assert_true(filter_match(&(struct filter){ .netns = ONE(4026531840) }, &id));
	assert_false(filter_match(&(struct filter){ .netns = ONE(4026531841) }, &id));
	assert_true(filter_match(&(struct filter){ .cgroups = ONE(7) }, &id));
	id.pid = 0;
	assert_false(filter_match(&(struct filter){ .pids = ONE(100) }, &id));
	assert_true(filter_asks_owner(&(struct filter){ .pids = ONE(100) }));
	assert_true(filter_asks_owner(&(struct filter){ .comms.count = 1 }));
	assert_false(filter_asks_owner(&(struct filter){ .netns = ONE(1) }));
}

static void names(void **state)
{
	struct sample_id id = socket_id("10.9.0.1", 1000, "10.9.0.2", 80);
	struct filter filter = { .comms = { { "nginx", "0123456789abcde" }, 2 } };

	(void)state;
	assert_false(filter_match(&filter, &id)); /* nobody is known to own it */
	strcpy(id.comm, "nginx");
	assert_true(filter_match(&filter, &id));
	strcpy(id.comm, "nginxx");
	assert_false(filter_match(&filter, &id));
	strcpy(id.comm, "ngin");
	assert_false(filter_match(&filter, &id));
	strcpy(id.comm, "0123456789abcde");
	assert_true(filter_match(&filter, &id));
	filter.pids = (struct filter_pids)ONE(101);
	assert_false(filter_match(&filter, &id));
	filter.pids.value[0] = 100;
	assert_true(filter_match(&filter, &id));
}

static void ports(void **state)
{
	static const struct {
		struct filter filter;
		bool match;
	} cases[] = {
		{ { .ports = ONE(65535) }, true },
		{ { .ports = ONE(80) }, true },
		{ { .ports = ONE(81) }, false },
		{ { .lports = ONE(65535) }, true },
		{ { .lports = ONE(80) }, false },
		{ { .rports = ONE(80) }, true },
		{ { .rports = ONE(65535) }, false },
		{ { .lports = ONE(65535), .rports = ONE(80) }, true },
		{ { .lports = ONE(65535), .rports = ONE(81) }, false },
		{ { .ports = ONE(81), .rports = ONE(80) }, false },
		/* one of a list is enough, wherever it stands */
		{ { .ports = { { 81, 80 }, 2 } }, true },
		{ { .ports = { { 65535, 81 }, 2 } }, true },
		{ { .ports = { { 81, 82 }, 2 } }, false },
		{ { .lports = { { 80, 65535 }, 2 } }, true },
		{ { .lports = { { 80, 81 }, 2 } }, false },
		{ { .rports = { { 65535, 80 }, 2 } }, true },
		{ { .rports = { { 65535, 81 }, 2 } }, false },
		{ { .ports = { { 80, 81 }, 2 }, .lports = { { 1, 2 }, 2 } }, false },
		/* what is behind the count is not there, and no port is 0 */
		{ { .ports = { { 81, 80 }, 1 } }, false },
		{ { .rports = { { 0 }, 1 } }, false },
	};
	struct sample_id id = socket_id("10.9.0.1", 65535, "10.9.0.2", 80);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(filter_match(&cases[i].filter, &id), cases[i].match);
}

static void families(void **state)
{
	static const struct {
		const char *laddr, *raddr;
		bool inet;
	} cases[] = {
		{ "10.9.0.1", "10.9.0.2", true },
		{ "fd00::1", "fd00::2", false },
		{ "::ffff:10.9.0.1", "::ffff:10.9.0.2", true },
		{ "::", "::ffff:10.9.0.2", true }, /* not bound yet: the remote end tells */
		{ "::10.9.0.1", "::10.9.0.2", false },
		{ "::fffe:10.9.0.1", "::fffe:10.9.0.2", false },
		{ "1::ffff:10.9.0.1", "1::ffff:10.9.0.2", false },
	};
	struct filter inet = { .inet = true }, inet6 = { .inet6 = true };
	struct filter both = { .inet = true, .inet6 = true };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample_id id = socket_id(cases[i].laddr, 1, cases[i].raddr, 2);

		assert_int_equal(filter_match(&inet, &id), cases[i].inet);
		assert_int_equal(filter_match(&inet6, &id), !cases[i].inet);
		assert_true(filter_match(&both, &id));
	}
}

static void prefixes(void **state)
{
	static const struct {
		const char *prefix;
		uint8_t len;
		const char *laddr, *raddr;
		bool match;
	} cases[] = {
		{ "10.9.0.1", 32, "10.9.0.1", "10.9.0.2", true },
		{ "10.9.0.2", 32, "10.9.0.1", "10.9.0.2", true }, /* either end */
		{ "10.9.0.3", 32, "10.9.0.1", "10.9.0.2", false },
		{ "10.9.0.2", 31, "192.168.0.1", "10.9.0.3", true },
		{ "10.9.0.0", 31, "192.168.0.1", "10.9.0.2", false },
		{ "10.9.0.128", 25, "192.168.0.1", "10.9.0.129", true },
		{ "10.9.0.128", 25, "192.168.0.1", "10.9.0.127", false },
		{ "10.0.0.0", 8, "192.168.0.1", "10.255.255.255", true },
		{ "10.0.0.0", 8, "192.168.0.1", "11.0.0.0", false },
		{ "128.0.0.0", 1, "10.9.0.1", "255.0.0.1", true },
		{ "128.0.0.0", 1, "10.9.0.1", "127.0.0.1", false },
		{ "0.0.0.0", 0, "10.9.0.1", "10.9.0.2", true },
		{ "0.0.0.0", 0, "fd00::1", "fd00::2", false },
		{ "10.9.0.0", 16, "::ffff:10.9.0.1", "::ffff:10.8.0.2", true },
		{ "10.9.0.0", 16, "::ffff:10.8.0.1", "::ffff:10.9.0.2", true },
		{ "10.9.0.0", 16, "::ffff:10.8.0.1", "::ffff:10.7.0.2", false },
		{ "0.0.0.0", 8, "::", "::ffff:10.9.0.2", false }, /* "::" is no 0.0.0.0 */
		{ "10.9.0.0", 16, "a09::", "a09::", false },
		{ "fd00::1", 128, "fd00::1", "fd00::2", true },
		{ "fd00::3", 128, "fd00::1", "fd00::2", false },
		{ "fd00::2", 127, "fe80::1", "fd00::3", true },
		{ "fd00::", 127, "fe80::1", "fd00::2", false },
		{ "fd00::", 8, "fe80::1", "fdff::2", true },
		{ "2001:db8::", 33, "fe80::1", "2001:db8:7fff::", true },
		{ "2001:db8::", 33, "fe80::1", "2001:db8:8000::", false },
		{ "::", 0, "fd00::1", "fd00::2", true },
		{ "::", 0, "10.9.0.1", "10.9.0.2", false },
		{ "::", 0, "::ffff:10.9.0.1", "::ffff:10.9.0.2", false }, /* IPv4 on the wire */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample_id id = socket_id(cases[i].laddr, 1, cases[i].raddr, 2);
		struct filter filter = {
			.addrs = { { cidr(cases[i].prefix, cases[i].len) }, 1 },
		};

		assert_int_equal(filter_match(&filter, &id), cases[i].match);
	}
}

static void lists(void **state)
{
	struct sample_id id = socket_id("10.9.0.1", 1000, "10.9.0.2", 80);
	struct sample_id inet6 = socket_id("fd00::1", 1000, "fd00::2", 80);
	struct filter filter = { .pids = { { 7, 100 }, 2 }, .netns = { { 1, 4026531840 }, 2 } };
	struct filter full = { .pids.count = FILTER_PIDS_MAX, .ports.count = FILTER_MAX };

	(void)state;
	assert_true(filter_match(&filter, &id));
	assert_true(filter_netns_match(&filter, 1));
	assert_false(filter_netns_match(&filter, 2));
	assert_true(filter_netns_match(&(struct filter){ 0 }, 2));
	filter.pids.count = 1;
	assert_false(filter_match(&filter, &id));
	filter = (struct filter){ .addrs = { { cidr("10.8.0.0", 16), cidr("fd00::", 8) }, 2 } };
	assert_false(filter_match(&filter, &id));
	assert_true(filter_match(&filter, &inet6));
	filter.addrs.value[0] = cidr("10.9.0.2", 32);
	assert_true(filter_match(&filter, &id));
	/* to the last */
	assert_false(filter_match(&full, &id));
	full.pids.value[FILTER_PIDS_MAX - 1] = 100;
	full.ports.value[FILTER_MAX - 1] = 80;
	assert_true(filter_match(&full, &id));
}

static void conditions_are_joined_by_and(void **state)
{
	struct sample_id id = socket_id("10.9.0.1", 1000, "10.9.0.2", 80);
	struct filter all = {
		.pids = ONE(100),
		.ports = ONE(80),
		.lports = ONE(1000),
		.rports = ONE(80),
		.inet = true,
		.addrs = ONE(cidr("10.9.0.0", 24)),
		.netns = ONE(4026531840),
	};
	struct filter f;

	(void)state;
	assert_true(filter_match(&all, &id));
	f = all, f.pids.value[0] = 1;
	assert_false(filter_match(&f, &id));
	f = all, f.ports.value[0] = 1;
	assert_false(filter_match(&f, &id));
	f = all, f.lports.value[0] = 1;
	assert_false(filter_match(&f, &id));
	f = all, f.rports.value[0] = 1;
	assert_false(filter_match(&f, &id));
	f = all, f.inet = false, f.inet6 = true;
	assert_false(filter_match(&f, &id));
	f = all, f.addrs.value[0] = cidr("10.8.0.0", 24);
	assert_false(filter_match(&f, &id));
	f = all, f.netns.value[0] = 1;
	assert_false(filter_match(&f, &id));
}

static void v4mapped(void **state)
{
	struct sample_id mapped = socket_id("::ffff:0.0.0.0", 1, "::ffff:255.255.255.255", 2);
	struct sample_id inet = socket_id("10.9.0.1", 1, "10.9.0.2", 2);

	(void)state;
	assert_true(endpoint_is_v4mapped(FAMILY_INET6, &mapped.local));
	assert_true(endpoint_is_v4mapped(FAMILY_INET6, &mapped.remote));
	assert_false(endpoint_is_v4mapped(FAMILY_INET, &mapped.remote));
	assert_false(endpoint_is_v4mapped(FAMILY_INET, &inet.local));
	assert_false(endpoint_is_v4mapped(FAMILY_INET6, &inet.local));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_asked_matches_all),
		cmocka_unit_test(owner_and_namespace),
		cmocka_unit_test(ports),
		cmocka_unit_test(families),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(names),
		cmocka_unit_test(lists),
		cmocka_unit_test(conditions_are_joined_by_and),
		cmocka_unit_test(v4mapped),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
