// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The sockets of a capture: which there are at its end, and what is known of each. */
#include "capture_fixture.h"

#include <errno.h>

#include "run/capture_scan.h"

#define SOCKETS_MAX 4

struct given {
	struct snapshot all[SOCKETS_MAX];
	size_t count;
	size_t fail_at; /* -ENOSPC is returned for this one, counted from 1; 0 = for none */
};

static int on_snapshot(void *ctx, const struct snapshot *snapshot)
{
	struct given *given = ctx;

	assert_true(given->count < SOCKETS_MAX);
	given->all[given->count++] = *snapshot;
	return given->count == given->fail_at ? -ENOSPC : 0;
}

static int scan_some(const struct bench *b, size_t flows_max, struct given *given,
		     uint64_t *ret_crowded)
{
	const struct cli_opts opts = { .replay = b->path };
	struct capture_scan *scan = NULL;
	int err;

	assert_int_equal(capture_scan_new(&opts, flows_max, &scan), 0);
	err = capture_scan_go(scan, on_snapshot, given);
	*ret_crowded = capture_scan_crowded(scan);
	capture_scan_free(scan);
	return err;
}

static int scan(const struct bench *b, struct given *given)
{
	uint64_t crowded;
	int err = scan_some(b, 0, given, &crowded);

	assert_true(crowded == 0);
	return err;
}

static void record(struct bench *b, uint64_t cookie, uint64_t ms, uint64_t sent, uint64_t received,
		   uint32_t pid)
{
	struct sample s = plain_sample(cookie, START_NS + ms * MS);

	s.state = TCP_STATE_ESTABLISHED;
	s.bytes_sent = sent;
	s.bytes_received = received;
	s.id.pid = pid;
	strcpy(s.id.comm, pid ? "owner" : "");
	bench_sample(b, &s);
}

static void record_close(struct bench *b, uint64_t cookie, uint64_t ms, uint64_t bytes)
{
	struct sample s = plain_sample(cookie, START_NS + ms * MS);

	s.state = TCP_STATE_CLOSE;
	s.reason = SAMPLE_CLOSE;
	s.bytes_sent = s.bytes_received = bytes;
	bench_sample(b, &s);
}

/* The tick says that nothing happened until then. */
static void newest_state_and_silence(void **state)
{
	struct bench b;
	struct given given = { 0 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 7, 0, 10, 5, 42);
	record(&b, 7, 100, 20, 5, 0);
	record(&b, 7, 200, 20, 5, 0);
	bench_tick(&b, START_NS + 500 * MS);
	bench_finish(&b, START_NS + 500 * MS);

	assert_int_equal(scan(&b, &given), 0);
	assert_int_equal(given.count, 1);
	assert_true(given.all[0].s.ts_ns == START_NS + 200 * MS);
	assert_true(given.all[0].sent_ago_ns == 400 * MS);
	assert_true(given.all[0].received_ago_ns == 500 * MS);
	assert_int_equal(given.all[0].s.id.pid, 42);
	assert_string_equal(given.all[0].s.id.comm, "owner");
	bench_free(&b);
}

static void bytes_received(void **state)
{
	struct bench b;
	struct given given = { 0 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 7, 0, 10, 5, 0);
	record(&b, 7, 100, 10, 6, 0);
	record(&b, 8, 300, 10, 6, 0);
	bench_finish(&b, START_NS + 300 * MS);

	assert_int_equal(scan(&b, &given), 0);
	assert_int_equal(given.count, 2);
	assert_true(given.all[0].sent_ago_ns == 300 * MS);
	assert_true(given.all[0].received_ago_ns == 200 * MS);
	assert_true(given.all[1].sent_ago_ns == 0);
	bench_free(&b);
}

/* Also one whose close is all there is of it, or after whose close another sample came late. */
static void closed_sockets_are_gone(void **state)
{
	struct bench b;
	struct given given = { 0 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 3, 0, 1, 1, 0);
	record(&b, 2, 10, 1, 1, 0);
	record_close(&b, 9, 20, 1);
	record(&b, 1, 30, 1, 1, 0);
	record_close(&b, 2, 40, 1);
	record(&b, 2, 41, 1, 1, 0);
	bench_finish(&b, START_NS + 50 * MS);

	assert_int_equal(scan(&b, &given), 0);
	assert_int_equal(given.count, 2);
	assert_true(given.all[0].s.id.cookie == 3); /* the order of their first samples */
	assert_true(given.all[1].s.id.cookie == 1);
	bench_free(&b);
}

/* The same socket and ports; it has its bytes from the second connection alone. */
static void connected_again(void **state)
{
	struct bench b;
	struct given given = { 0 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 1, 0, 10, 10, 0);
	record(&b, 1, 10, 20, 30, 0);
	record_close(&b, 1, 20, 30);
	record(&b, 1, 30, 1, 1, 0);
	bench_finish(&b, START_NS + 50 * MS);

	assert_int_equal(scan(&b, &given), 0);
	assert_int_equal(given.count, 1);
	assert_true(given.all[0].s.bytes_received == 1);
	bench_free(&b);
}

/* Whatever a capture says of how many sockets there were. */
static void a_crowd(void **state)
{
	struct bench b;
	struct given given = { 0 };
	uint64_t crowded;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 1, 0, 1, 1, 0);
	record_close(&b, 1, 1, 1);
	record(&b, 2, 2, 1, 1, 0);
	record(&b, 3, 3, 1, 1, 0); /* in the closed one's room */
	record(&b, 4, 4, 1, 1, 0);
	record(&b, 4, 5, 1, 1, 0);
	record(&b, 3, 6, 1, 1, 0);
	bench_finish(&b, START_NS + 50 * MS);

	assert_int_equal(scan_some(&b, 2, &given, &crowded), 0);
	assert_int_equal(given.count, 2);
	assert_true(given.all[0].s.id.cookie == 2);
	assert_true(given.all[1].s.id.cookie == 3);
	assert_true(crowded == 2);
	bench_free(&b);
}

static void the_caller_ends_it(void **state)
{
	struct bench b;
	struct given given = { .fail_at = 1 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record(&b, 1, 0, 1, 1, 0);
	record(&b, 2, 10, 1, 1, 0);
	bench_finish(&b, START_NS + 50 * MS);

	assert_int_equal(scan(&b, &given), -ENOSPC);
	assert_int_equal(given.count, 1);
	bench_free(&b);
}

static void an_empty_capture(void **state)
{
	struct bench b;
	struct given given = { 0 };

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	bench_finish(&b, START_NS + 50 * MS);

	assert_int_equal(scan(&b, &given), 0);
	assert_int_equal(given.count, 0);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newest_state_and_silence),
		cmocka_unit_test(bytes_received),
		cmocka_unit_test(closed_sockets_are_gone),
		cmocka_unit_test(connected_again),
		cmocka_unit_test(a_crowd),
		cmocka_unit_test(the_caller_ends_it),
		cmocka_unit_test(an_empty_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
