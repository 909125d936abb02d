/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a path was once seen to carry: by peer, for a while, and never another's. */
#include "evidence/peers.h"

#include <string.h>

#include "model_fixture.h"

#define MBIT UINT64_C(1000000)
#define NOW (1000 * SECOND)

static struct sample_id peer(uint8_t last)
{
	struct sample_id id = baseline_sample().id;

	id.remote.addr[3] = last;
	return id;
}

static void by_peer(void **state)
{
	struct peers *peers = peers_new();
	struct sample_id a = peer(1), b = peer(2);

	(void)state;
	assert_non_null(peers);
	assert_int_equal(peers_get(peers, &a, NOW), 0);
	peers_add(peers, &a, 100 * MBIT, NOW);
	assert_int_equal(peers_get(peers, &a, NOW), 100 * MBIT);
	assert_int_equal(peers_get(peers, &b, NOW), 0);
	a.remote.port = a.local.port = 1; /* another connection to it */
	a.cookie = 2;
	assert_int_equal(peers_get(peers, &a, NOW), 100 * MBIT);
	a.netns++; /* the same address, elsewhere */
	assert_int_equal(peers_get(peers, &a, NOW), 0);
	peers_free(peers);
	peers_free(NULL);
}

static void the_largest_counts(void **state)
{
	struct peers *peers = peers_new();
	struct sample_id a = peer(1);

	(void)state;
	peers_add(peers, &a, 100 * MBIT, NOW);
	peers_add(peers, &a, 50 * MBIT, NOW + SECOND);
	assert_int_equal(peers_get(peers, &a, NOW + SECOND), 100 * MBIT);
	peers_add(peers, &a, 200 * MBIT, NOW + SECOND);
	assert_int_equal(peers_get(peers, &a, NOW + SECOND), 200 * MBIT);
	peers_add(peers, &a, UINT64_MAX, NOW + SECOND);
	assert_int_equal(peers_get(peers, &a, NOW + SECOND), UINT64_MAX);
	peers_free(peers);
}

static void for_a_while(void **state)
{
	struct peers *peers = peers_new();
	struct sample_id a = peer(1);

	(void)state;
	peers_add(peers, &a, 100 * MBIT, NOW);
	assert_int_equal(peers_get(peers, &a, NOW + 599 * SECOND), 100 * MBIT);
	assert_int_equal(peers_get(peers, &a, NOW + 600 * SECOND), 0);
	peers_add(peers, &a, 50 * MBIT, NOW + 600 * SECOND); /* slower by now */
	assert_int_equal(peers_get(peers, &a, NOW + 600 * SECOND), 50 * MBIT);
	peers_free(peers);
}

static void scaling(void **state)
{
	struct peers *peers = peers_new();
	struct sample_id a = peer(1), b = peer(2);

	(void)state;
	assert_false(peers_scale(peers, &a));
	peers_add_scaling(peers, &a);
	peers_add(peers, &b, 100 * MBIT, NOW);
	assert_true(peers_scale(peers, &a));
	assert_false(peers_scale(peers, &b));
	assert_int_equal(peers_get(peers, &a, NOW), 0);
	peers_free(peers);
}

/* More peers than the table holds: some are forgotten, none is told of another. */
static void too_many(void **state)
{
	struct peers *peers = peers_new();
	struct sample_id id = peer(0);

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		memcpy(id.remote.addr, &i, sizeof(i));
		peers_add(peers, &id, i + 1, NOW);
		assert_int_equal(peers_get(peers, &id, NOW), i + 1);
	}
	for (uint32_t i = 0; i < 20000; i++) {
		uint64_t bps;

		memcpy(id.remote.addr, &i, sizeof(i));
		bps = peers_get(peers, &id, NOW);
		assert_true(!bps || bps == i + 1);
	}
	peers_free(peers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_peer),     cmocka_unit_test(the_largest_counts),
		cmocka_unit_test(for_a_while), cmocka_unit_test(scaling),
		cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests_name("peers", tests, NULL, NULL);
}
