// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Which group a socket belongs to. */
#include "hist/group.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "model_fixture.h"

static struct sample_id id_of(const char *peer)
{
	struct sample_id id = {
		.cgroup_id = UINT64_C(0x123456789a),
		.netns = 4026531840,
		.local = { .port = 22 },
		.remote = { .port = 40000 },
		.comm = "sixteen-letters!",
	};

	id.family = strchr(peer, ':') ? FAMILY_INET6 : FAMILY_INET;
	assert_int_equal(
		inet_pton(id.family == FAMILY_INET6 ? AF_INET6 : AF_INET, peer, id.remote.addr), 1);
	return id;
}

/* As an option a key has dashes, as a label of Prometheus it must not. */
static void keys_have_names(void **state)
{
	(void)state;
	assert_null(group_by_name(GROUP_NONE));
	assert_null(group_by_label(GROUP_NONE));
	assert_string_equal(group_by_name(GROUP_PEER_PREFIX), "peer-prefix");
	assert_string_equal(group_by_label(GROUP_PEER_PREFIX), "peer_prefix");
	for (int by = GROUP_NONE + 1; by < GROUP_MAX; by++) {
		const char *label = group_by_label(by);

		assert_int_equal(strspn(label, "abcdefghijklmnopqrstuvwxyz_"), strlen(label));
		assert_int_equal(strlen(label), strlen(group_by_name(by)));
	}
}

static void menus_have_their_own_keys(void **state)
{
	const struct group_menu menu = { .keys = { GROUP_PORT, GROUP_LPORT } };
	const struct group_menu none = { 0 };
	struct group_menu all = { 0 };

	(void)state;
	assert_int_equal(group_find(&menu, "port", 4), GROUP_PORT);
	assert_int_equal(group_find(&menu, "lport", 5), GROUP_LPORT);
	assert_int_equal(group_find(&menu, "lport/24", 5), GROUP_LPORT);
	assert_int_equal(group_find(&menu, "lport", 4), GROUP_NONE);
	assert_int_equal(group_find(&menu, "ports", 5), GROUP_NONE);
	assert_int_equal(group_find(&menu, "", 0), GROUP_NONE);
	assert_int_equal(group_find(&menu, "rport", 5), GROUP_NONE);
	assert_int_equal(group_find(&none, "port", 4), GROUP_NONE);
	for (int by = GROUP_NONE + 1; by < GROUP_MAX; by++)
		all.keys[by - 1] = by;
	for (int by = GROUP_NONE + 1; by < GROUP_MAX; by++)
		assert_int_equal(group_find(&all, group_by_name(by), strlen(group_by_name(by))),
				 by);
	assert_int_equal(group_find(&all, "x", 1), GROUP_NONE);
}

static void prefixes(void **state)
{
	static const struct {
		uint8_t given;
		bool inet, inet6;
		int err;
		uint8_t inet_len, inet6_len;
	} cases[] = {
		{ 0, false, false, 0, 24, 64 },        { 1, false, false, 0, 1, 64 },
		{ 32, false, false, 0, 32, 64 },       { 33, false, false, 0, 24, 33 },
		{ 128, false, false, 0, 24, 128 },     { 129, false, false, -ERANGE, 24, 64 },
		{ 32, true, false, 0, 32, 64 },        { 33, true, false, -ERANGE, 24, 64 },
		{ 16, false, true, 0, 24, 16 },        { 128, false, true, 0, 24, 128 },
		{ 255, false, true, -ERANGE, 24, 64 }, { 0, false, true, 0, 24, 64 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct group_choice choice = { .by = GROUP_PEER_PREFIX,
					       .prefix_len = cases[i].given,
					       .inet_len = 24,
					       .inet6_len = 64 };

		assert_int_equal(group_prefixes(&choice, cases[i].inet, cases[i].inet6),
				 cases[i].err);
		assert_int_equal(choice.inet_len, cases[i].inet_len);
		assert_int_equal(choice.inet6_len, cases[i].inet6_len);
	}
}

static void next_choices(void **state)
{
	static const struct group_menu menu = { .keys = { GROUP_COMM, GROUP_PORT },
						.inet_len = 24,
						.inet6_len = 64 };
	struct group_choice choice = { 0 };

	(void)state;
	choice = group_next(&menu, &choice);
	assert_int_equal(choice.by, GROUP_COMM);
	assert_int_equal(choice.inet_len, 24);
	assert_int_equal(choice.inet6_len, 64);
	choice = group_next(&menu, &choice);
	assert_int_equal(choice.by, GROUP_PORT);
	choice = group_next(&menu, &choice);
	assert_int_equal(choice.by, GROUP_NONE);
	choice = group_next(&menu, &choice);
	assert_int_equal(choice.by, GROUP_COMM);
}

static void masks(void **state)
{
	static const struct {
		uint8_t len;
		uint8_t bytes[16];
	} cases[] = {
		{ 0, { 0 } },
		{ 1, { 0x80 } },
		{ 24, { 0xff, 0xff, 0xff } },
		{ 31, { 0xff, 0xff, 0xff, 0xfe } },
		{ 32, { 0xff, 0xff, 0xff, 0xff } },
		{ 128,
		  { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff } },
	};
	uint32_t word[4];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		group_mask(cases[i].len, word);
		assert_memory_equal(word, cases[i].bytes, sizeof(word));
	}
}

static void peers(void **state)
{
	static const struct {
		const char *peer;
		uint8_t len, len6;
		uint32_t family;
		const char *network; /* of the key's family */
	} cases[] = {
		{ "10.9.8.7", 24, 64, 4, "10.9.8.0" },
		{ "10.9.8.7", 32, 64, 4, "10.9.8.7" },
		{ "10.9.8.7", 1, 64, 4, "0.0.0.0" },
		{ "200.9.8.7", 1, 64, 4, "128.0.0.0" },
		{ "::ffff:10.9.8.7", 24, 64, 4, "10.9.8.0" }, /* as it is on the wire */
		{ "2001:db8:1:2:3:4:5:6", 24, 64, 6, "2001:db8:1:2::" },
		{ "2001:db8:1:2:3:4:5:6", 24, 128, 6, "2001:db8:1:2:3:4:5:6" },
		{ "2001:db8:1:2:3:4:5:6", 24, 33, 6, "2001:db8::" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct group_choice choice = { .by = GROUP_PEER_PREFIX,
						     .inet_len = cases[i].len,
						     .inet6_len = cases[i].len6 };
		struct sample_id id = id_of(cases[i].peer);
		struct group_key key = group_key_of(&choice, &id, LIMIT_IDLE, CAUSE_NONE);
		struct sample_id network = id_of(cases[i].network);
		struct endpoint end;
		enum sample_family family;

		assert_int_equal(key.family, cases[i].family);
		group_key_endpoint(&key, &family, &end);
		assert_int_equal(family, network.family);
		assert_memory_equal(end.addr, network.remote.addr, sizeof(end.addr));
		assert_int_equal(end.port, 0);
	}
}

static struct group_key key_by(enum group_by by, const char *peer)
{
	struct sample_id id = id_of(peer);

	return group_key_of(&(struct group_choice){ .by = by }, &id, LIMIT_RWND, CAUSE_PEER_BUFFER);
}

static void others(void **state)
{
	struct group_key key, none = { 0 };

	(void)state;
	key = key_by(GROUP_NONE, "10.9.8.7");
	assert_int_equal(group_key_compare(&key, &none), 0);
	key = key_by(GROUP_LPORT, "10.9.8.7");
	assert_int_equal(group_key_number(&key), 22);
	key = key_by(GROUP_RPORT, "10.9.8.7");
	assert_int_equal(group_key_number(&key), 40000);
	key = key_by(GROUP_NETNS, "10.9.8.7");
	assert_int_equal(group_key_number(&key), 4026531840);
	key = key_by(GROUP_CGROUP, "10.9.8.7");
	assert_int_equal(group_key_number(&key), UINT64_C(0x123456789a));
	key = key_by(GROUP_LIMIT, "10.9.8.7");
	assert_int_equal(group_key_number(&key), LIMIT_RWND);
	key = key_by(GROUP_CAUSE, "10.9.8.7");
	assert_int_equal(group_key_number(&key), CAUSE_PEER_BUFFER);
	key = key_by(GROUP_PORT, "10.9.8.7");
	assert_int_equal(group_key_number(&key), 22);
	key = key_by(GROUP_COMM, "10.9.8.7");
	assert_memory_equal(key.word, "sixteen-letters!", 16);
	assert_int_equal(key_by(GROUP_FAMILY, "::ffff:1.2.3.4").family, 4);
	assert_int_equal(key_by(GROUP_FAMILY, "1.2.3.4").family, 4);
	assert_int_equal(key_by(GROUP_FAMILY, "::1").family, 6);
}

/* Of two names, one the start of the other: what follows the NUL must not tell them apart. */
static void comm_ends_at_its_end(void **state)
{
	const struct group_choice choice = { .by = GROUP_COMM };
	struct sample_id a = id_of("::1"), b = a;
	struct group_key x, y;

	(void)state;
	memcpy(a.comm, "sh\0left over", 13);
	memcpy(b.comm, "sh\0something", 13);
	x = group_key_of(&choice, &a, LIMIT_IDLE, CAUSE_NONE);
	y = group_key_of(&choice, &b, LIMIT_IDLE, CAUSE_NONE);
	assert_int_equal(group_key_compare(&x, &y), 0);
	strcpy(b.comm, "ssh");
	y = group_key_of(&choice, &b, LIMIT_IDLE, CAUSE_NONE);
	assert_int_not_equal(group_key_compare(&x, &y), 0);
	assert_int_equal(group_key_compare(&x, &y) < 0, group_key_compare(&y, &x) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_have_names), cmocka_unit_test(menus_have_their_own_keys),
		cmocka_unit_test(prefixes),        cmocka_unit_test(next_choices),
		cmocka_unit_test(masks),           cmocka_unit_test(peers),
		cmocka_unit_test(others),          cmocka_unit_test(comm_ends_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
