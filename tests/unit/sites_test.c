/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The least RTT to a site, for sockets that came when a queue stood. */
#include "evidence/sites.h"

#include <string.h>

#include "model_fixture.h"

#define NOW (1000 * SECOND)

static struct sample_id peer(uint8_t site, uint8_t host)
{
	struct sample_id id = baseline_sample().id;

	id.remote.addr[2] = site;
	id.remote.addr[3] = host;
	return id;
}

static void where_a_queue_stands(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id a = peer(1, 1), neighbour = peer(1, 2), b = peer(2, 1);

	(void)state;
	assert_non_null(sites);
	sites_see(sites, &a, 50000, 51000, NOW);
	sites_see(sites, &b, 60000, 70000, NOW);
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW), 0);
	assert_int_equal(sites_queued_rtt_us(sites, &b, NOW), 60000);
	sites_see(sites, &a, 50000, 65000, NOW + SECOND);
	sites_see(sites, &neighbour, 0, 0, NOW + SECOND); /* a socket that knows of none */
	assert_int_equal(sites_queued_rtt_us(sites, &neighbour, NOW + SECOND), 50000);
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW + 10 * SECOND), 50000);
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW + 11 * SECOND), 0);
	neighbour.netns++; /* the same addresses, elsewhere */
	assert_int_equal(sites_queued_rtt_us(sites, &neighbour, NOW + SECOND), 0);
	sites_free(sites);
	sites_free(NULL);
}

/* After 5 minutes the kernel of each socket takes the queue's RTT for the least. */
static void a_queue_that_lasts(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id a = peer(1, 1);

	(void)state;
	sites_see(sites, &a, 50000, 50500, NOW);
	for (uint64_t s = 1; s < 300; s++)
		sites_see(sites, &a, 50000, 129500, NOW + s * SECOND);
	for (uint64_t s = 300; s < 1000; s++) {
		sites_see(sites, &a, 129000, 129500, NOW + s * SECOND);
		assert_int_equal(sites_queued_rtt_us(sites, &a, NOW + s * SECOND), 50000);
	}
	/* it is gone, and comes again on a path that is longer by now */
	sites_see(sites, &a, 50000, 50500, NOW + 1000 * SECOND);
	sites_see(sites, &a, 80000, 80500, NOW + 1299 * SECOND);
	sites_see(sites, &a, 80000, 120000, NOW + 1299 * SECOND);
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW + 1299 * SECOND), 50000);
	sites_see(sites, &a, 80000, 80500, NOW + 1400 * SECOND);
	sites_see(sites, &a, 80000, 120000, NOW + 1401 * SECOND);
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW + 1401 * SECOND), 80000);
	sites_free(sites);
}

/* One of a site is farther away, and meets no queue: it does not keep another's in mind for ever. */
static void a_neighbour_farther_away(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id near = peer(1, 1), far = peer(1, 2);

	(void)state;
	far.cookie = near.cookie + 1;
	sites_see(sites, &near, 20000, 30000, NOW);
	for (uint64_t s = 1; s < 1000; s++) {
		sites_see(sites, &far, 100000, 100500, NOW + s * SECOND);
		assert_int_equal(sites_queued_rtt_us(sites, &far, NOW + s * SECOND),
				 s < 300 + 9 ? 20000 : 0);
	}
	sites_free(sites);
}

/* Of IPv6 a site is a /48. */
static void of_ipv6(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id a = peer(1, 1);

	(void)state;
	a.family = FAMILY_INET6;
	for (uint8_t i = 0; i < 16; i++)
		a.remote.addr[i] = i;
	sites_see(sites, &a, 50000, 65000, NOW);
	a.remote.addr[6]++;
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW), 50000);
	a.remote.addr[5]++;
	assert_int_equal(sites_queued_rtt_us(sites, &a, NOW), 0);
	sites_free(sites);
}

/* More sites than the table holds: some are forgotten, none is told of another. */
static void too_many(void **state)
{
	struct sites *sites = sites_new();

	(void)state;
	for (unsigned i = 0; i < 65536; i++) {
		struct sample_id id = peer((uint8_t)i, 1);

		id.remote.addr[1] = (uint8_t)(i >> 8);
		sites_see(sites, &id, i + 1, 2 * i + 1000, NOW);
		assert_int_equal(sites_queued_rtt_us(sites, &id, NOW), i + 1);
	}
	for (unsigned i = 0; i < 65536; i++) {
		struct sample_id id = peer((uint8_t)i, 1);
		uint32_t rtt_us;

		id.remote.addr[1] = (uint8_t)(i >> 8);
		rtt_us = sites_queued_rtt_us(sites, &id, NOW);
		assert_true(!rtt_us || rtt_us == i + 1);
	}
	sites_free(sites);
}

static struct sample_id mapped(struct sample_id id)
{
	struct sample_id to = id;

	to.family = FAMILY_INET6;
	memset(to.remote.addr, 0, sizeof(to.remote.addr));
	to.remote.addr[10] = to.remote.addr[11] = 0xff;
	memcpy(to.remote.addr + 12, id.remote.addr, 4);
	return to;
}

/* The clients of a listener on [::]: each site for itself, and the same as without the mapping. */
static void of_mapped(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id near = mapped(peer(1, 1)), far = mapped(peer(2, 1));
	struct sample_id neighbour = peer(1, 2), other = peer(1, 0);

	(void)state;
	sites_see(sites, &near, 1000, 5000, NOW);
	sites_see(sites, &far, 50000, 50500, NOW);
	assert_int_equal(sites_queued_rtt_us(sites, &far, NOW), 0);
	assert_int_equal(sites_queued_rtt_us(sites, &near, NOW), 1000);
	assert_int_equal(sites_queued_rtt_us(sites, &neighbour, NOW), 1000);
	other.family = FAMILY_INET6; /* 0a09:...::/48 is no 10.9.0.0/24 */
	assert_int_equal(sites_queued_rtt_us(sites, &other, NOW), 0);
	sites_free(sites);
}

/* What others lately sent to a site, and received from it. */
static void rates_of_a_site(void **state)
{
	static const struct {
		const char *name;
		uint64_t later_ns;
		uint8_t site;
		uint64_t sent_bps, received_bps;
	} cases[] = {
		{ "now", 0, 1, 100, 25 },
		{ "lately", 2 * SECOND - 1, 1, 100, 25 },
		{ "long ago", 2 * SECOND, 1, 0, 0 },
		{ "elsewhere", 0, 2, 0, 0 },
	};
	struct sites *sites = sites_new();
	struct sample_id a = peer(1, 1);

	(void)state;
	sites_see_rates(sites, &a, 100, 25, NOW); /* of a site that nobody has seen: no matter */
	assert_int_equal(sites_sent_bps(sites, &a, NOW), 0);
	sites_see(sites, &a, 50000, 50500, NOW);
	sites_see_rates(sites, &a, 100, 25, NOW);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample_id own = peer(cases[i].site, 2);
		uint64_t now_ns = NOW + cases[i].later_ns;

		if (sites_sent_bps(sites, &own, now_ns) != cases[i].sent_bps ||
		    sites_received_bps(sites, &own, now_ns) != cases[i].received_bps)
			fail_msg("%s", cases[i].name);
	}
	sites_free(sites);
}

/* The largest rate stays for two seconds; a lesser one takes its place only then. */
static void largest_rate(void **state)
{
	struct sites *sites = sites_new();
	struct sample_id a = peer(1, 1);

	(void)state;
	sites_see(sites, &a, 50000, 50500, NOW);
	sites_see_rates(sites, &a, 0, 100, NOW);
	sites_see_rates(sites, &a, 0, 10, NOW + SECOND);
	assert_int_equal(sites_received_bps(sites, &a, NOW + SECOND), 100);
	sites_see_rates(sites, &a, 0, 10, NOW + 2 * SECOND);
	assert_int_equal(sites_received_bps(sites, &a, NOW + 2 * SECOND), 10);
	sites_free(sites);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_a_queue_stands),
		cmocka_unit_test(a_queue_that_lasts),
		cmocka_unit_test(a_neighbour_farther_away),
		cmocka_unit_test(of_ipv6),
		cmocka_unit_test(too_many),
		cmocka_unit_test(of_mapped),
		cmocka_unit_test(rates_of_a_site),
		cmocka_unit_test(largest_rate),
	};

	return cmocka_run_group_tests_name("sites", tests, NULL, NULL);
}
