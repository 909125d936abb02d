/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What is one item of advice: of a namespace, an application, a peer or the host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "advice_fixture.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(once_per_item), cmocka_unit_test(live_sockets),
		cmocka_unit_test(per_namespace), cmocka_unit_test(per_process),
		cmocka_unit_test(per_peer),      cmocka_unit_test(per_host),
		cmocka_unit_test(sorted),        cmocka_unit_test(largest_need_wins),
	};

	return cmocka_run_group_tests_name("advice_item", tests, NULL, NULL);
}
