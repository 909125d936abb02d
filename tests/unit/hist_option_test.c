// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The command line of hist: a metric that stands alone, groups, and what excludes what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "option_fixture.h"

#define TAKE_HIST(opts, ...) TAKE_FOR(FOR_HIST, opts, __VA_ARGS__)

static void metric_alone(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE_HIST(&opts, "rtt");
	assert_int_equal(opts.metric, METRIC_RTT);
	assert_int_equal(opts.weight, WEIGHT_SOCKETS);
	assert_int_equal(opts.group.by, GROUP_NONE);
	assert_int_equal(opts.top, 5);
	assert_true(opts.one_report);
	assert_int_equal(opts.duration_ns, 0);
	/* wherever it stands */
	TAKE_HIST(&opts, "-d", "3", "queue", "-i", "1", "-TH");
	assert_int_equal(opts.metric, METRIC_QUEUE);
	assert_int_equal(opts.interval_ns, 1000000000);
	assert_false(opts.one_report);
	assert_true(opts.timestamp && opts.no_header);
	TAKE_HIST(&opts, "--", "rcvbuf-use");
	assert_int_equal(opts.metric, METRIC_RCVBUF_USE);
	TAKE_HIST(&opts, "--list", "-j");
	assert_true(opts.list && opts.json);
}

static void groups(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE_HIST(&opts, "rtt", "--by", "comm", "--top", "1024", "--weight", "segments");
	assert_int_equal(opts.group.by, GROUP_COMM);
	assert_int_equal(opts.top, 1024);
	assert_int_equal(opts.weight, WEIGHT_SEGMENTS);
	TAKE_HIST(&opts, "rtt", "--by", "peer-prefix");
	assert_int_equal(opts.group.inet_len, 24);
	assert_int_equal(opts.group.inet6_len, 64);
	TAKE_HIST(&opts, "rtt", "--by", "peer-prefix/16");
	assert_int_equal(opts.group.inet_len, 16);
	assert_int_equal(opts.group.inet6_len, 64);
	TAKE_HIST(&opts, "rtt", "--by", "peer-prefix/48");
	assert_int_equal(opts.group.inet_len, 24);
	assert_int_equal(opts.group.inet6_len, 48);
	TAKE_HIST(&opts, "-6", "rtt", "--by", "peer-prefix/16");
	assert_int_equal(opts.group.inet6_len, 16);
	TAKE_HIST(&opts, "-4", "rtt", "--by", "peer-prefix/32");
	assert_int_equal(opts.group.inet_len, 32);
	TAKE_HIST(&opts, "rtt", "--by", "limit", "--replay", "x", "--weight", "sockets");
	assert_int_equal(opts.group.by, GROUP_LIMIT);
}

static void refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "-j" },
		{ "" },
		{ "rt" },
		{ "RTT" },
		{ "rtt", "queue" },
		{ "rtt", "--list" },
		{ "rtt", "-d", "0" },
		{ "rtt", "-i", "0" },
		{ "rtt", "--by", "" },
		{ "rtt", "--by", "port" },
		{ "rtt", "--by", "lport/24" },
		{ "rtt", "--by", "lportx" },
		{ "rtt", "--by", "peer-prefix/" },
		{ "rtt", "--by", "peer-prefix/0" },
		{ "rtt", "--by", "peer-prefix/-1" },
		{ "rtt", "--by", "peer-prefix/129" },
		{ "rtt", "--by", "peer-prefix/24x" },
		{ "rtt", "--by", "peer-prefix/99999999999999999999" },
		{ "rtt", "-4", "--by", "peer-prefix/33" },
		{ "rtt", "--weight", "" },
		{ "rtt", "--weight", "packets" },
		{ "rtt", "--top", "3" },
		{ "rtt", "--by", "comm", "--top", "0" },
		{ "rtt", "--by", "comm", "--top", "1025" },
		{ "rtt", "--by", "comm", "--top", "x" },
		{ "rtt", "--replay", "x", "--weight", "segments" },
		{ "rtt", "--by", "limit", "--weight", "segments" },
		{ "send-size", "--replay", "x" },
		{ "rtt-var", "--by", "limit" },
		{ "rtt", "--replay", "x", "--attach", "auto" },
		{ "rtt", "--from", "1" },
		{ "rtt", "-4", "-6" },
		{ "rtt", "--sample-interval", "100" },
		{ "rtt", "--flagged" },
		{ "rtt", "-i", "0.009" },
	};

	(void)state;
	refuses(FOR_HIST, lines, COUNT(lines));
}

/* A word that stands alone is hist's. */
static void of_hist_alone(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "rtt" },
		{ "--by", "comm" },
		{ "--METRIC", "rtt" },
		{ "--list" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(metric_alone),
		cmocka_unit_test(groups),
		cmocka_unit_test(refused),
		cmocka_unit_test(of_hist_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
