/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pseudonyms of addresses: as other implementations of Crypto-PAn have them, and what they keep and hide. */
#include "pseudonym_fixture.h"

#include <arpa/inet.h>

#include "sample/filter.h"

#define V4MAPPED_PREFIX_BITS 96

/* of the samples of implementations since */
static const uint8_t counting_key[PSEUDONYM_KEY_BYTES] = {
	0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

static struct endpoint endpoint(enum sample_family family, const char *text)
{
	struct endpoint e = { .port = 5201 };

	assert_int_equal(inet_pton(family == FAMILY_INET ? AF_INET : AF_INET6, text, e.addr), 1);
	return e;
}

static struct endpoint pseudonym(const struct pseudonyms *p, enum sample_family family,
				 struct endpoint e)
{
	pseudonym_endpoint(p, family, &e);
	return e;
}

static void assert_endpoint(const struct endpoint *e, const struct endpoint *expected)
{
	assert_memory_equal(e->addr, expected->addr, sizeof(e->addr));
	assert_int_equal(e->port, expected->port);
}

static unsigned int bits_of(enum sample_family family)
{
	return family == FAMILY_INET ? 32 : 128;
}

static bool bit_of(const struct endpoint *e, unsigned int i)
{
	return e->addr[i / 8] & 0x80 >> i % 8;
}

static void flip(struct endpoint *e, unsigned int i)
{
	e->addr[i / 8] ^= (uint8_t)(0x80 >> i % 8);
}

/* 128 if they are the same. */
static unsigned int common_bits(const struct endpoint *a, const struct endpoint *b)
{
	unsigned int n = 0;

	while (n < 128 && bit_of(a, n) == bit_of(b, n))
		n++;
	return n;
}

/* Numerical Recipes' generator: the same addresses in every run. */
static uint8_t next_byte(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint8_t)(*seed >> 24);
}

static struct endpoint next_endpoint(enum sample_family family, uint32_t *seed)
{
	struct endpoint e = { .port = next_byte(seed) };

	for (unsigned int i = 0; i < bits_of(family) / 8; i++)
		e.addr[i] = next_byte(seed);
	return e;
}

static void known_answers(void **state)
{
	static const struct {
		const uint8_t *key;
		enum sample_family family;
		const char *addr, *expected;
	} known[] = {
		{ authors_key, FAMILY_INET, "128.11.68.132", "135.242.180.132" },
		{ authors_key, FAMILY_INET, "129.118.74.4", "134.136.186.123" },
		{ authors_key, FAMILY_INET, "130.132.252.244", "133.68.164.234" },
		{ authors_key, FAMILY_INET, "141.223.7.43", "141.167.8.160" },
		{ authors_key, FAMILY_INET, "141.233.145.108", "141.129.237.235" },
		{ authors_key, FAMILY_INET, "195.205.63.100", "255.186.223.5" },
		{ counting_key, FAMILY_INET, "192.0.2.1", "2.90.93.17" },
		{ authors_key, FAMILY_INET6, "::1", "78ff:f001:9fc0:20df:8380:b1f1:704:ed" },
		{ authors_key, FAMILY_INET6, "::2", "78ff:f001:9fc0:20df:8380:b1f1:704:ef" },
		{ authors_key, FAMILY_INET6, "::ffff", "78ff:f001:9fc0:20df:8380:b1f1:704:f838" },
		{ counting_key, FAMILY_INET6, "2001:db8::1",
		  "dd92:2c44:3fc0:ff1e:7ff9:c7f0:8180:7e00" },
		{ counting_key, FAMILY_INET6, "2001:db8::ff00:42:8329",
		  "dd92:2c44:3fc0:ff1e:7ff9:ff:787c:8c58" },
		{ authors_key, FAMILY_INET6, "::ffff:128.11.68.132", "::ffff:135.242.180.132" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		struct pseudonyms *p = begin(known[i].key);
		struct endpoint e = endpoint(known[i].family, known[i].addr);
		struct endpoint expected = endpoint(known[i].family, known[i].expected);

		pseudonym_endpoint(p, known[i].family, &e);
		assert_endpoint(&e, &expected);
		pseudonyms_free(p);
	}
}

/* Pairs of every common length, random before and behind it. */
static void prefixes_stay(void **state)
{
	uint32_t seed = 1;

	for (enum sample_family family = 0; family < FAMILY_MAX; family++) {
		for (unsigned int i = 0; i < 8 * bits_of(family); i++) {
			unsigned int common = i % bits_of(family);
			struct endpoint a = next_endpoint(family, &seed), b = a, other;

			flip(&b, common);
			other = next_endpoint(family, &seed);
			for (unsigned int k = common + 1; k < bits_of(family); k++) {
				if (bit_of(&b, k) != bit_of(&other, k))
					flip(&b, k);
			}
			pseudonym_endpoint(*state, family, &a);
			pseudonym_endpoint(*state, family, &b);
			assert_int_equal(common_bits(&a, &b), common);
		}
	}
}

/* All 2^16 addresses that share the rest. */
static void each_its_own(void **state)
{
	for (enum sample_family family = 0; family < FAMILY_MAX; family++) {
		unsigned int low = bits_of(family) / 8 - 2;
		struct endpoint e = endpoint(family, family == FAMILY_INET ? "10.1.0.0" : "fe80::");
		uint8_t *seen = calloc(1, 1 << 16);

		assert_non_null(seen);
		for (unsigned int i = 0; i < 1 << 16; i++) {
			struct endpoint of;

			e.addr[low] = (uint8_t)(i >> 8);
			e.addr[low + 1] = (uint8_t)i;
			of = pseudonym(*state, family, e);
			assert_int_equal(seen[of.addr[low] << 8 | of.addr[low + 1]]++, 0);
		}
		free(seen);
	}
}

static void v4mapped_as_ipv4(void **state)
{
	static const struct endpoint prefix = { .addr = { [10] = 0xff, [11] = 0xff } };
	uint32_t seed = 2;

	for (unsigned int i = 0; i < 1000; i++) {
		struct endpoint v4 = next_endpoint(FAMILY_INET, &seed), mapped = prefix;

		mapped.port = v4.port;
		memcpy(mapped.addr + 12, v4.addr, 4);
		pseudonym_endpoint(*state, FAMILY_INET, &v4);
		pseudonym_endpoint(*state, FAMILY_INET6, &mapped);
		assert_true(endpoint_is_v4mapped(FAMILY_INET6, &mapped));
		assert_memory_equal(mapped.addr + 12, v4.addr, 4);
		assert_int_equal(mapped.port, v4.port);
	}
}

/*
 * The /96 that Crypto-PAn alone would map to ::ffff:0:0/96, bit by bit: each bit of a pseudonym
 * depends on those up to it. Of the last, what is not the right one shows the answer.
 */
static struct endpoint find_intruders(const struct pseudonyms *p)
{
	struct endpoint target = endpoint(FAMILY_INET6, "::ffff:0:0");
	struct endpoint e = { .port = 1 };

	for (unsigned int i = 0; i < V4MAPPED_PREFIX_BITS; i++) {
		struct endpoint of = pseudonym(p, FAMILY_INET6, e);

		if (common_bits(&of, &target) == i)
			flip(&e, i);
	}
	return e;
}

/* What would become v4-mapped goes elsewhere, and stays apart there. */
static void none_becomes_v4mapped(void **state)
{
	struct endpoint e = find_intruders(*state), before = { 0 };
	struct endpoint neighbour = e, of;

	assert_false(endpoint_is_v4mapped(FAMILY_INET6, &e));
	flip(&neighbour, V4MAPPED_PREFIX_BITS - 1);
	of = pseudonym(*state, FAMILY_INET6, neighbour);
	flip(&of, V4MAPPED_PREFIX_BITS - 1);
	assert_true(endpoint_is_v4mapped(FAMILY_INET6, &of)); /* it was found */
	for (unsigned int i = 0; i < 256; i++) {
		e.addr[15] = (uint8_t)i;
		of = pseudonym(*state, FAMILY_INET6, e);
		assert_false(endpoint_is_v4mapped(FAMILY_INET6, &of));
		if (i % 2)
			assert_int_equal(common_bits(&of, &before), 127);
		before = of;
	}
}

static void the_rest_stays(void **state)
{
	struct endpoint e = endpoint(FAMILY_INET, "10.0.0.1");

	memset(e.addr + 4, 0xa5, sizeof(e.addr) - 4);
	pseudonym_endpoint(*state, FAMILY_INET, &e);
	assert_int_equal(e.port, 5201);
	for (size_t i = 4; i < sizeof(e.addr); i++)
		assert_int_equal(e.addr[i], 0xa5);
}

/* Another key, in any byte: other addresses and other labels. */
static void every_byte_of_the_key(void **state)
{
	struct endpoint addr = endpoint(FAMILY_INET6, "2001:db8::1");
	struct endpoint with = pseudonym(*state, FAMILY_INET6, addr);
	char comm_with[SAMPLE_NAME_LEN + 1] = "rsync", cgroup_with[16];

	pseudonym_comm(*state, comm_with);
	assert_int_equal(pseudonym_cgroup(*state, "/a", cgroup_with, sizeof(cgroup_with)), 0);
	for (size_t i = 0; i < PSEUDONYM_KEY_BYTES; i++) {
		uint8_t key[PSEUDONYM_KEY_BYTES];
		char comm[SAMPLE_NAME_LEN + 1] = "rsync", cgroup[16];
		struct pseudonyms *p;
		struct endpoint of;

		memcpy(key, authors_key, sizeof(key));
		key[i] ^= 1;
		p = begin(key);
		of = pseudonym(p, FAMILY_INET6, addr);
		assert_in_range(common_bits(&of, &with), 0, 32);
		pseudonym_comm(p, comm);
		assert_string_not_equal(comm, comm_with);
		assert_int_equal(pseudonym_cgroup(p, "/a", cgroup, sizeof(cgroup)), 0);
		assert_string_not_equal(cgroup, cgroup_with);
		pseudonyms_free(p);
	}
}

static void random_keys(void **state)
{
	struct endpoint addr = endpoint(FAMILY_INET6, "2001:db8::1"), of[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pseudonyms *p = NULL;

		assert_int_equal(pseudonyms_new_random(&p), 0);
		of[i] = pseudonym(p, FAMILY_INET6, addr);
		assert_memory_not_equal(of[i].addr, addr.addr, sizeof(addr.addr));
		pseudonyms_free(p);
	}
	assert_memory_not_equal(of[0].addr, of[1].addr, sizeof(of[0].addr));
	pseudonyms_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers),         cmocka_unit_test(prefixes_stay),
		cmocka_unit_test(each_its_own),          cmocka_unit_test(v4mapped_as_ipv4),
		cmocka_unit_test(none_becomes_v4mapped), cmocka_unit_test(the_rest_stays),
		cmocka_unit_test(every_byte_of_the_key), cmocka_unit_test(random_keys),
	};

	return cmocka_run_group_tests_name("pseudonym", tests, setup, teardown);
}
