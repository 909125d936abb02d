// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "options/parse.h"
#include "skip.h"

#define UNTOUCHED 77
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct number_case {
	const char *text;
	int ret;
	uint64_t value;
};

static void check(const struct number_case *c, int ret, uint64_t value)
{
	if (ret != c->ret || value != (ret ? UNTOUCHED : c->value))
		fail_msg("\"%s\": %d, %llu", c->text, ret, (unsigned long long)value);
}

static void times(void **state)
{
	static const struct number_case cases[] = {
		{ "1", 0, 1000000000 },
		{ "0.5", 0, 500000000 },
		{ ".5", 0, 500000000 },
		{ "1.000000001", 0, 1000000001 },
		{ "0.000000001", 0, 1 },
		{ "0.0000000019", 0, 1 },
		{ "0.0000000001", 0, 0 },
		{ "0", 0, 0 },
		{ "0.0", 0, 0 },
		{ "1.00000000000000000000000000000000000001", 0, 1000000000 },
		{ "007", 0, 7000000000 },
		{ "1000000000", 0, 1000000000000000000 },
		{ "1000000000.000000001", -ERANGE, 0 },
		{ "18446744073", -ERANGE, 0 },
		{ "18446744074", -ERANGE, 0 },
		{ "99999999999999999999999", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ ".", -EINVAL, 0 },
		{ "1.", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "1s", 0, 1000000000 },
		{ "500ms", 0, 500000000 },
		{ "0.5ms", 0, 500000 },
		{ ".5m", 0, 30000000000 },
		{ "5m", 0, 300000000000 },
		{ "5min", 0, 300000000000 },
		{ "1h", 0, 3600000000000 },
		{ "2d", 0, 172800000000000 },
		{ "1000000000000ms", 0, 1000000000000000000 },
		{ "1000000001s", -ERANGE, 0 },
		{ "11575d", -ERANGE, 0 },
		{ "18446744073709551615d", -ERANGE, 0 },
		{ "s", -EINVAL, 0 },
		{ "ms", -EINVAL, 0 },
		{ "1S", -EINVAL, 0 },
		{ "1M", -EINVAL, 0 },
		{ "1us", 0, 1000 },
		{ "0.5us", 0, 500 },
		{ "1ns", -EINVAL, 0 },
		{ "1 s", -EINVAL, 0 },
		{ "1s ", -EINVAL, 0 },
		{ "1m30s", -EINVAL, 0 },
		{ "1.s", -EINVAL, 0 },
		{ "1.2.3s", -EINVAL, 0 },
		{ "-1s", -EINVAL, 0 },
		{ "1,5", -EINVAL, 0 },
		{ "1.5.5", -EINVAL, 0 },
		{ "1e3", -EINVAL, 0 },
		{ "0x10", -EINVAL, 0 },
		{ "nan", -EINVAL, 0 },
		{ "inf", -EINVAL, 0 },
		{ "99999999999999999999999x", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t ns = UNTOUCHED;
		int ret = parse_time(cases[i].text, &ns);

		check(&cases[i], ret, ns);
	}
}

static void number(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		int ret;
		uint64_t value;
	} cases[] = {
		{ "0", 0, 0, 0 },
		{ "1", 0, -ERANGE, 0 },
		{ "00080", 65535, 0, 80 },
		{ "65535", 65535, 0, 65535 },
		{ "65536", 65535, -ERANGE, 0 },
		{ "18446744073709551615", UINT64_MAX, 0, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, -ERANGE, 0 },
		{ "1.5", UINT64_MAX, -EINVAL, 0 },
		{ "8.0", UINT64_MAX, -EINVAL, 0 },
		{ "", UINT64_MAX, -EINVAL, 0 },
		{ "-1", UINT64_MAX, -EINVAL, 0 },
		{ "10ms", UINT64_MAX, -EINVAL, 0 },
		{ "http", UINT64_MAX, -EINVAL, 0 },
		{ "80-90", UINT64_MAX, -EINVAL, 0 },
		{ "4711 ", UINT64_MAX, -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value = UNTOUCHED;
		int ret = parse_number(cases[i].text, cases[i].max, &value);

		check(&(struct number_case){ cases[i].text, cases[i].ret, cases[i].value }, ret,
		      value);
	}
}

static void port(void **state)
{
	static const struct number_case cases[] = {
		{ "1", 0, 1 },
		{ "65535", 0, 65535 },
		{ "00080", 0, 80 },
		{ "65536", -ERANGE, 0 },
		{ "70000", -ERANGE, 0 },
		{ "99999999999999999999", -ERANGE, 0 },
		{ "0", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "no-such-service", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ "80x", -EINVAL, 0 },
		{ "80-90", -EINVAL, 0 },
		{ "8.0", -EINVAL, 0 },
		{ "80 ", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint16_t value = UNTOUCHED;
		int ret = parse_port(cases[i].text, &value);

		check(&cases[i], ret, value);
	}
}

static void services(void **state)
{
	uint16_t value = UNTOUCHED;

	(void)state;
	if (!getservbyname("https", "tcp"))
		skip_because("this machine has no /etc/services");
	assert_int_equal(parse_port("https", &value), 0);
	assert_int_equal(value, 443);
	assert_int_equal(parse_port("HTTPS", &value), -EINVAL);
	assert_int_equal(parse_port("tftp", &value), -EINVAL); /* of UDP alone */
}

static void rate(void **state)
{
	static const struct number_case cases[] = {
		{ "1bit", 0, 1 },
		{ "9600bit", 0, 9600 },
		{ "1", -ENODATA, 0 },
		{ "9600", -ENODATA, 0 },
		{ "0.5", -ENODATA, 0 },
		{ "0", -ENODATA, 0 },
		{ "64k", 0, 64000 },
		{ "100mbit", 0, 100000000 },
		{ "100M", 0, 100000000 },
		{ "100Mbit/s", 0, 100000000 },
		{ "9.9Mb/s", 0, 9900000 },
		{ "10g", 0, 10000000000 },
		{ "10G", 0, 10000000000 },
		{ "1.5gbit", 0, 1500000000 },
		{ ".5g", 0, 500000000 },
		{ "1t", 0, 1000000000000 },
		{ "0.001k", 0, 1 },
		{ "18446744073709551615bit", 0, UINT64_MAX },
		{ "18446744.073709551615t", 0, 18446744073709551615U },
		{ "18446744073709551616bit", -ERANGE, 0 },
		{ "18446744073709551616", -ENODATA, 0 },
		{ "18446745t", -ERANGE, 0 },
		{ "99999999999g", -ERANGE, 0 },
		{ "99999999999999999999999999bit", -ERANGE, 0 },
		{ "0bit", -ERANGE, 0 },
		{ "0g", -ERANGE, 0 },
		{ "0.5bit", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ ".", -EINVAL, 0 },
		{ "1.2.3", -EINVAL, 0 },
		{ "g", -EINVAL, 0 },
		{ "gbit", -EINVAL, 0 },
		{ "10gg", -EINVAL, 0 },
		{ "10 g", -EINVAL, 0 },
		{ "10gbits", -EINVAL, 0 },
		{ "10gbps", -EINVAL, 0 },
		{ "10MB/s", -EINVAL, 0 },
		{ "10Gibit", -EINVAL, 0 },
		{ "-10g", -EINVAL, 0 },
		{ "1.g", -EINVAL, 0 },
		{ "1.2.3g", -EINVAL, 0 },
		{ "1e9", -EINVAL, 0 },
		{ "inf", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t bps = UNTOUCHED;
		int ret = parse_rate(cases[i].text, &bps);

		check(&cases[i], ret, bps);
	}
}

static void size(void **state)
{
	static const struct number_case cases[] = {
		{ "0", 0, 0 },
		{ "1048576", 0, 1048576 },
		{ "1048576B", 0, 1048576 },
		{ "64k", 0, 65536 },
		{ "64K", 0, 65536 },
		{ "64M", 0, 67108864 },
		{ "64m", 0, 67108864 },
		{ "64MB", 0, 67108864 },
		{ "64MiB", 0, 67108864 },
		{ "1G", 0, 1073741824 },
		{ "1T", 0, 1099511627776 },
		{ "1024TiB", 0, 1125899906842624 },
		{ "1.5G", 0, 1610612736 },
		{ "0.1G", 0, 107374182 },
		{ ".5KiB", 0, 512 },
		{ "1.7B", 0, 1 },
		{ "0.999999999999999999999999T", 0, 1099511627775 },
		{ "16777215.999999999999T", 0, 18446744073709551614U },
		{ "18446744073709551615", 0, UINT64_MAX },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "16777216T", -ERANGE, 0 },
		{ "99999999999999999999999999G", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "M", -EINVAL, 0 },
		{ "MiB", -EINVAL, 0 },
		{ "10iB", -EINVAL, 0 },
		{ "10Mi", -EINVAL, 0 },
		{ "10mib", -EINVAL, 0 },
		{ "10MM", -EINVAL, 0 },
		{ "10MBB", -EINVAL, 0 },
		{ "10P", -EINVAL, 0 },
		{ "10Mbit", -EINVAL, 0 },
		{ "10 M", -EINVAL, 0 },
		{ " 10M", -EINVAL, 0 },
		{ "10M ", -EINVAL, 0 },
		{ "-1G", -EINVAL, 0 },
		{ "+1G", -EINVAL, 0 },
		{ "1.G", -EINVAL, 0 },
		{ "1.5.5G", -EINVAL, 0 },
		{ "1,5G", -EINVAL, 0 },
		{ "0x10M", -EINVAL, 0 },
		{ "1e6", -EINVAL, 0 },
		{ "inf", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t bytes = UNTOUCHED;
		int ret = parse_size(cases[i].text, &bytes);

		check(&cases[i], ret, bytes);
	}
}

static void cidr_taken(void **state)
{
	static const struct {
		const char *text;
		enum sample_family family;
		const char *addr;
		uint8_t prefix_len;
	} cases[] = {
		{ "192.0.2.7", FAMILY_INET, "192.0.2.7", 32 },
		{ "10.0.0.0/8", FAMILY_INET, "10.0.0.0", 8 },
		{ "10.9.8.7/8", FAMILY_INET, "10.0.0.0", 8 },
		{ "10.255.255.255/13", FAMILY_INET, "10.248.0.0", 13 },
		{ "10.9.8.7/32", FAMILY_INET, "10.9.8.7", 32 },
		{ "10.9.8.7/31", FAMILY_INET, "10.9.8.6", 31 },
		{ "255.255.255.255/0", FAMILY_INET, "0.0.0.0", 0 },
		{ "::1", FAMILY_INET6, "::1", 128 },
		{ "fd00::1/8", FAMILY_INET6, "fd00::", 8 },
		{ "2001:db8:ffff::1/33", FAMILY_INET6, "2001:db8:8000::", 33 },
		{ "ffff::/0", FAMILY_INET6, "::", 0 },
		{ "::ffff:192.0.2.7", FAMILY_INET, "192.0.2.7", 32 },
		{ "::ffff:192.0.2.7/104", FAMILY_INET, "192.0.0.0", 8 },
		{ "::ffff:0:0/96", FAMILY_INET, "0.0.0.0", 0 },
		{ "::ffff:192.0.2.7/95", FAMILY_INET6, "::fffe:0:0", 95 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cidr cidr = { 0 };
		uint8_t want[16] = { 0 };

		assert_int_equal(inet_pton(cases[i].family == FAMILY_INET ? AF_INET : AF_INET6,
					   cases[i].addr, want),
				 1);
		if (parse_cidr(cases[i].text, &cidr) || cidr.family != cases[i].family ||
		    cidr.prefix_len != cases[i].prefix_len ||
		    memcmp(cidr.addr, want, sizeof(want)) != 0)
			fail_msg("\"%s\"", cases[i].text);
	}
}

static void cidr_refused(void **state)
{
	static const char *const cases[] = {
		"",
		"/",
		"/8",
		"10",
		"10/8",
		"10.1/16",
		"10.0.0.0/",
		"10.0.0.0/33",
		"10.0.0.0/-1",
		"10.0.0.0/8x",
		"10.0.0.0/8/8",
		"10.0.0.0/4294967296",
		"10.0.0.256",
		"010.0.0.1x",
		"10.0.0.0 /8",
		" 10.0.0.0",
		"::1/129",
		"fe80::1%eth0",
		"[::1]",
		"example.com",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999",
		":::",
		"0000000000000000000000000000000000000000000000000000000000000000000000000000001",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cidr cidr = { .prefix_len = UNTOUCHED };

		if (!parse_cidr(cases[i], &cidr) || cidr.prefix_len != UNTOUCHED)
			fail_msg("\"%s\" was taken", cases[i]);
	}
}

static void rtt_ranges(void **state)
{
	static const struct {
		const char *text;
		int ret;
		struct rtt_range range;
	} cases[] = {
		{ ">20ms", 0, { 20001, UINT32_MAX } },
		{ ">0us", 0, { 1, UINT32_MAX } },
		{ "<500us", 0, { 0, 499 } },
		{ "<1.5ms", 0, { 0, 1499 } },
		{ "<1us", 0, { 0, 0 } },
		{ "5ms-20ms", 0, { 5000, 20000 } },
		{ "5ms-5ms", 0, { 5000, 5000 } },
		{ ">1m", 0, { 60000001, UINT32_MAX } },
		{ "<0ms", -EINVAL, { 0 } },
		{ "20ms-5ms", -EINVAL, { 0 } },
		{ "20ms", -EINVAL, { 0 } },
		{ "20ms-", -EINVAL, { 0 } },
		{ "-20ms", -EINVAL, { 0 } },
		{ ">", -EINVAL, { 0 } },
		{ ">-1ms", -EINVAL, { 0 } },
		{ ">=20ms", -EINVAL, { 0 } },
		{ ">2h", -EINVAL, { 0 } },
		{ "", -EINVAL, { 0 } },
		{ ">20", -ENODATA, { 0 } },
		{ "<0", -ENODATA, { 0 } },
		{ "5-20ms", -ENODATA, { 0 } },
		{ "5ms-20", -ENODATA, { 0 } },
		{ "1111111111111111111111111111111111ms-1s", -EINVAL, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rtt_range range = { 0 };

		if (parse_rtt_range(cases[i].text, &range) != cases[i].ret ||
		    range.min_us != cases[i].range.min_us || range.max_us != cases[i].range.max_us)
			fail_msg("%s", cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rtt_ranges),   cmocka_unit_test(times),
		cmocka_unit_test(number),       cmocka_unit_test(port),
		cmocka_unit_test(services),     cmocka_unit_test(rate),
		cmocka_unit_test(size),         cmocka_unit_test(cidr_taken),
		cmocka_unit_test(cidr_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
