// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <time.h>

#include "advice_fixture.h"

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
		cmocka_unit_test(every_cause),
		cmocka_unit_test(half_of_the_time),
		cmocka_unit_test(directions_apart),
		cmocka_unit_test(nothing),
		cmocka_unit_test(present_is_the_newest),
		cmocka_unit_test(autotuning_and_its_maximum),
		cmocka_unit_test(many),
		cmocka_unit_test(too_many),
		cmocka_unit_test(sockets_that_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
