/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the findings of a socket add up to, which socket is worse, and that few are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "finding/standings.h"
#include "verdict/account.h"

#define SECOND UINT64_C(1000000000)

/* A second of a socket that sends. */
static struct finding sends(uint64_t cookie, enum limit limit, enum cause cause, uint16_t permille)
{
	struct finding f = { .id.cookie = cookie, .interval_ns = SECOND };

	f.send.dir.limit = limit;
	f.send.dir.cause = cause;
	f.send.dir.undersized = cause_undersized(cause);
	f.send.dir.limit_share_permille = permille;
	f.send.dir.bytes = 125000;
	return f;
}

static void nothing(void **state)
{
	struct socket_total total = { 0 };
	const struct direction_total *d = &total.of[DIRECTION_SEND];
	struct finding f = sends(1, LIMIT_IDLE, CAUSE_NONE, 0);

	(void)state;
	socket_total_add(&total, &f);
	assert_int_equal(d->intervals, 0);
	assert_int_equal(direction_total_rate_bps(d), 0);
	assert_int_equal(direction_total_share(d, LIMIT_APP), 0);
	assert_int_equal(direction_total_limit(d, 0), LIMIT_IDLE);
	assert_int_equal(direction_total_flagged(d), 0);
	assert_int_equal(direction_total_cause(d), CAUSE_NONE);
}

/* Time is added to time, whatever leads in an interval. */
static void limits_by_time(void **state)
{
	const struct account first = { .count = 2,
				       .cells = { { LIMIT_APP, CAUSE_NONE, 400 },
						  { LIMIT_RWND, CAUSE_TCP_WMEM, 300 } } };
	const struct account second = { .count = 2,
					.cells = { { LIMIT_RWND, CAUSE_TCP_WMEM, 100 },
						   { LIMIT_RWND, CAUSE_NONE, 200 } } };
	struct socket_total total = { 0 };
	const struct direction_total *d = &total.of[DIRECTION_SEND];
	struct finding f = sends(1, LIMIT_APP, CAUSE_NONE, 571);

	(void)state;
	f.send.dir.account = &first;
	f.rtt_min_us = 20;
	socket_total_add(&total, &f);
	f = sends(1, LIMIT_RWND, CAUSE_PEER_BUFFER, 1000);
	f.send.dir.account = &second;
	f.send.dir.ceiling_bps = 7;
	f.rtt_min_us = 10;
	socket_total_add(&total, &f);
	f = sends(1, LIMIT_IDLE, CAUSE_NONE, 0);
	socket_total_add(&total, &f);
	assert_int_equal(d->intervals, 2);
	assert_int_equal(direction_total_rate_bps(d), 1000000);
	assert_int_equal(direction_total_share(d, LIMIT_RWND), 600);
	assert_int_equal(direction_total_limit(d, 0), LIMIT_RWND);
	assert_int_equal(direction_total_limit(d, 1), LIMIT_APP);
	assert_int_equal(direction_total_limit(d, 2), LIMIT_IDLE);
	assert_int_equal(direction_total_flagged(d), 1);
	assert_int_equal(direction_total_cause(d), CAUSE_PEER_BUFFER);
	assert_int_equal(d->held_ns, SECOND);
	assert_int_equal(d->ceiling_bps, 7);
	assert_int_equal(total.rtt_min_us, 10);
}

/* The cause of most intervals, and the most that was needed in any. */
static void causes_by_count(void **state)
{
	struct socket_total total = { 0 };
	const struct direction_total *d = &total.of[DIRECTION_SEND];
	static const struct {
		enum cause cause;
		uint64_t needed_bytes;
	} rows[] = { { CAUSE_TCP_WMEM, 50 }, { CAUSE_SO_SNDBUF, 90 }, { CAUSE_TCP_WMEM, 60 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct finding f = sends(1, LIMIT_SNDBUF, rows[i].cause, 500);

		f.send.dir.needed_bytes = rows[i].needed_bytes;
		f.send.dir.needed_source = NEEDED_LINK;
		socket_total_add(&total, &f);
	}
	assert_int_equal(direction_total_cause(d), CAUSE_TCP_WMEM);
	assert_int_equal(direction_total_flagged(d), 3);
	assert_int_equal(d->flagged[CAUSE_SO_SNDBUF], 1);
	assert_int_equal(d->needed_bytes, 90);
	assert_int_equal(d->needed_source, NEEDED_LINK);
	assert_int_equal(d->held_ns, 3 * SECOND / 2);
}

static void worse_direction(void **state)
{
	struct socket_total total = { 0 };

	(void)state;
	assert_int_equal(socket_total_worse(&total), DIRECTION_SEND);
	total.of[DIRECTION_RECV].bytes = 1;
	assert_int_equal(socket_total_worse(&total), DIRECTION_RECV);
	total.of[DIRECTION_SEND].held_ns = 1;
	assert_int_equal(socket_total_worse(&total), DIRECTION_SEND);
	total.of[DIRECTION_RECV].held_ns = 2;
	assert_int_equal(socket_total_worse(&total), DIRECTION_RECV);
}

static void add(struct standings *s, uint64_t cookie, enum cause cause, uint16_t permille,
		uint64_t bytes)
{
	struct finding f = sends(cookie, cause ? LIMIT_SNDBUF : LIMIT_APP, cause, permille);

	f.send.dir.bytes = bytes;
	assert_int_equal(standings_add(s, &f), 0);
}

static void worst_first(void **state)
{
	struct standings *s = standings_new(STANDINGS_MAX);
	const struct socket_total *const *totals;
	static const uint64_t order[] = { 5, 2, 3, 1, 4 };

	(void)state;
	assert_non_null(s);
	assert_int_equal(standings_sort(s, &totals), 0);
	add(s, 1, CAUSE_NONE, 1000, 900);
	add(s, 2, CAUSE_TCP_WMEM, 600, 1);
	add(s, 3, CAUSE_TCP_WMEM, 500, 1);
	add(s, 4, CAUSE_NONE, 1000, 900);
	add(s, 5, CAUSE_TCP_WMEM, 400, 1);
	add(s, 5, CAUSE_TCP_WMEM, 400, 1);
	assert_int_equal(standings_sort(s, &totals), 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(totals[i]->id.cookie, order[i]);
	standings_free(s);
}

/* Of more than there is room for, the worse half stays. */
static void few_are_kept(void **state)
{
	struct standings *s = standings_new(8);
	const struct socket_total *const *totals;

	(void)state;
	for (uint64_t cookie = 1; cookie <= 1000; cookie++)
		add(s, cookie, cookie == 500 ? CAUSE_TCP_WMEM : CAUSE_NONE, 1000, cookie);
	assert_int_equal(standings_sort(s, &totals) + standings_left_out(s), 1000);
	assert_true(standings_sort(s, &totals) <= 8);
	assert_int_equal(totals[0]->id.cookie, 500);
	assert_int_equal(totals[1]->id.cookie, 1000);
	standings_free(s);
}

static void taken(void **state)
{
	struct standings *s = standings_new(8);
	const struct socket_total *const *totals;
	struct socket_total *total;

	(void)state;
	for (uint64_t cookie = 1; cookie <= 4; cookie++)
		add(s, cookie, CAUSE_NONE, 1000, cookie);
	assert_null(standings_take(s, 9));
	for (uint64_t cookie = 1; cookie <= 4; cookie += 3) {
		total = standings_take(s, cookie);
		assert_int_equal(total->id.cookie, cookie);
		free(total);
	}
	assert_null(standings_take(s, 1));
	assert_int_equal(standings_sort(s, &totals), 2);
	assert_int_equal(totals[0]->id.cookie, 3);
	assert_int_equal(totals[1]->id.cookie, 2);
	standings_free(s);
	standings_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),         cmocka_unit_test(limits_by_time),
		cmocka_unit_test(causes_by_count), cmocka_unit_test(worse_direction),
		cmocka_unit_test(worst_first),     cmocka_unit_test(few_are_kept),
		cmocka_unit_test(taken),
	};

	return cmocka_run_group_tests_name("standings", tests, NULL, NULL);
}
