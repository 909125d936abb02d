// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <unistd.h>

#include "base/units.h"
#include "option_fixture.h"

static void record(void **state)
{
	struct cli_opts opts;
	char pid[16];

	(void)state;
	snprintf(pid, sizeof(pid), "%d", getpid());
	TAKE_FOR(FOR_RECORD, &opts, "-o", "x", "-d5", "-p", pid, "-P80", "-L1", "-D2", "-4v",
		 "--addr", "10.0.0.1", "--attach", "kprobe");
	assert_string_equal(opts.output, "x");
	assert_list(opts.filter.pids, getpid());
	assert_int_equal(opts.attach, ATTACH_KPROBE);
	/* what trace has for a capture beside its reports */
	TAKE_FOR(FOR_RECORD, &opts, "--output=x", "--force", "--max-size", "1M", "--max-age", "1",
		 "--anonymize", "--netns", "/proc/self/ns/net");
	assert_true(opts.force && opts.anonymize);
	assert_int_equal(opts.max_size_bytes, 1 << 20);
	assert_int_equal(opts.max_age_ns, 1000000000);
	/* there is no interval that it must fit into */
	TAKE_FOR(FOR_RECORD, &opts, "-o", "x", "--sample-interval", "5000");
	assert_int_equal(opts.sample_interval_ms, 5000);
}

static void top(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE_FOR(FOR_TOP, &opts, "--flagged");
	assert_int_equal(opts.delay_ns, NSEC_PER_SEC);
	assert_int_equal(opts.duration_ns, 0);
	assert_int_equal(opts.view_sort, VIEW_SORT_LOST);
	assert_int_equal(opts.group.by, GROUP_NONE);
	TAKE_FOR(FOR_TOP, &opts, "-b", "-n", "3", "-d", "1500ms", "--by", "peer-prefix/16",
		 "--sort", "rate", "-o", "why,rate", "--peer", "10.9.0.0/16");
	assert_true(opts.batch);
	assert_int_equal(opts.duration_ns, 4500 * NSEC_PER_MSEC);
	assert_int_equal(opts.group.inet_len, 16);
	assert_int_equal(opts.group.inet6_len, 64);
	assert_int_equal(opts.view_sort, VIEW_SORT_RATE);
	assert_int_equal(opts.view_columns.count, 2);
	assert_int_equal(opts.view_columns.value[0], VIEW_WHY);
	assert_int_equal(opts.peers.count, 1);
}

static void record_has(void **state)
{
	static const char *const names[] = {
		"pid",
		"comm",
		"port",
		"lport",
		"rport",
		"ipv4",
		"ipv6",
		"addr",
		"cgroup",
		"netns",
		"duration",
		"attach",
		"sample-interval",
		"force",
		"max-size",
		"max-age",
		"anonymize",
		"output",
		"verbose",
		"version",
		"help",
	};
	size_t rows[OPTION_ROWS_MAX];

	(void)state;
	assert_int_equal(option_list(FOR_RECORD, rows), COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++)
		assert_string_equal(option_row(rows[i])->name, names[i]);
}

/* A capture is of another time, and perhaps of another host. */
static void replay_looks_nothing_up(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "--pid", "4194304", "--netns", "4294967295", "--cgroup", "/no/such", "--replay",
	     "x");
	assert_list(opts.filter.pids, 4194304);
	assert_list(opts.filter.netns, UINT32_MAX);
	assert_int_equal(opts.filter.cgroups.count, 0);
	assert_string_equal(opts.cgroup_paths.value[0], "/no/such");
	TAKE(&opts, "--replay", "x", "--cgroup", "a/b", "-d", "5", "--from", "12:00:00");
	assert_string_equal(opts.cgroup_paths.value[0], "a/b");
	assert_int_equal(opts.duration_ns, 5000000000);
}

/* Which of two is later may only be known with the capture. */
static void spans(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "--replay", "x", "--from", "5", "--to", "5.000000001");
	TAKE(&opts, "--replay", "x", "--from", "12:00:00", "--to", "11:00:00");
	TAKE(&opts, "--replay", "x", "--from", "5", "--to", "00:00:00");
	TAKE(&opts, "--replay", "x", "--from", "12:00:00.5", "--to", "0.1");
	TAKE(&opts, "--replay", "x", "--from", "-5m", "--to", "-1m");
	assert_int_equal(opts.from.kind, WHEN_BEFORE_END);
	TAKE(&opts, "--replay", "x", "--from", "-5", "--to", "1");
	TAKE(&opts, "--replay", "x", "--from", "12:00", "--to", "11:00");
	TAKE(&opts, "--replay", "x", "--to", "0");
	TAKE(&opts, "--replay", "x", "--from", "5");
}

/* Samples as rare as the reports would leave reports empty. */
static void sample_interval_follows(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "-i", "0.05");
	assert_int_equal(opts.sample_interval_ms, 50);
	TAKE(&opts, "-i", "0.05", "--sample-interval", "50");
	assert_int_equal(opts.sample_interval_ms, 50);
	TAKE(&opts, "-i", "0.01", "--sample-interval", "0");
	assert_int_equal(opts.sample_interval_ms, 0);
}

static void captures_refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "--force" },
		{ "--max-size", "64M" },
		{ "--max-age", "60" },
		{ "--anonymize" },
		{ "--replay", "x", "--force" },
		{ "--replay", "x", "--record", "y" },
		{ "--replay", "x", "--attach", "auto" },
		{ "--replay", "x", "--sample-interval", "100" },
		{ "--from", "1" },
		{ "--to", "1" },
		{ "--replay", "x", "--to", "5", "-d", "5" },
		{ "--replay", "x", "--to", "5", "--from", "5" },
		{ "--replay", "x", "--to", "5", "--from", "10" },
		{ "--replay", "x", "--to", "-5m", "--from", "-1m" },
		{ "--replay", "x", "--to", "-60", "--from", "-1m" },
		{ "--replay", "x", "--netns", "/proc/self/ns/net" },
		{ "--replay", "x", "--netns", "" },
		{ "--replay", "x", "--netns", "0" },
		{ "--netns", "4294967296", "--replay", "x" },
		{ "--cgroup", "", "--replay", "x" },
		{ "--pid", "0", "--replay", "x" },
		{ "-o", "x" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

static void record_refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ NULL },
		{ "--force" },
		{ "-o", "" },
		{ "-o" },
		{ "-o", "x", "-4", "-6" },
		{ "-o", "x", "-6", "--addr", "10.0.0.1" },
		{ "-o", "x", "--replay", "y" },
		{ "-o", "x", "--record", "y" },
		{ "-o", "x", "-j" },
		{ "-o", "x", "-i", "1" },
	};

	(void)state;
	refuses(FOR_RECORD, lines, COUNT(lines));
}

static void advise(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE_FOR(FOR_ADVISE, &opts, "-j");
	assert_false(opts.check);
	assert_null(opts.sysctl_d);
	assert_int_equal(opts.memory_share, 64);
	assert_int_equal(opts.duration_ns, 0); /* advise knows what it means */
	TAKE_FOR(FOR_ADVISE, &opts, "--check", "--sysctl-d", "x", "--memory-share", "1/2",
		 "--bandwidth", "10g", "-d5", "-i", "2", "-P80", "--attach", "kprobe");
	assert_true(opts.check);
	assert_string_equal(opts.sysctl_d, "x");
	assert_int_equal(opts.memory_share, 2);
	assert_int_equal(opts.duration_ns, 5000000000);
	TAKE_FOR(FOR_ADVISE, &opts, "--memory-share=1/1000000", "--replay", "x", "--from", "1",
		 "--to", "2");
	assert_int_equal(opts.memory_share, 1000000);
}

static void advise_refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "--memory-share", "64" },
		{ "--memory-share", "1/1" },
		{ "--memory-share", "1/0" },
		{ "--memory-share", "1/" },
		{ "--memory-share", "1/-2" },
		{ "--memory-share", "1/1000001" },
		{ "--memory-share", "1/18446744073709551618" },
		{ "--memory-share", "2/64" },
		{ "--memory-share", "1/64x" },
		{ "--memory-share", "1/ 64" },
		{ "--memory-share", "1/6.4" },
		{ "--memory-share", "" },
		{ "--memory-share" },
		{ "--sysctl-d", "" },
		{ "--sysctl-d" },
		{ "--check=3" },
		{ "--bandwidth", "0" },
		{ "--record", "x" },
		{ "--flagged" },
		{ "--timestamp" },
		{ "--color", "never" },
		{ "--replay", "x", "--attach", "auto" },
		{ "--from", "1" },
	};

	(void)state;
	refuses(FOR_ADVISE, lines, COUNT(lines));
}

static void export(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE_FOR(FOR_EXPORT, &opts, "-o", "d/x.prom");
	assert_string_equal(opts.output, "d/x.prom");
	assert_int_equal(opts.interval_ns, 15000000000);
	assert_int_equal(opts.duration_ns, 0);
	assert_false(opts.once || opts.remove_on_exit);
	assert_int_equal(opts.group.by, GROUP_NONE);
	TAKE_FOR(FOR_EXPORT, &opts, "-o", "a.prom", "-i1", "--by", "peer-prefix", "--top=100",
		 "--remove-on-exit", "-d5", "--bandwidth", "10g", "-P80", "--attach", "kprobe");
	assert_int_equal(opts.interval_ns, 1000000000);
	assert_int_equal(opts.group.by, GROUP_PEER_PREFIX);
	assert_int_equal(opts.group.inet_len, 24);
	assert_int_equal(opts.group.inet6_len, 48);
	assert_int_equal(opts.top, 100);
	assert_true(opts.remove_on_exit);
	TAKE_FOR(FOR_EXPORT, &opts, "-o", "x.prom", "--once", "--by", "port", "--replay", "x",
		 "--from", "1", "--to", "2");
	assert_true(opts.once);
	assert_int_equal(opts.group.by, GROUP_PORT);
	assert_int_equal(opts.top, 10);
	/* samples are no further apart than reports are */
	TAKE_FOR(FOR_EXPORT, &opts, "-o", "x.prom", "--sample-interval", "15000");
	/* others keep their second */
	TAKE_FOR(FOR_ADVISE, &opts, "-j");
	assert_int_equal(opts.interval_ns, 1000000000);
}

static void export_refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ NULL },
		{ "--once" },
		{ "-o", "" },
		{ "-o", "x" },
		{ "-o", "x.prom.txt" },
		{ "-o", ".prom" },
		{ "-o", "d/.prom" },
		{ "-o", "x.PROM" },
		{ "-o", "prom" },
		{ "-o", "x.prom/" },
		{ "-o", "x.prom", "-i", "0.999" },
		{ "-o", "x.prom", "-i", "0" },
		{ "-o", "x.prom", "-i", "x" },
		{ "-o", "x.prom", "--by", "pid" },
		{ "-o", "x.prom", "--by", "" },
		{ "-o", "x.prom", "--by", "peer_prefix" },
		{ "-o", "x.prom", "--top", "5" },
		{ "-o", "x.prom", "--by", "port", "--top", "0" },
		{ "-o", "x.prom", "--by", "port", "--top", "101" },
		{ "-o", "x.prom", "--by", "port", "--top", "-1" },
		{ "-o", "x.prom", "--once", "-d", "5" },
		{ "-o", "x.prom", "--once", "--remove-on-exit" },
		{ "-o", "x.prom", "--replay", "y", "--remove-on-exit" },
		{ "-o", "x.prom", "--replay", "y", "--attach", "auto" },
		{ "-o", "x.prom", "--sample-interval", "15001" },
		{ "-o", "x.prom", "-j" },
		{ "-o", "x.prom", "--flagged" },
		{ "-o", "x.prom", "--force" },
	};

	(void)state;
	refuses(FOR_EXPORT, lines, COUNT(lines));
}

static void of_export_alone(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "--once" },
		{ "--by", "port" },
		{ "--remove-on-exit" },
		{ "-o", "x.prom" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

static void of_advise_alone(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "--check" },
		{ "--sysctl-d", "x" },
		{ "--memory-share", "1/64" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(record),
		cmocka_unit_test(top),
		cmocka_unit_test(record_has),
		cmocka_unit_test(replay_looks_nothing_up),
		cmocka_unit_test(spans),
		cmocka_unit_test(sample_interval_follows),
		cmocka_unit_test(captures_refused),
		cmocka_unit_test(record_refused),
		cmocka_unit_test(export),
		cmocka_unit_test(export_refused),
		cmocka_unit_test(of_export_alone),
		cmocka_unit_test(advise),
		cmocka_unit_test(advise_refused),
		cmocka_unit_test(of_advise_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
