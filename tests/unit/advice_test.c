// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <time.h>

#include "advice_fixture.h"

static void names(void **state)
{
	(void)state;
	for (enum advice_id id = 0; id < ADVICE_MAX; id++) {
		assert_non_null(advice_name(id));
		assert_non_null(advice_sentence(id));
		assert_int_equal(advice_owner(id) == OWNER_SYSCTL, advice_sysctl(id) != NULL);
		assert_int_equal(advice_owner(id) == OWNER_SYSCTL, advice_values(id) != 0);
		for (enum advice_id other = 0; other < id; other++)
			assert_string_not_equal(advice_name(id), advice_name(other));
	}
	assert_string_equal(advice_name(ADVICE_TCP_RMEM), "tcp_rmem_max");
	assert_string_equal(advice_sysctl(ADVICE_RMEM_MAX), "net.core.rmem_max");
}

/* Every cause that flags has one item, of the expected kind, and no other has any. */
static void every_cause(void **state)
{
	static const struct {
		enum advice_id id;
		bool live;
	} expected[CAUSE_MAX] = {
		[CAUSE_SO_SNDBUF] = { ADVICE_SO_SNDBUF, false },
		[CAUSE_TCP_WMEM] = { ADVICE_TCP_WMEM, true },
		[CAUSE_MEMORY_PRESSURE] = { ADVICE_TCP_MEM, true },
		[CAUSE_PEER_BUFFER] = { ADVICE_PEER_BUFFER, false },
		[CAUSE_NO_WSCALE_LOCAL] = { ADVICE_WINDOW_SCALING, false },
		[CAUSE_NO_WSCALE_PEER] = { ADVICE_PEER_WSCALE, false },
		[CAUSE_SO_RCVBUF] = { ADVICE_SO_RCVBUF, false },
		[CAUSE_TCP_RMEM] = { ADVICE_TCP_RMEM, true },
		[CAUSE_WSCALE] = { ADVICE_RECONNECT, false },
		[CAUSE_WINDOW_CLAMP] = { ADVICE_WINDOW_CLAMP, false },
		[CAUSE_AUTOTUNE_OFF] = { ADVICE_MODERATE_RCVBUF, true },
	};

	(void)state;
	for (enum cause cause = CAUSE_NONE; cause < CAUSE_MAX; cause++) {
		for (int send = 0; send < 2; send++) {
			struct finding f = quiet(1);
			struct advice_item item;

			blame_direction(direction(&f, send), send ? LIMIT_RWND : LIMIT_RCVBUF,
					cause, 262144);
			f.recv.dir.sysctl_bytes[2] = f.send.dir.sysctl_bytes[2] = 131072;
			if (cause == CAUSE_AUTOTUNE_OFF)
				f.recv.dir.sysctl_bytes[2] = f.send.dir.sysctl_bytes[2] = 1 << 20;
			if (advised_on(&usual, f, &item) != cause_undersized(cause))
				fail_msg("cause %d", cause);
			if (!cause_undersized(cause))
				continue;
			assert_int_equal(item.id, expected[cause].id);
			assert_int_equal(item.sockets, 1);
			if (!send)
				assert_int_equal(item.live, expected[cause].live);
		}
	}
}

/* ---- which sockets count ---- */

static void half_of_the_time(void **state)
{
	static const struct {
		unsigned flagged, other, clean, unknown, idle;
		bool counts;
	} cases[] = {
		{ 1, 0, 0, 0, 0, true },  { 1, 0, 1, 0, 0, true },  { 1, 0, 2, 0, 0, false },
		{ 3, 0, 3, 0, 0, true },  { 3, 0, 4, 0, 0, false }, { 1, 0, 0, 9, 9, true },
		{ 1, 0, 1, 9, 9, true },  { 0, 0, 5, 0, 0, false }, { 0, 0, 0, 5, 0, false },
		{ 0, 0, 0, 0, 5, false }, { 2, 1, 1, 0, 0, true },  { 2, 2, 1, 0, 0, false },
		{ 5, 1, 5, 0, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct advised a = advised_new(&usual);
		struct finding f = receiver(1, CAUSE_TCP_RMEM, 262144);
		unsigned n;

		for (n = 0; n < cases[i].other; n++)
			add(&a, receiver(1, CAUSE_WSCALE, 1 << 20));
		for (n = 0; n < cases[i].flagged; n++)
			add(&a, f);
		f = quiet(1);
		for (n = 0; n < cases[i].idle; n++)
			add(&a, f);
		f.recv.dir.limit = LIMIT_UNKNOWN;
		for (n = 0; n < cases[i].unknown; n++)
			add(&a, f);
		f.recv.dir.limit = LIMIT_SENDER;
		for (n = 0; n < cases[i].clean; n++)
			add(&a, f);
		assert_int_equal(advice_conclude(a.advice, &a.items, &a.count, &a.judged), 0);
		if (a.count != cases[i].counts)
			fail_msg("case %zu: %zu items", i, a.count);
		assert_int_equal(a.judged,
				 cases[i].flagged + cases[i].other + cases[i].clean ? 1 : 0);
		/* what another cause needed is not this one's */
		if (a.count) {
			assert_int_equal(a.items[0].id, ADVICE_TCP_RMEM);
			assert_int_equal(a.items[0].needed_bytes, 262144);
		}
		advised_free(&a);
	}
}

/* The time in which one direction was judged is not the other's. */
static void directions_apart(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = quiet(1);

	(void)state;
	f.send.dir.limit = LIMIT_APP;
	for (int i = 0; i < 10; i++)
		add(&a, f);
	add(&a, receiver(1, CAUSE_TCP_RMEM, 262144));
	conclude(&a, 1);
	assert_int_equal(a.judged, 1);
	advised_free(&a);
}

static void nothing(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = quiet(2);

	(void)state;
	conclude(&a, 0);
	assert_int_equal(a.judged, 0);
	add(&a, quiet(1));
	f.send.dir.limit = LIMIT_CWND;
	add(&a, f);
	f.id.cookie = 3;
	add(&a, f);
	add(&a, f);
	conclude(&a, 0);
	assert_int_equal(a.judged, 2);
	advised_free(&a);
	advice_free(NULL);
}

static void once_per_item(void **state)
{
	static const enum cause both[] = { CAUSE_NO_WSCALE_LOCAL, CAUSE_NO_WSCALE_PEER,
					   CAUSE_MEMORY_PRESSURE };

	(void)state;
	for (size_t i = 0; i < COUNT(both); i++) {
		struct advised a = advised_new(&usual);
		struct finding f = receiver(1, both[i], 262144);

		blame_direction(&f.send.dir, LIMIT_RWND, both[i], 300000);
		add(&a, f);
		f.id.cookie = 2;
		add(&a, f);
		conclude(&a, 1);
		assert_int_equal(a.items[0].sockets, 2);
		assert_int_equal(a.items[0].live, both[i] == CAUSE_MEMORY_PRESSURE ? 2 : 0);
		assert_int_equal(a.items[0].needed_bytes, 300000);
		/* as often as it is asked for */
		conclude(&a, 1);
		assert_int_equal(a.items[0].sockets, 2);
		advised_free(&a);
	}
}

static void live_sockets(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f;

	(void)state;
	for (uint64_t cookie = 1; cookie <= 5; cookie++) {
		f = receiver(cookie, CAUSE_TCP_RMEM, 262144);
		f.recv.needed_fits_wscale = cookie > 2;
		add(&a, f);
	}
	conclude(&a, 1);
	assert_int_equal(a.items[0].sockets, 5);
	assert_int_equal(a.items[0].live, 3);
	/* a scale is of the receiver's own windows */
	f = sender(6, CAUSE_TCP_WMEM, 262144);
	f.recv.needed_fits_wscale = false;
	add(&a, f);
	conclude(&a, 2);
	assert_int_equal(a.items[1].live, 1);
	advised_free(&a);
}

/* ---- what is one item ---- */

static void per_namespace(void **state)
{
	struct advised a = advised_new(&usual);

	(void)state;
	for (uint64_t cookie = 1; cookie <= 6; cookie++) {
		struct finding f = receiver(cookie, CAUSE_TCP_RMEM, 262144);

		f.id.netns = NETNS + cookie % 3;
		f.id.pid = (uint32_t)cookie;
		f.id.remote.addr[0] = (uint8_t)cookie;
		add(&a, f);
	}
	conclude(&a, 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(a.items[i].example.netns, NETNS + i);
		assert_int_equal(a.items[i].sockets, 2);
	}
	advised_free(&a);
}

static void per_process(void **state)
{
	static const struct {
		uint32_t pid, netns;
		const char *comm;
	} owners[] = {
		{ 7, NETNS, "app" },  { 7, NETNS, "thread-1" }, /* one process */
		{ 8, NETNS, "app" },  { 7, NETNS + 1, "app" },
		{ 0, NETNS, "" },     { 0, NETNS, "" }, /* nobody knows */
		{ 0, NETNS, "comm" },
	};
	struct advised a = advised_new(&usual);

	(void)state;
	for (size_t i = 0; i < COUNT(owners); i++) {
		struct finding f = receiver(i + 1, CAUSE_SO_RCVBUF, 262144);

		f.id.pid = owners[i].pid;
		f.id.netns = owners[i].netns;
		strcpy(f.id.comm, owners[i].comm);
		f.id.remote.addr[0] = (uint8_t)i;
		add(&a, f);
	}
	conclude(&a, 5);
	assert_int_equal(a.items[0].sockets, 2);
	assert_int_equal(a.items[0].example.pid, 0);
	assert_string_equal(a.items[1].example.comm, "comm");
	assert_int_equal(a.items[2].sockets, 2);
	assert_int_equal(a.items[2].example.pid, 7);
	assert_int_equal(a.items[3].example.pid, 8);
	assert_int_equal(a.items[4].example.netns, NETNS + 1);
	advised_free(&a);
}

static void per_peer(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = sender(1, CAUSE_PEER_BUFFER, 262144);

	(void)state;
	add(&a, f);
	f.id.cookie = 2;
	f.id.remote.port = 443;
	f.id.pid = 99;
	add(&a, f);
	f.id.cookie = 3;
	f.id.remote.addr[3]++;
	add(&a, f);
	/* the same bytes, but another address */
	f.id.cookie = 4;
	f.id.family = FAMILY_INET6;
	add(&a, f);
	f.id.cookie = 5;
	f.id.netns++;
	add(&a, f);
	conclude(&a, 4);
	assert_int_equal(a.items[0].sockets, 2);
	assert_int_equal(a.items[1].example.remote.addr[3], 3);
	assert_int_equal(a.items[1].example.family, FAMILY_INET);
	assert_int_equal(a.items[2].example.family, FAMILY_INET6);
	assert_int_equal(a.items[3].example.netns, NETNS + 1);
	advised_free(&a);
}

static struct finding capped_receiver(uint64_t cookie, uint64_t needed_bytes)
{
	struct finding f = receiver(cookie, CAUSE_SO_RCVBUF, needed_bytes);

	f.recv.dir.buffer_locked = true;
	f.recv.dir.buffer_bytes = 425984;
	return f;
}

static void per_host(void **state)
{
	struct advised a = advised_new(&usual);

	(void)state;
	for (uint64_t cookie = 1; cookie <= 3; cookie++) {
		struct finding f = capped_receiver(cookie, 1 << 20);

		f.id.netns += cookie;
		f.id.pid += cookie;
		add(&a, f);
	}
	conclude(&a, 1);
	assert_int_equal(a.items[0].id, ADVICE_RMEM_MAX);
	assert_int_equal(a.items[0].sockets, 3);
	assert_int_equal(a.items[0].live, 0);
	for (uint64_t cookie = 4; cookie <= 5; cookie++) {
		struct finding f = sender(cookie, CAUSE_MEMORY_PRESSURE, 262144);

		f.id.netns += cookie;
		f.id.pid += cookie;
		add(&a, f);
	}
	conclude(&a, 2);
	assert_int_equal(a.items[1].id, ADVICE_TCP_MEM);
	assert_int_equal(a.items[1].sockets, 2);
	advised_free(&a);
}

/* The host's, then by namespace, by id, by owner: however they came. */
static void sorted(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = sender(1, CAUSE_PEER_BUFFER, 262144);

	(void)state;
	add(&a, f);
	f = receiver(2, CAUSE_TCP_RMEM, 262144);
	f.id.netns = NETNS + 1;
	add(&a, f);
	f = capped_receiver(3, 1 << 20);
	f.id.netns = NETNS + 2;
	add(&a, f);
	f = receiver(4, CAUSE_SO_RCVBUF, 262144);
	f.id.pid = 9;
	add(&a, f);
	f.id.cookie = 5;
	f.id.pid = 8;
	add(&a, f);
	add(&a, sender(6, CAUSE_TCP_WMEM, 262144));
	conclude(&a, 6);
	assert_int_equal(a.items[0].id, ADVICE_RMEM_MAX);
	assert_int_equal(a.items[1].id, ADVICE_TCP_WMEM);
	assert_int_equal(a.items[2].id, ADVICE_SO_RCVBUF);
	assert_int_equal(a.items[2].example.pid, 8);
	assert_int_equal(a.items[3].example.pid, 9);
	assert_int_equal(a.items[4].id, ADVICE_PEER_BUFFER);
	assert_int_equal(a.items[5].id, ADVICE_TCP_RMEM);
	advised_free(&a);
}

/* Of a socket's intervals, and of an item's sockets. */
static void largest_need_wins(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f;

	(void)state;
	for (uint64_t i = 1; i <= 9; i++) {
		f = receiver(1 + i % 3, CAUSE_TCP_RMEM, 100000 * (i == 5 ? 50 : i));
		f.rtt_min_us = (uint32_t)i;
		f.recv.dir.rate_bps = 10 * i;
		f.recv.dir.needed_source = i == 5 ? NEEDED_GIVEN : NEEDED_DOUBLING;
		f.id.remote.port = (uint16_t)(1 + i % 3);
		add(&a, f);
	}
	conclude(&a, 1);
	assert_int_equal(a.items[0].needed_bytes, 5000000);
	assert_int_equal(a.items[0].needed_source, NEEDED_GIVEN);
	assert_int_equal(a.items[0].rtt_min_us, 5);
	assert_int_equal(a.items[0].rate_bps, 50);
	assert_int_equal(a.items[0].example.cookie, 3);
	assert_int_equal(a.items[0].example.remote.port, 3);
	advised_free(&a);
}

/* A setting that was changed meanwhile is taken as it is now, whoever needs most. */
static void present_is_the_newest(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = receiver(1, CAUSE_TCP_RMEM, 1 << 20);

	(void)state;
	f.ts_ns = 1;
	add(&a, f);
	f = receiver(2, CAUSE_TCP_RMEM, 500000);
	f.ts_ns = 3;
	f.recv.dir.sysctl_bytes[2] = 2 << 20;
	add(&a, f);
	f = receiver(3, CAUSE_TCP_RMEM, 500000);
	f.ts_ns = 2;
	add(&a, f);
	/* larger than all need, by now */
	conclude(&a, 0);
	f = receiver(2, CAUSE_TCP_RMEM, 400000);
	f.ts_ns = 4;
	add(&a, f);
	conclude(&a, 1);
	assert_int_equal(a.items[0].current[2], 131072);
	assert_int_equal(a.items[0].proposed[2], 1 << 20);
	advised_free(&a);
}

/* Without autotuning a maximum has no meaning: with it, it may be too small. */
static void autotuning_and_its_maximum(void **state)
{
	struct advised a = advised_new(&usual);

	(void)state;
	add(&a, receiver(1, CAUSE_AUTOTUNE_OFF, 131072));
	conclude(&a, 1);
	assert_int_equal(a.items[0].id, ADVICE_MODERATE_RCVBUF);
	assert_int_equal(a.items[0].current[0], 0);
	assert_int_equal(a.items[0].proposed[0], 1);
	assert_int_equal(a.items[0].buffer_bytes, 131072);
	add(&a, receiver(2, CAUSE_AUTOTUNE_OFF, 131073));
	add(&a, receiver(3, CAUSE_TCP_RMEM, 131075));
	conclude(&a, 2);
	assert_int_equal(a.items[0].id, ADVICE_TCP_RMEM);
	assert_int_equal(a.items[0].sockets, 2);
	assert_int_equal(a.items[0].proposed[2], 131072 + PAGE);
	assert_int_equal(a.items[1].id, ADVICE_MODERATE_RCVBUF);
	assert_int_equal(a.items[1].sockets, 2);
	advised_free(&a);
}

/* ---- many ---- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/*
 * So many peers that to look for each among all before it would take minutes: what it takes is a
 * second at most, which is told and not asserted.
 */
/* What closes is only counted, unless something held it back; and a number that comes again is another's. */
static void sockets_that_close(void **state)
{
	struct finding flagged = receiver(1, CAUSE_TCP_RMEM, 262144), healthy = quiet(2),
		       idle = quiet(3);
	const struct advice_item *items;
	struct advice *a = advice_new(&usual);
	unsigned judged;
	size_t count;

	(void)state;
	healthy.send.dir.limit = LIMIT_CWND;
	flagged.state = healthy.state = idle.state = TCP_STATE_CLOSE;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(advice_add(a, &healthy), 0);
		assert_int_equal(advice_add(a, &idle), 0);
	}
	assert_int_equal(advice_add(a, &flagged), 0);
	assert_int_equal(advice_conclude(a, &items, &count, &judged), 0);
	assert_int_equal(judged, 4);
	assert_int_equal(count, 1);
	assert_int_equal(items[0].sockets, 1);
	advice_free(a);
}

static void many(void **state)
{
	struct advised a = advised_new(&usual);
	const uint32_t sockets = 200000;
	double start = seconds();

	(void)state;
	for (uint32_t i = 0; i < sockets; i++) {
		struct finding f = sender(i + 1, CAUSE_PEER_BUFFER, 262144);
		uint32_t peer = i * 2654435761u;

		memcpy(f.id.remote.addr, &peer, sizeof(peer));
		add(&a, f);
	}
	conclude(&a, sockets);
	assert_int_equal(a.judged, sockets);
	print_message("# %u peers: %.2f s\n", sockets, seconds() - start);
	advised_free(&a);
}

/* More than there is room for: they are counted, and the rest is as it was. */
static void too_many(void **state)
{
	struct advised a = advised_new(&usual);
	struct finding f = sender(1, CAUSE_PEER_BUFFER, 262144);

	(void)state;
	for (uint64_t i = 1; i <= ADVICE_SOCKETS_MAX + 3; i++) {
		f.id.cookie = i;
		assert_int_equal(advice_add(a.advice, &f), 0);
	}
	f.id.cookie = 1;
	assert_int_equal(advice_add(a.advice, &f), 0); /* is known */
	assert_int_equal(advice_crowded(a.advice), 3);
	conclude(&a, 1);
	assert_int_equal(a.judged, ADVICE_SOCKETS_MAX);
	advised_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(every_cause),
		cmocka_unit_test(half_of_the_time),
		cmocka_unit_test(directions_apart),
		cmocka_unit_test(nothing),
		cmocka_unit_test(once_per_item),
		cmocka_unit_test(live_sockets),
		cmocka_unit_test(per_namespace),
		cmocka_unit_test(per_process),
		cmocka_unit_test(per_peer),
		cmocka_unit_test(per_host),
		cmocka_unit_test(sorted),
		cmocka_unit_test(largest_need_wins),
		cmocka_unit_test(present_is_the_newest),
		cmocka_unit_test(autotuning_and_its_maximum),
		cmocka_unit_test(many),
		cmocka_unit_test(too_many),
		cmocka_unit_test(sockets_that_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
