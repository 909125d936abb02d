/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Captures whose tables are right, and whose rows hold what no writer writes. */
#include "hostile.h"

struct row {
	const char *table;
	const char *sql;
	const char *says;
};

static void assert_row_refused(const struct row *row)
{
	struct bench b;

	hostile_new(&b);
	corrupt(&b, row->table, row->sql);
	assert_refused(&b, row->says);
	bench_free(&b);
}

/* Such a file as such is read: it is for its rows alone that the others are not. */
static void corrupting_does_no_harm(void **state)
{
	struct bench b;

	(void)state;
	hostile_new(&b);
	corrupt(&b, "samples", "SELECT 1");
	assert_holds_from(&b, 0);
	bench_free(&b);
}

#define SAMPLES(set, says)                                                                         \
	{                                                                                          \
		"samples", "UPDATE samples SET " set " WHERE id = 9", says                         \
	}
#define SETTINGS(set, says)                                                                        \
	{                                                                                          \
		"settings", "UPDATE settings SET " set " WHERE id = 9", says                       \
	}
#define SENDING(set, says)                                                                         \
	{                                                                                          \
		"sending", "UPDATE sending SET " set " WHERE id = 9", says                         \
	}
#define RECEIVING(set, says)                                                                       \
	{                                                                                          \
		"receiving", "UPDATE receiving SET " set " WHERE id = 9", says                     \
	}
#define SOCKETS(set, says)                                                                         \
	{                                                                                          \
		"sockets", "UPDATE sockets SET " set " WHERE id = 3", says                         \
	}
#define TICKS(set, says)                                                                           \
	{                                                                                          \
		"ticks", "UPDATE ticks SET " set " WHERE id = 9", says                             \
	}
#define CAPTURE(set)                                                                               \
	{                                                                                          \
		"capture", "UPDATE capture SET " set, "row 1 of capture has no valid value"        \
	}
#define LOSS(set)                                                                                  \
	{                                                                                          \
		"loss", "UPDATE loss SET " set, "loss has no valid number"                         \
	}
#define TEXT_OF(len) "'x' || substr(hex(zeroblob(100000)), 1, " #len ")"

static void samples(void **state)
{
	static const struct row rows[] = {
		SAMPLES("t_ns = 9223372036854775000", "row 9 of samples has no valid t_ns"),
		SAMPLES("t_ns = 4611686018427387904", "row 9 of samples has no valid t_ns"),
		SAMPLES("jiffies = 2147483648", "row 9 of samples has no valid jiffies"),
		SAMPLES("jiffies = NULL", "row 9 of samples has no valid jiffies"),
		SAMPLES("reason = 5", "row 9 of samples has no valid reason"),
		SAMPLES("reason = -1", "row 9 of samples has no valid reason"),
		SAMPLES("srtt_us = 4294967296", "row 9 of samples has no valid srtt_us"),
		SAMPLES("srtt_us = 'x'", "row 9 of samples has no valid srtt_us"),
		SAMPLES("srtt_us = 1.5", "row 9 of samples has no valid srtt_us"),
		SAMPLES("srtt_us = x'01'", "row 9 of samples has no valid srtt_us"),
		SAMPLES("srtt_us = (-9223372036854775807 - 1)",
			"row 9 of samples has no valid srtt_us"),
		SAMPLES("bytes_acked = -1", "row 9 of samples has no valid bytes_acked"),
		SAMPLES("bytes_acked = 1e300", "row 9 of samples has no valid bytes_acked"),
		SAMPLES("segments = " TEXT_OF(50000), "row 9 of samples has no valid segments"),
		SAMPLES("socket = 99", "row 9 of samples has no valid cookie"),
		SAMPLES("socket = 'x'", "row 9 of samples has no valid cookie"),
		SAMPLES("socket = NULL", "row 9 of samples has no valid cookie"),
		SAMPLES("settings = 99", "row 9 of samples has no valid state"),
		SAMPLES("settings = -1", "row 9 of samples has no valid state"),
		SAMPLES("sending = 99", "row 9 of samples has no valid inflight_bytes"),
		SAMPLES("receiving = 99", "row 9 of samples has no valid unread_bytes"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

static void groups(void **state)
{
	static const struct row rows[] = {
		SETTINGS("state = 13", "row 9 of samples has no valid state"),
		SETTINGS("snd_wscale = 15", "row 9 of samples has no valid snd_wscale"),
		SETTINGS("adv_win_scale = 32", "row 9 of samples has no valid adv_win_scale"),
		SETTINGS("tstamp_ok = 2", "row 9 of samples has no valid tstamp_ok"),
		SETTINGS("cgroup = -1", "row 9 of samples has no valid cgroup"),
		SETTINGS("pid = 'x'", "row 9 of samples has no valid pid"),
		SETTINGS("scaling_ratio = 256", "row 9 of samples has no valid scaling_ratio"),
		SETTINGS("comm = '0123456789abcdefg'", "row 9 of samples has no valid comm"),
		SETTINGS("comm = 'a' || char(0) || 'b'", "row 9 of samples has no valid comm"),
		SETTINGS("comm = char(0)", "row 9 of samples has no valid comm"),
		SETTINGS("comm = x'61'", "row 9 of samples has no valid comm"),
		SETTINGS("comm = " TEXT_OF(90000), "row 9 of samples has no valid comm"),
		SETTINGS("congestion_control = '0123456789abcdefg'",
			 "row 9 of samples has no valid congestion_control"),
		SENDING("inflight_bytes = 2147483648",
			"row 9 of samples has no valid inflight_bytes"),
		SENDING("pacing_bytes_per_s = -2",
			"row 9 of samples has no valid pacing_bytes_per_s"),
		SENDING("sndbuf_bytes = NULL", "row 9 of samples has no valid sndbuf_bytes"),
		RECEIVING("unread_bytes = -2147483649",
			  "row 9 of samples has no valid unread_bytes"),
		RECEIVING("rcvbuf_bytes = 4294967296",
			  "row 9 of samples has no valid rcvbuf_bytes"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

static void sockets(void **state)
{
	static const struct row rows[] = {
		SOCKETS("cookie = 0", "row 3 of samples has no valid cookie"),
		SOCKETS("cookie = -1", "row 3 of samples has no valid cookie"),
		SOCKETS("cookie = 'x'", "row 3 of samples has no valid cookie"),
		SOCKETS("netns = 4294967296", "row 3 of samples has no valid netns"),
		SOCKETS("netns = -1", "row 3 of samples has no valid netns"),
		SOCKETS("family = 'unix'", "row 3 of samples has no valid family"),
		SOCKETS("family = NULL", "row 3 of samples has no valid family"),
		SOCKETS("family = x'696e6574'", "row 3 of samples has no valid family"),
		SOCKETS("family = 'inet' || char(0)", "row 3 of samples has no valid family"),
		SOCKETS("family = " TEXT_OF(3000), "row 3 of samples has no valid family"),
		SOCKETS("family = 'inet6'", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = ''", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = NULL", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = '10.9.0.1.2'", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = '10.9.0.1' || char(0)",
			"row 3 of samples has no valid local address"),
		SOCKETS("laddr = ' 10.9.0.1'", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = '::1'", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = 1", "row 3 of samples has no valid local address"),
		SOCKETS("laddr = " TEXT_OF(50), "row 3 of samples has no valid local address"),
		SOCKETS("raddr = 'x'", "row 3 of samples has no valid remote address"),
		SOCKETS("lport = 65536", "row 3 of samples has no valid local address"),
		SOCKETS("rport = -1", "row 3 of samples has no valid remote address"),
		SOCKETS("rport = 'http'", "row 3 of samples has no valid remote address"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

static void ticks(void **state)
{
	static const struct row rows[] = {
		TICKS("t_ns = 9223372036854775000", "row 9 of ticks has no valid t_ns"),
		TICKS("t_ns = 4611686018427387000", "row 9 of ticks has no valid t_ns"),
		TICKS("sample = 'x'", "row 9 of ticks has no valid sample"),
		TICKS("sample = NULL", "row 9 of ticks has no valid sample"),
		TICKS("memory_pressure = 2", "row 9 of ticks has no valid memory_pressure"),
		TICKS("memory_pressure = ''", "row 9 of ticks has no valid memory_pressure"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

/* Of no span that there is: nobody asked for it. */
static void times_before_all_times(void **state)
{
	static const struct row rows[] = {
		SAMPLES("t_ns = -1000000000001", ""),
		SAMPLES("t_ns = NULL", ""),
		TICKS("t_ns = -1000000000001", ""),
		TICKS("t_ns = (-9223372036854775807 - 1)", ""),
		TICKS("t_ns = 'x'", ""),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct events events;
		struct reader *r;
		struct bench b;

		hostile_new(&b);
		corrupt(&b, rows[i].table, rows[i].sql);
		r = bench_open(&b);
		events = read_span(r, WHOLE);
		assert_int_equal(events.count, b.written.count - 1);
		events_free(&events);
		reader_free(r);
		bench_free(&b);
	}
}

static void facts(void **state)
{
	static const struct row rows[] = {
		CAPTURE("start_ns = -1"),
		CAPTURE("start_ns = 2305843009213693952"),
		CAPTURE("start_ns = 'x'"),
		CAPTURE("start_ns = NULL"),
		CAPTURE("start_realtime_ns = -1"),
		CAPTURE("start_realtime_ns = 4611686018427387904"),
		CAPTURE("start_jiffies = 4294967296"),
		CAPTURE("start_jiffies = -1"),
		CAPTURE("end_t_ns = -2"),
		CAPTURE("end_t_ns = 2305843009213693952"),
		CAPTURE("end_t_ns = 1.5"),
		CAPTURE("trimmed_t_ns = -1"),
		CAPTURE("trimmed_t_ns = 2305843009213693952"),
		CAPTURE("hook_recv = '0123456789abcdef'"),
		CAPTURE("hook_send = 'a' || char(0)"),
		CAPTURE("hook_send = x'61'"),
		/* found by the fuzzer: a control on its way to the terminal */
		CAPTURE("hook_send = 'tr' || char(12) || 'acepoint'"),
		CAPTURE("sample_interval_ms = -1"),
		CAPTURE("sample_interval_ms = 4294967296"),
		{ "capture", "DELETE FROM capture",
		  "its table capture does not have exactly one row" },
		{ "capture", "INSERT INTO capture SELECT * FROM capture",
		  "its table capture does not have exactly one row" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

static void ends(void **state)
{
	static const struct row rows[] = {
		{ "ticks", "UPDATE ticks SET t_ns = 4611686018427387904", "t_ns" },
		{ "ticks", "UPDATE ticks SET t_ns = -5; UPDATE samples SET t_ns = -5", "t_ns" },
		{ "samples", "UPDATE samples SET t_ns = 9223372036854775807", "t_ns" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench b;
		sqlite3 *db;

		hostile_new(&b);
		db = bench_database(&b);
		run_sql(db, "UPDATE capture SET end_t_ns = NULL");
		sqlite3_close(db);
		corrupt(&b, rows[i].table, rows[i].sql);
		assert_not_opened(&b, -EBADMSG, rows[i].says);
		bench_free(&b);
	}
}

static void ledgers(void **state)
{
	static const struct row rows[] = {
		LOSS("emitted = -1"),
		LOSS("emitted = 9223372036854775807"),
		LOSS("reads = 'x'"),
		LOSS("consumed = NULL"),
		LOSS("consumed = -consumed"),
		LOSS("suppressed = 1000 - rowid"), /* counters that count down */
		LOSS("closes = 1000 - rowid"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row_refused(&rows[i]);
}

/* What the host knew is not known then. */
static void paths_and_links(void **state)
{
	static const struct {
		const char *table, *sql;
		const char *path;
		uint64_t bps;
	} rows[] = {
		{ "cgroups", "UPDATE cgroups SET path = x'2f61'", NULL, 1000 },
		{ "cgroups", "UPDATE cgroups SET path = NULL", NULL, 1000 },
		{ "cgroups", "UPDATE cgroups SET path = hex(zeroblob(1000000))", NULL, 1000 },
		{ "cgroups", "UPDATE cgroups SET path = '/b' || char(0) || 'c'", NULL, 1000 },
		{ "links", "UPDATE links SET speed_bps = -1", "/a", 0 },
		{ "links", "UPDATE links SET speed_bps = 'x'", "/a", 0 },
		{ "links", "UPDATE links SET speed_bps = 9223372036854775807", "/a", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct reader *r;
		struct bench b;
		const char *path;

		hostile_new(&b);
		corrupt(&b, rows[i].table, rows[i].sql);
		r = bench_open(&b);
		path = reader_cgroup_path(r, 1);
		if (rows[i].path)
			assert_string_equal(path, rows[i].path);
		else
			assert_null(path);
		assert_true(reader_link_bps(r, 1, 2) == rows[i].bps);
		reader_free(r);
		bench_free(&b);
	}
}

/* A name that is none is not there. */
static void names(void **state)
{
	static const struct {
		const char *table, *sql, *container, *netns;
	} rows[] = {
		{ "cgroups", "UPDATE cgroups SET path = '/b'", "web", "blue" },
		{ "cgroups", "UPDATE cgroups SET container_name = NULL", "", "blue" },
		{ "cgroups", "UPDATE cgroups SET container_name = x'77656200'", "", "blue" },
		{ "cgroups", "UPDATE cgroups SET container_name = hex(zeroblob(1000))", "",
		  "blue" },
		{ "namespaces", "UPDATE namespaces SET name = x'00'", "web", NULL },
		{ "namespaces", "UPDATE namespaces SET name = hex(zeroblob(1000))", "web", NULL },
		{ "namespaces", "DELETE FROM namespaces", "web", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct reader *r;
		struct bench b;
		const char *netns;

		hostile_new(&b);
		corrupt(&b, rows[i].table, rows[i].sql);
		r = bench_open(&b);
		assert_string_equal(reader_workload_names(r, 1)->container, rows[i].container);
		netns = reader_netns_name(r, 1);
		if (rows[i].netns)
			assert_string_equal(netns, rows[i].netns);
		else
			assert_null(netns);
		reader_free(r);
		bench_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corrupting_does_no_harm),
		cmocka_unit_test(names),
		cmocka_unit_test(samples),
		cmocka_unit_test(groups),
		cmocka_unit_test(sockets),
		cmocka_unit_test(ticks),
		cmocka_unit_test(times_before_all_times),
		cmocka_unit_test(facts),
		cmocka_unit_test(ends),
		cmocka_unit_test(ledgers),
		cmocka_unit_test(paths_and_links),
	};

	return cmocka_run_group_tests_name("untrusted_rows", tests, NULL, NULL);
}
