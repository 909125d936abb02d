/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "fleet/tally.h"

#include <limits.h>

#include "sink_fixture.h"
#include "verdict/account.h"

#define MIB (UINT64_C(1) << 20)

static int set_up(void **state)
{
	*state = tally_new();
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	tally_free(*state);
	return 0;
}

/* A receiver that a cause holds back, sending nothing. */
static struct finding receiver(enum cause cause, uint64_t needed_bytes, uint32_t configured_bytes)
{
	struct finding f = inet6_finding();

	f.recv.dir.cause = cause;
	f.recv.dir.undersized = cause_undersized(cause);
	f.recv.dir.bytes = 1000;
	f.recv.dir.needed_bytes = needed_bytes;
	f.recv.dir.needed_source = needed_bytes ? NEEDED_DOUBLING : NEEDED_NONE;
	f.recv.dir.sysctl_bytes[2] = configured_bytes;
	f.recv.dir.ceiling_bps = 8000;
	return f;
}

static void add(struct tally *t, const struct finding *f)
{
	assert_int_equal(tally_add(t, f), 0);
}

static const struct tally_interval *end(struct tally *t)
{
	tally_end_interval(t);
	return tally_last(t);
}

/* ---- the last interval ---- */

static void empty(void **state)
{
	const struct tally_interval *last = end(*state);

	for (int i = 0; i < DIRECTION_MAX; i++) {
		assert_int_equal(last->ceiling_min_bps[i], 0);
		assert_int_equal(last->ceiling_median_bps[i], 0);
		for (int limit = 0; limit < LIMIT_MAX; limit++)
			assert_int_equal(last->sockets[FAMILY_INET][i][limit], 0);
	}
	assert_int_equal(last->needs[TALLY_TCP_RMEM].needed_bytes, 0);
}

static void sockets(void **state)
{
	struct finding sender = rsync_finding(), recv = receiver(CAUSE_TCP_RMEM, 2 * MIB, MIB);
	const struct tally_interval *last;

	add(*state, &sender);
	add(*state, &sender);
	add(*state, &recv);
	last = tally_last(*state);
	assert_int_equal(last->sockets[FAMILY_INET][DIRECTION_SEND][LIMIT_RWND], 0);
	last = end(*state);
	assert_int_equal(last->sockets[FAMILY_INET][DIRECTION_SEND][LIMIT_RWND], 2);
	assert_int_equal(last->sockets[FAMILY_INET][DIRECTION_RECV][LIMIT_IDLE], 2);
	assert_int_equal(last->sockets[FAMILY_INET6][DIRECTION_RECV][LIMIT_RCVBUF], 1);
	assert_int_equal(last->sockets[FAMILY_INET][DIRECTION_RECV][LIMIT_RCVBUF], 0);
	assert_int_equal(last->causes[DIRECTION_SEND][CAUSE_NO_WSCALE_PEER], 2);
	assert_int_equal(last->causes[DIRECTION_RECV][CAUSE_TCP_RMEM], 1);
	assert_int_equal(last->duration_ns, sender.interval_ns);
	last = end(*state); /* none of them was seen again */
	assert_int_equal(last->sockets[FAMILY_INET][DIRECTION_SEND][LIMIT_RWND], 0);
	assert_int_equal(last->causes[DIRECTION_RECV][CAUSE_TCP_RMEM], 0);
	assert_int_equal(last->duration_ns, 0);
}

static void ceilings(void **state)
{
	static const struct {
		uint64_t bps[4];
		uint64_t min, median;
	} rows[] = {
		{ { 7 }, 7, 7 },          { { 9, 3 }, 3, 3 },    { { 5, 9, 1 }, 1, 5 },
		{ { 4, 1, 3, 2 }, 1, 2 }, { { 6, 6, 6 }, 6, 6 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct finding f = receiver(CAUSE_TCP_RMEM, 2 * MIB, MIB);
		const struct tally_interval *last;

		for (int k = 0; k < 4 && rows[i].bps[k]; k++) {
			f.recv.dir.ceiling_bps = rows[i].bps[k];
			add(*state, &f);
		}
		f.recv.dir.ceiling_bps = 0; /* its RTT is not known */
		add(*state, &f);
		f = receiver(CAUSE_PATH_FULL, 0, MIB); /* its ceiling is no fault */
		f.recv.dir.ceiling_bps = 1;
		add(*state, &f);
		last = end(*state);
		assert_int_equal(last->ceiling_min_bps[DIRECTION_RECV], rows[i].min);
		assert_int_equal(last->ceiling_median_bps[DIRECTION_RECV], rows[i].median);
		assert_int_equal(last->ceiling_min_bps[DIRECTION_SEND], 0);
	}
}

/* More than there is room for at first. */
static void many_ceilings(void **state)
{
	struct finding f = receiver(CAUSE_TCP_RMEM, 2 * MIB, MIB);
	const struct tally_interval *last;

	for (uint64_t i = 1; i <= 999; i++) {
		f.recv.dir.ceiling_bps = 1 + i * 7 % 999;
		add(*state, &f);
	}
	last = end(*state);
	assert_int_equal(last->ceiling_min_bps[DIRECTION_RECV], 1);
	assert_int_equal(last->ceiling_median_bps[DIRECTION_RECV], 500);
}

/* ---- what is needed ---- */

static void assert_need(const struct tally_interval *last, enum tally_sysctl sysctl,
			uint64_t needed_bytes, uint64_t configured_bytes)
{
	assert_int_equal(last->needs[sysctl].needed_bytes, needed_bytes);
	assert_int_equal(last->needs[sysctl].configured_bytes, configured_bytes);
}

static const uint64_t ours[TALLY_SYSCTL_MAX] = {
	[TALLY_TCP_RMEM] = 6 * MIB,
	[TALLY_TCP_WMEM] = 4 * MIB,
	[TALLY_RMEM_MAX] = 212992,
	[TALLY_WMEM_MAX] = 0, /* not known */
};

static void nothing_is_needed(void **state)
{
	struct finding f = receiver(CAUSE_PATH_FULL, 100 * MIB, MIB);
	const struct tally_interval *last;

	tally_configure(*state, ours);
	add(*state, &f);
	f = receiver(CAUSE_TCP_RMEM, 0, MIB); /* it is too small, but by how much is not known */
	add(*state, &f);
	f = receiver(CAUSE_WSCALE, 100 * MIB, MIB); /* no maximum is to blame */
	add(*state, &f);
	last = end(*state);
	assert_need(last, TALLY_TCP_RMEM, 0, 6 * MIB);
	assert_need(last, TALLY_TCP_WMEM, 0, 4 * MIB);
	assert_need(last, TALLY_RMEM_MAX, 0, 212992);
	assert_need(last, TALLY_WMEM_MAX, 0, 0);
}

static void settings_change(void **state)
{
	uint64_t larger[TALLY_SYSCTL_MAX] = { [TALLY_TCP_RMEM] = 16 * MIB };
	struct finding f = receiver(CAUSE_TCP_RMEM, 12 * MIB, 6 * MIB);

	tally_configure(*state, ours);
	add(*state, &f);
	assert_need(end(*state), TALLY_TCP_RMEM, 12 * MIB, 6 * MIB);
	tally_configure(*state, larger); /* that socket had what it had */
	assert_need(tally_last(*state), TALLY_TCP_RMEM, 12 * MIB, 6 * MIB);
	assert_need(end(*state), TALLY_TCP_RMEM, 0, 16 * MIB);
}

/* In namespaces of their own each has its own maximum. */
static void largest_that_is_not_met(void **state)
{
	static const struct {
		uint64_t needed_bytes;
		uint32_t configured_bytes;
	} rows[] = {
		{ 2 * MIB, 1 * MIB },
		{ 20 * MIB, 32 * MIB }, /* met */
		{ 8 * MIB, 6 * MIB },
		{ 3 * MIB, 1 * MIB },
	};
	struct finding f;

	for (int first = 0; first < 4; first++) {
		for (int i = 0; i < 4; i++) {
			f = receiver(CAUSE_TCP_RMEM, rows[(first + i) % 4].needed_bytes,
				     rows[(first + i) % 4].configured_bytes);
			add(*state, &f);
		}
		assert_need(end(*state), TALLY_TCP_RMEM, 8 * MIB, 6 * MIB);
	}
	f = receiver(CAUSE_TCP_RMEM, 2 * MIB, 32 * MIB);
	add(*state, &f);
	f = receiver(CAUSE_TCP_RMEM, 20 * MIB, 32 * MIB);
	add(*state, &f);
	assert_need(end(*state), TALLY_TCP_RMEM, 20 * MIB, 32 * MIB);
}

/* Autotuning that is off would be held back next, where the maximum is too small as well. */
static void autotuning_off(void **state)
{
	struct finding f = receiver(CAUSE_AUTOTUNE_OFF, 4 * MIB, 6 * MIB);

	tally_configure(*state, ours);
	add(*state, &f);
	assert_need(end(*state), TALLY_TCP_RMEM, 0, 6 * MIB);
	f = receiver(CAUSE_AUTOTUNE_OFF, 8 * MIB, 6 * MIB);
	add(*state, &f);
	assert_need(end(*state), TALLY_TCP_RMEM, 8 * MIB, 6 * MIB);
}

/* What SO_RCVBUF asks for is doubled, and cut to rmem_max before. */
static void asked_for(void **state)
{
	struct finding f = receiver(CAUSE_SO_RCVBUF, 1000001, 6 * MIB);

	tally_configure(*state, ours);
	f.recv.dir.buffer_bytes = 131072; /* it asked for less than it may have */
	add(*state, &f);
	assert_need(end(*state), TALLY_RMEM_MAX, 0, 212992);
	f.recv.dir.buffer_bytes = 2 * 212992;
	add(*state, &f);
	assert_need(end(*state), TALLY_RMEM_MAX, 500001, 212992);
	f.recv.dir.needed_bytes = 2 * 212992; /* it has what it needs */
	add(*state, &f);
	assert_need(end(*state), TALLY_RMEM_MAX, 0, 212992);
}

static void senders_need(void **state)
{
	struct finding f = rsync_finding();

	tally_configure(*state, ours);
	f.send.dir.cause = CAUSE_TCP_WMEM;
	f.send.dir.sysctl_bytes[2] = 4 * MIB;
	f.send.dir.needed_bytes = 5 * MIB;
	add(*state, &f);
	assert_need(end(*state), TALLY_TCP_WMEM, 5 * MIB, 4 * MIB);
	f.send.dir.cause = CAUSE_SO_SNDBUF; /* wmem_max is not known: nothing is said of it */
	f.send.dir.buffer_bytes = 0;
	add(*state, &f);
	assert_need(end(*state), TALLY_WMEM_MAX, 0, 0);
}

/* ---- since the start ---- */

static void bytes(void **state)
{
	struct finding flagged = receiver(CAUSE_TCP_RMEM, 2 * MIB, MIB);
	struct finding excused = receiver(CAUSE_PATH_FULL, 0, MIB);
	const struct tally_totals *totals = tally_totals(*state);

	flagged.send.dir.limit = LIMIT_APP;
	flagged.send.dir.bytes = 7;
	for (int i = 0; i < 3; i++) {
		add(*state, &flagged);
		add(*state, &excused);
		tally_end_interval(*state);
	}
	assert_int_equal(totals->bytes[DIRECTION_RECV][LIMIT_RCVBUF], 6000);
	assert_int_equal(totals->bytes[DIRECTION_SEND][LIMIT_APP], 21);
	assert_int_equal(totals->undersized_bytes[DIRECTION_RECV][CAUSE_TCP_RMEM], 3000);
	assert_int_equal(totals->undersized_bytes[DIRECTION_RECV][CAUSE_PATH_FULL], 0);
}

static uint64_t counted(struct tally *t, enum metric metric, enum direction direction)
{
	return buckets_upto(&tally_totals(t)->metrics[metric][direction],
			    tally_scale(metric)->bounds);
}

static uint64_t sum_of(struct tally *t, enum metric metric, enum direction direction)
{
	return tally_totals(t)->metrics[metric][direction].sum;
}

static void metrics(void **state)
{
	struct finding f = rsync_finding();

	add(*state, &f);
	assert_int_equal(sum_of(*state, METRIC_RTT_MIN, DIRECTION_SEND), 50120);
	assert_int_equal(sum_of(*state, METRIC_QUEUE, DIRECTION_SEND), 980);
	assert_int_equal(sum_of(*state, METRIC_BDP, DIRECTION_SEND), 62092);
	assert_int_equal(sum_of(*state, METRIC_HEADROOM, DIRECTION_SEND), 1034);
	assert_int_equal(sum_of(*state, METRIC_RATE, DIRECTION_SEND), 9912000);
	/* nothing moves that way */
	assert_int_equal(counted(*state, METRIC_RATE, DIRECTION_RECV), 0);
	assert_int_equal(counted(*state, METRIC_BDP, DIRECTION_RECV), 0);
	assert_int_equal(counted(*state, METRIC_RTT_MIN, DIRECTION_RECV), 0);
}

/* What has a scale has a value of an interval, and what has such a value is counted. */
static void metrics_of_intervals_are_counted(void **state)
{
	struct finding f = rsync_finding();
	uint64_t value;

	(void)state;
	for (int metric = 0; metric < METRIC_MAX; metric++)
		assert_int_equal(metric_of_finding(metric, &f, DIRECTION_SEND, &value),
				 tally_scale(metric) != NULL);
}

static void what_is_not_known_is_not_counted(void **state)
{
	struct finding f = rsync_finding();

	f.rtt_min_us = 0;
	f.send.dir.bdp_bound = BDP_UNKNOWN;
	add(*state, &f);
	assert_int_equal(counted(*state, METRIC_RTT_MIN, DIRECTION_SEND), 0);
	assert_int_equal(counted(*state, METRIC_QUEUE, DIRECTION_SEND), 0);
	assert_int_equal(counted(*state, METRIC_BDP, DIRECTION_SEND), 0);
	assert_int_equal(counted(*state, METRIC_HEADROOM, DIRECTION_SEND), 0);
	assert_int_equal(counted(*state, METRIC_RATE, DIRECTION_SEND), 1);
	f = rsync_finding();
	f.srtt_us = f.rtt_min_us - 1; /* of another interval: no queue, and no less than none */
	add(*state, &f);
	assert_int_equal(counted(*state, METRIC_QUEUE, DIRECTION_SEND), 1);
	assert_int_equal(sum_of(*state, METRIC_QUEUE, DIRECTION_SEND), 0);
	f.srtt_us = 0;
	add(*state, &f);
	assert_int_equal(counted(*state, METRIC_QUEUE, DIRECTION_SEND), 1);
}

static void headroom_has_an_end(void **state)
{
	struct finding f = rsync_finding();

	f.send.dir.window_bytes = UINT32_MAX;
	f.send.dir.bdp_bytes = 1;
	add(*state, &f);
	assert_int_equal(sum_of(*state, METRIC_HEADROOM, DIRECTION_SEND), 1000000000);
	f.send.dir.bdp_bytes = 0;
	add(*state, &f);
	assert_int_equal(counted(*state, METRIC_HEADROOM, DIRECTION_SEND), 1);
}

/* ---- why it is unknown, and what was sent again ---- */

static const struct rule *rule_named(enum rule_list list, const char *name, size_t *ret_row)
{
	const struct rule *rows = rules_of(list, ret_row);
	size_t count = *ret_row;

	for (*ret_row = 0; *ret_row < count; (*ret_row)++)
		if (strcmp(rows[*ret_row].name, name) == 0)
			return &rows[*ret_row];
	fail_msg("%s is no rule", name);
	return NULL;
}

static void unknown_by_rule(void **state)
{
	struct account account = { 0 };
	struct finding f = rsync_finding();
	const struct tally_interval *last;
	unsigned sum = 0;
	size_t row;

	account.because.limit.rule = rule_named(RULES_RECV_LIMIT, "no-rtt", &row);
	f.recv.dir.account = &account;
	f.recv.dir.limit = LIMIT_UNKNOWN;
	add(*state, &f);
	add(*state, &f);
	f.recv.dir.limit = LIMIT_SENDER; /* a rule that decided something */
	add(*state, &f);
	f.recv.dir.limit = LIMIT_UNKNOWN;
	f.recv.dir.account = NULL; /* no rule was asked */
	add(*state, &f);
	last = end(*state);
	assert_int_equal(last->unknown[DIRECTION_RECV][row], 2);
	for (int dir = 0; dir < DIRECTION_MAX; dir++)
		for (size_t i = 0; i < TALLY_RULES_MAX; i++)
			sum += last->unknown[dir][i];
	assert_int_equal(sum, 2);
	assert_int_equal(end(*state)->unknown[DIRECTION_RECV][row], 0);
}

static void rules_have_room(void **state)
{
	(void)state;
	for (int dir = 0; dir < DIRECTION_MAX; dir++) {
		size_t count;

		rules_of(tally_limit_rules(dir), &count);
		assert_in_range(count, 1, TALLY_RULES_MAX);
	}
}

static void sent_again(void **state)
{
	struct finding f = rsync_finding();

	f.send.sent_bytes = 100;
	f.send.retrans_bytes = 10;
	f.send.zero_windows = 1;
	add(*state, &f);
	end(*state);
	add(*state, &f);
	assert_int_equal(tally_totals(*state)->sent_bytes, 200);
	assert_int_equal(tally_totals(*state)->retrans_bytes, 20);
	assert_int_equal(tally_totals(*state)->zero_windows, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(empty),
		TEST(sockets),
		TEST(ceilings),
		TEST(many_ceilings),
		TEST(nothing_is_needed),
		TEST(settings_change),
		TEST(largest_that_is_not_met),
		TEST(autotuning_off),
		TEST(asked_for),
		TEST(senders_need),
		TEST(bytes),
		TEST(metrics),
		TEST(metrics_of_intervals_are_counted),
		TEST(what_is_not_known_is_not_counted),
		TEST(headroom_has_an_end),
		TEST(unknown_by_rule),
		TEST(rules_have_room),
		TEST(sent_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
