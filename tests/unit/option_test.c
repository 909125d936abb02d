// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "option_fixture.h"
#include "options/option_kind.h"

static void nothing_given(void **state)
{
	enum option_request request = REQUEST_HELP;
	struct cli_opts opts;

	(void)state;
	unsetenv("NO_COLOR");
	assert_int_equal(parse(FOR_TRACE, (char *[]){ NULL }, &opts, &request), 0);
	assert_int_equal(request, REQUEST_RUN);
	assert_int_equal(opts.interval_ns, 1000000000);
	assert_int_equal(opts.duration_ns, 0);
	assert_int_equal(opts.sample_interval_ms, 100);
	assert_int_equal(opts.attach, ATTACH_AUTO);
	assert_int_equal(opts.color, COLOR_AUTO);
	assert_int_equal(opts.filter.pids.count, 0);
	assert_false(opts.json || opts.flagged || opts.timestamp || opts.no_header);
	assert_int_equal(opts.verbose, 0);
	assert_int_equal(opts.cgroup_paths.count, 0);
	assert_null(opts.output);
	assert_null(opts.record);
	assert_null(opts.replay);
	assert_int_equal(opts.max_size_bytes, 0);
	assert_int_equal(opts.max_age_ns, 0);
	assert_false(opts.force || opts.anonymize || opts.from.given || opts.to.given);
}

static void every_long_name(void **state)
{
	struct cli_opts opts;
	char pid[16];

	(void)state;
	snprintf(pid, sizeof(pid), "%d", getpid());
	TAKE(&opts, "--json", "--interval", "2", "--duration=10.5", "--pid", pid, "--port", "1",
	     "--lport", "2", "--rport", "65535");
	assert_true(opts.json);
	assert_int_equal(opts.interval_ns, 2000000000);
	assert_int_equal(opts.duration_ns, 10500000000);
	assert_list(opts.filter.pids, getpid());
	assert_list(opts.filter.ports, 1);
	assert_list(opts.filter.lports, 2);
	assert_list(opts.filter.rports, 65535);
	TAKE(&opts, "--ipv4", "--addr", "10.0.0.0/8", "--bandwidth", "10g", "--flagged", "--attach",
	     "fentry", "--sample-interval", "0", "--timestamp", "--no-header", "--color", "always");
	assert_true(opts.filter.inet && !opts.filter.inet6 && opts.filter.addrs.count == 1);
	assert_int_equal(opts.bandwidth_bps, 10000000000);
	assert_true(opts.flagged && opts.timestamp && opts.no_header);
	assert_int_equal(opts.attach, ATTACH_FENTRY);
	assert_int_equal(opts.sample_interval_ms, 0);
	assert_int_equal(opts.color, COLOR_ALWAYS);
	TAKE(&opts, "--ipv6", "--verbose", "--verbose", "--netns", "/proc/self/ns/net");
	assert_true(opts.filter.inet6);
	assert_int_equal(opts.verbose, 2);
	assert_int_equal(opts.filter.netns.count, 1);
	TAKE(&opts, "--record", "a b", "--force", "--max-size", "64M", "--max-age", "1.5",
	     "--anonymize");
	assert_string_equal(opts.record, "a b");
	assert_int_equal(opts.max_size_bytes, 64 << 20);
	assert_int_equal(opts.max_age_ns, 1500000000);
	assert_true(opts.force && opts.anonymize);
	TAKE(&opts, "--record", "x", "--max-size", "1024T", "--max-age", "1");
	assert_int_equal(opts.max_size_bytes, UINT64_C(1) << 50);
	assert_int_equal(opts.max_age_ns, 1000000000);
	TAKE(&opts, "--replay", "-", "--from", "0", "--to", "2026-01-31T12:00:00.5Z");
	assert_string_equal(opts.replay, "-");
	assert_true(opts.from.given && opts.to.given && opts.to.utc);
	assert_int_equal(opts.from.kind, WHEN_AFTER_START);
	assert_int_equal(opts.to.kind, WHEN_DATE);
	assert_int_equal(opts.to.ns, 500000000);
}

static void every_letter(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "-j4THvvv", "-i2", "-d", "3", "-P80", "-L", "1", "-D2");
	assert_true(opts.json && opts.filter.inet && opts.timestamp && opts.no_header);
	assert_int_equal(opts.verbose, 3);
	assert_int_equal(opts.interval_ns, 2000000000);
	assert_int_equal(opts.duration_ns, 3000000000);
	assert_list(opts.filter.ports, 80);
	assert_list(opts.filter.lports, 1);
	assert_list(opts.filter.rports, 2);
	TAKE(&opts, "-6");
	assert_true(opts.filter.inet6);
}

static void times_have_units(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "-i", "500ms", "-d5m");
	assert_int_equal(opts.interval_ns, 500000000);
	assert_int_equal(opts.duration_ns, 300000000000);
	TAKE(&opts, "--record", "x", "--max-age", "1d");
	assert_int_equal(opts.max_age_ns, 86400000000000);
	TAKE(&opts, "--replay", "x", "--from", "1m");
	assert_int_equal(opts.from.kind, WHEN_AFTER_START);
	assert_int_equal(opts.from.ns, 60000000000);
}

static void last_one_counts(void **state)
{
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "-i", "5", "--color", "never", "-i", "7", "--color", "always");
	assert_int_equal(opts.interval_ns, 7000000000);
	assert_int_equal(opts.color, COLOR_ALWAYS);
}

static void filters_add_up(void **state)
{
	struct cli_opts opts;
	char pids[32];
	struct stat st;

	(void)state;
	TAKE(&opts, "-P", "1", "--port=2,3", "-P2", "-L", "4,4", "-D", "6,5", "-D", "7");
	assert_list(opts.filter.ports, 1, 2, 3);
	assert_list(opts.filter.lports, 4);
	assert_list(opts.filter.rports, 6, 5, 7);
	snprintf(pids, sizeof(pids), "%d,1", getpid());
	TAKE(&opts, "-p", pids, "-p1");
	assert_list(opts.filter.pids, (uint32_t)getpid(), 1);
	TAKE(&opts, "--addr", "10.0.0.0/8,::1", "--addr", "10.1.2.3/8");
	assert_int_equal(opts.filter.addrs.count, 2);
	assert_int_equal(opts.filter.addrs.value[0].family, FAMILY_INET);
	assert_int_equal(opts.filter.addrs.value[1].family, FAMILY_INET6);
	assert_int_equal(stat("/proc/self/ns/net", &st), 0);
	TAKE(&opts, "--netns", "/proc/self/ns/net,/proc/thread-self/ns/net");
	assert_list(opts.filter.netns, st.st_ino);
	TAKE(&opts, "--netns", "5,6", "--netns", "7", "--replay", "x");
	assert_list(opts.filter.netns, 5, 6, 7);
	/* a path may have a comma in it */
	TAKE(&opts, "--cgroup", "/a,b", "--cgroup", "/c", "--replay", "x");
	assert_int_equal(opts.cgroup_paths.count, 2);
	assert_string_equal(opts.cgroup_paths.value[0], "/a,b");
	assert_string_equal(opts.cgroup_paths.value[1], "/c");
}

static void processes_by_name(void **state)
{
	enum option_request request;
	struct cli_opts opts;
	char pid[16];

	(void)state;
	snprintf(pid, sizeof(pid), "%d", getpid());
	assert_int_equal(prctl(PR_SET_NAME, "tcpbdp-options"), 0);
	TAKE(&opts, "-p", "tcpbdp-options", "-p", pid);
	assert_list(opts.filter.pids, (uint32_t)getpid());
	TAKE(&opts, "--comm", "a,b", "--comm", "0123456789abcdefgh", "--comm=b");
	assert_int_equal(opts.filter.comms.count, 3);
	assert_string_equal(opts.filter.comms.value[0], "a");
	assert_string_equal(opts.filter.comms.value[1], "b");
	assert_string_equal(opts.filter.comms.value[2], "0123456789abcde");
	/* what a capture holds has ended */
	TAKE(&opts, "-p", "4711", "--comm", "nginx", "--replay", "x");
	assert_int_equal(parse(FOR_TRACE, (char *[]){ "-p", "nginx", "--replay", "x", NULL }, &opts,
			       &request),
			 -EINVAL);
}

/* As they were typed, and nothing else. */
static void filters_asked_for(void **state)
{
	struct cli_opts opts;
	char ports[2 * ASKED_FOR_LEN];

	(void)state;
	TAKE(&opts, "-i", "2", "--flagged", "-v");
	assert_string_equal(opts.asked_for, "");
	TAKE(&opts, "-6", "-P", "https,80", "--comm=x", "--port", "7", "-j");
	assert_string_equal(opts.asked_for, "--comm x --port https,80 --port 7 -6");
	for (size_t i = 0; i + 2 < sizeof(ports); i += 2)
		memcpy(ports + i, "7,", 2);
	ports[sizeof(ports) - 3] = '\0';
	TAKE(&opts, "-P", ports);
	assert_int_equal(strlen(opts.asked_for), ASKED_FOR_LEN - 1);
}

static void interval_and_count(void **state)
{
	enum option_request request;
	struct cli_opts opts;

	(void)state;
	TAKE(&opts, "5");
	assert_int_equal(opts.interval_ns, 5000000000);
	assert_int_equal(opts.count, 0);
	assert_int_equal(opts.duration_ns, 0);
	TAKE(&opts, "-P", "80", "500ms", "-H", "4");
	assert_int_equal(opts.interval_ns, 500000000);
	assert_int_equal(opts.count, 4);
	assert_int_equal(opts.duration_ns, 2000000000);
	/* samples are no further apart than reports are */
	TAKE(&opts, "0.05", "2");
	assert_int_equal(opts.sample_interval_ms, 50);
	TAKE(&opts, "1", "1000000000");
	assert_int_equal(opts.duration_ns, 1000000000000000000);
	/* of trace alone */
	assert_int_equal(parse(FOR_ADVISE, (char *[]){ "5", NULL }, &opts, &request), -EINVAL);
	assert_int_equal(parse(FOR_HIST, (char *[]){ "rtt", "5", NULL }, &opts, &request), -EINVAL);
}

static void interval_and_count_refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "x" },
		{ "0" },
		{ "" },
		{ "1", "0" },
		{ "1", "-1" },
		{ "1", "1.5" },
		{ "1", "x" },
		{ "1", "2", "3" },
		{ "-i", "5", "3" },
		{ "1", "2", "-d", "5" },
		{ "--replay", "x", "--to", "3", "1", "2" },
		{ "2", "1000000000" },
		{ "--COUNT", "3" },
		{ "0.05", "--sample-interval", "100" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

/* Some use too many values, others too many options. */
static void lists_have_an_end(void **state)
{
	char full[FILTER_MAX * 6] = "", *args[2 * OPTION_USES_MAX + 3];
	enum option_request request;
	struct cli_opts opts;

	(void)state;
	for (int port = 1; port <= FILTER_MAX; port++)
		snprintf(full + strlen(full), sizeof(full) - strlen(full), "%s%d",
			 port > 1 ? "," : "", port);
	TAKE(&opts, "-P", full);
	assert_int_equal(opts.filter.ports.count, FILTER_MAX);
	TAKE(&opts, "-P", full, "-P", "1");
	assert_int_equal(parse(FOR_TRACE, (char *[]){ "-P", full, "-P", "33", NULL }, &opts,
			       &request),
			 -EINVAL);
	TAKE(&opts, "--netns", full, "--replay", "x");
	assert_int_equal(
		parse(FOR_TRACE,
		      (char *[]){ "--netns", full, "--netns", "33", "--replay", "x", NULL }, &opts,
		      &request),
		-EINVAL);
	for (int i = 0; i <= OPTION_USES_MAX; i++) {
		args[2 * i] = "-P";
		args[2 * i + 1] = "80";
	}
	args[2 * OPTION_USES_MAX + 2] = NULL;
	assert_int_equal(parse(FOR_TRACE, args, &opts, &request), -EINVAL);
	args[2 * OPTION_USES_MAX] = NULL;
	assert_int_equal(parse(FOR_TRACE, args, &opts, &request), 0);
}

static void netns_by_inode(void **state)
{
	struct cli_opts opts;
	char inode[32];
	struct stat st;

	(void)state;
	assert_int_equal(stat("/proc/self/ns/net", &st), 0);
	snprintf(inode, sizeof(inode), "%llu", (unsigned long long)st.st_ino);
	TAKE(&opts, "--netns", inode);
	assert_list(opts.filter.netns, st.st_ino);
}

static void no_color(void **state)
{
	struct cli_opts opts;

	(void)state;
	setenv("NO_COLOR", "1", 1);
	TAKE(&opts, "-j");
	assert_int_equal(opts.color, COLOR_NEVER);
	TAKE(&opts, "--color", "always");
	assert_int_equal(opts.color, COLOR_ALWAYS);
	setenv("NO_COLOR", "", 1);
	TAKE(&opts, "-j");
	assert_int_equal(opts.color, COLOR_AUTO);
	unsetenv("NO_COLOR");
}

static void help_ends_the_line(void **state)
{
	enum option_request request;
	struct cli_opts opts;

	(void)state;
	assert_int_equal(parse(FOR_TRACE, (char *[]){ "-j", "--help", "--bogus", NULL }, &opts,
			       &request),
			 0);
	assert_int_equal(request, REQUEST_HELP);
	assert_int_equal(parse(FOR_TRACE, (char *[]){ "-V", NULL }, &opts, &request), 0);
	assert_int_equal(request, REQUEST_VERSION);
}

static void refused(void **state)
{
	static char *const lines[][ARGS_MAX] = {
		{ "--bogus" },
		{ "-x" },
		{ "-jx" },
		{ "--json=1" },
		{ "--port" },
		{ "-P" },
		{ "--port", "70000" },
		{ "--port", "80,70000" },
		{ "--port", "80," },
		{ "--port", ",80" },
		{ "--port", "80,,81" },
		{ "--port", "80, 81" },
		{ "--pid", "1,0" },
		{ "--addr", "10.0.0.1,10/8" },
		{ "-4", "--addr", "10.0.0.1,::1" },
		{ "-i", "0" },
		{ "-i", "-1" },
		{ "-i", "0.009" },
		{ "-d", "1x" },
		{ "-i", "9ms" },
		{ "-d", "1m30s" },
		{ "--addr", "10/8" },
		{ "--bandwidth", "99999999999g" },
		{ "--bandwidth", "10" },
		{ "--attach", "uprobe" },
		{ "--color", "red" },
		{ "--color", "" },
		{ "-4", "-6" },
		{ "-6", "--addr", "10.0.0.1" },
		{ "-4", "--addr", "::1" },
		{ "extra" },
		{ "-j", "--", "extra" },
		{ "--sample-interval", "3600001" },
		{ "--sample-interval", "1001" },
		{ "--pid", "0" },
		{ "--pid", "-1" },
		{ "--pid", "bash,-1" },
		{ "--comm", "" },
		{ "--comm", "a," },
		{ "--a", "x" },
		{ "--record", "" },
		{ "--replay", "" },
		{ "--record", "x", "--max-size", "1048575" },
		{ "--record", "x", "--max-size", "1025T" },
		{ "--record", "x", "--max-size", "1125899906842625" },
		{ "--record", "x", "--max-size", "-1G" },
		{ "--record", "x", "--max-age", "0.999999999" },
		{ "--record", "x", "--max-age", "0" },
		{ "--record", "x", "--max-age", "999ms" },
		{ "--replay", "x", "--from", "yesterday" },
		{ "--replay", "x", "--from", "24:00:00" },
		{ "--replay", "x", "--to", "2026-02-30T00:00:00" },
		/* a wrong usage is told before what is not there */
		{ "--pid", "4194304", "--bogus" },
	};

	(void)state;
	refuses(FOR_TRACE, lines, COUNT(lines));
}

static void not_there(void **state)
{
	static char *const lines[][2] = {
		{ "--cgroup", "/no/such/group" },
		{ "--cgroup", "" },
		{ "--netns", "/proc/self/ns/none" },
		{ "--netns", "no-such-name" },
		{ "--netns", "" },
		{ "--netns", "0" },
		{ "--netns", "99999999999" },
		{ "--netns", "/proc/self/ns/uts" },
		{ "--netns", "/proc/self/ns/net,no-such-name" },
		{ "--pid", "1,4194304" },
		{ "--pid", "no such name" },
		{ "--pid", "1x" },
		{ "--netns", "/dev/null" },
	};
	enum option_request request;
	struct cli_opts opts;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		char *args[3] = { lines[i][0], lines[i][1] };
		int ret = parse(FOR_TRACE, args, &opts, &request);

		if (ret >= 0 || ret == -EINVAL)
			fail_msg("%s %s: %d", args[0], args[1], ret);
	}
}

static void only_its_own(void **state)
{
	enum option_request request;
	struct cli_opts opts;

	(void)state;
	assert_int_equal(parse(FOR_DOCTOR, (char *[]){ "-jv", NULL }, &opts, &request), 0);
	assert_true(opts.json);
	assert_int_equal(parse(FOR_DOCTOR, (char *[]){ "--port", "1", NULL }, &opts, &request),
			 -EINVAL);
	assert_int_equal(parse(FOR_DOCTOR, (char *[]){ "-P", "1", NULL }, &opts, &request),
			 -EINVAL);
}

static void of_list(void **state)
{
	static const char *const orders[] = { "ceiling", "rtt",  "buffer", "used", "window",
					      "pid",     "comm", "netns",  "state" };
	struct cli_opts opts;

	(void)state;
	TAKE_FOR(FOR_LIST, &opts, "-j");
	assert_int_equal(opts.sort, SORT_NONE);
	assert_int_equal(opts.via, VIA_AUTO);
	assert_false(opts.listen || opts.summary || opts.check);
	for (size_t i = 0; i < COUNT(orders); i++) {
		TAKE_FOR(FOR_LIST, &opts, "--sort", (char *)orders[i]);
		assert_string_equal(sort_key_name(opts.sort), orders[i]);
	}
	assert_int_equal(COUNT(orders), SORT_KEY_MAX - 1);
	TAKE_FOR(FOR_LIST, &opts, "--listen", "-H", "--via", "netlink");
	assert_true(opts.listen && opts.no_header);
	assert_int_equal(opts.via, VIA_NETLINK);
	TAKE_FOR(FOR_LIST, &opts, "-l", "--summary", "--via", "iterator", "-4", "-P", "80");
	assert_true(opts.listen && opts.summary && opts.filter.inet);
	assert_int_equal(opts.via, VIA_ITERATOR);
	TAKE_FOR(FOR_LIST, &opts, "--flagged", "--check", "--bandwidth", "10g");
	assert_true(opts.flagged && opts.check);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_given),
		cmocka_unit_test(every_long_name),
		cmocka_unit_test(every_letter),
		cmocka_unit_test(times_have_units),
		cmocka_unit_test(last_one_counts),
		cmocka_unit_test(filters_add_up),
		cmocka_unit_test(lists_have_an_end),
		cmocka_unit_test(processes_by_name),
		cmocka_unit_test(filters_asked_for),
		cmocka_unit_test(interval_and_count),
		cmocka_unit_test(interval_and_count_refused),
		cmocka_unit_test(netns_by_inode),
		cmocka_unit_test(no_color),
		cmocka_unit_test(help_ends_the_line),
		cmocka_unit_test(refused),
		cmocka_unit_test(not_there),
		cmocka_unit_test(only_its_own),
		cmocka_unit_test(of_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
