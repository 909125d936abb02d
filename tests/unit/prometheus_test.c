/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The whole of a file is in tests/cli/golden; here is what must hold for any. */
#include "sink/prometheus.h"

#include <errno.h>

#include "sink_fixture.h"

#define SERIES_MAX 300

static const struct summary hooked = { .hook_recv = "tracepoint" };

static struct prometheus_facts some_facts(void)
{
	return (struct prometheus_facts){
		.version = "0.1.0",
		.kernel = "6.1.0",
		.machine = "x86_64",
		.summary = &hooked,
		.realtime_ns = 1763800000123999999,
		.interval_ns = 15000000000,
	};
}

static char *render(const struct tally *tally, const struct prometheus_facts *facts)
{
	FILE *out = tmpfile();
	char *text;

	assert_int_equal(prometheus_write(out, tally, facts), 0);
	text = take_output(out);
	fclose(out);
	return text;
}

/* The names and labels of all series, values cut off. */
static char *names_of(char *text)
{
	char *names = calloc(1, strlen(text) + 1), *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#')
			continue;
		*strrchr(line, ' ') = '\0';
		assert_null(strstr(names, line)); /* each once: none is a part of another here */
		strcat(strcat(names, line), " \n");
	}
	return names;
}

static unsigned count_lines(const char *text)
{
	unsigned count = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		count++;
	}
	return count;
}

static void assert_line(const char *text, const char *line)
{
	char whole[256];

	snprintf(whole, sizeof(whole), "\n%s\n", line);
	if (!strstr(text, whole))
		fail_msg("%s", line);
}

/* A metric that is counted is written, once. */
static void every_metric_is_written(void **state)
{
	struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	char *text = render(tally, &facts);
	unsigned histograms = 0, metrics = 0;

	(void)state;
	for (const char *at = text; (at = strstr(at, " histogram\n")); at++)
		histograms++;
	for (int metric = 0; metric < METRIC_MAX; metric++)
		metrics += tally_scale(metric) != NULL;
	assert_int_equal(histograms, metrics);
	free(text);
	tally_free(tally);
}

/* However many sockets there are, of whatever kind. */
static void constant_series(void **state)
{
	struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	struct finding finding = rsync_finding(), other = inet6_finding();
	char *text, *before, *after;

	(void)state;
	for (int once = 0; once < 2; once++) {
		facts.once = once;
		text = render(tally, &facts);
		before = names_of(text);
		free(text);
		for (unsigned i = 0; i < 1000; i++) {
			finding.id.cookie = i;
			finding.send.dir.cause = i % CAUSE_MAX;
			assert_int_equal(tally_add(tally, i % 3 ? &finding : &other), 0);
		}
		tally_end_interval(tally);
		text = render(tally, &facts);
		after = names_of(text);
		assert_string_equal(before, after);
		assert_in_range(count_lines(after), 100, SERIES_MAX);
		free(text);
		free(before);
		free(after);
	}
	tally_free(tally);
}

static void what_is_not_known(void **state)
{
	const struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	char *text = render(tally, &facts);

	(void)state;
	assert_line(text, "tcpbdp_undersized_ceiling_min_bytes_per_second{direction=\"recv\"} NaN");
	assert_line(text, "tcpbdp_buffer_configured_bytes{sysctl=\"net.core.rmem_max\"} NaN");
	assert_line(text, "tcpbdp_buffer_needed_bytes{sysctl=\"net.core.rmem_max\"} 0");
	assert_line(text, "tcpbdp_hook_info{side=\"recv\",kind=\"tracepoint\"} 1");
	assert_line(text, "tcpbdp_hook_info{side=\"send\",kind=\"none\"} 1");
	assert_line(text, "tcpbdp_last_run_timestamp_seconds 1763800000.123");
	assert_line(text, "tcpbdp_interval_seconds 15");
	free(text);
	tally_free(tally);
}

/* Where the kernel does not count them, 0 would be wrong. */
static void what_the_kernel_skipped(void **state)
{
	struct summary summary = hooked;
	struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	char *text;

	(void)state;
	facts.summary = &summary;
	summary.ledger.skipped = 49;
	text = render(tally, &facts);
	assert_line(text, "tcpbdp_events_skipped_total NaN");
	free(text);
	summary.ledger.skipped_known = true;
	text = render(tally, &facts);
	assert_line(text, "tcpbdp_events_skipped_total 49");
	free(text);
	tally_free(tally);
}

/* A file that is read as what it is not, or begins like another's, would be dropped as a whole. */
static void hostile_facts(void **state)
{
	struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	char *text;

	(void)state;
	facts.kernel = "6.1\"} 2\nevil 1\n#\xff\\";
	text = render(tally, &facts);
	assert_line(text, "tcpbdp_kernel_info{release=\"6.1\\\"} 2\\\\x0aevil "
			  "1\\\\x0a#\\\\xff\\\\\\\\\",machine=\"x86_64\"} 1");
	assert_null(strstr(text, "\nevil"));
	free(text);
	tally_free(tally);
}

static void grouped(void **state)
{
	struct prometheus_facts facts = some_facts();
	struct top_groups *groups = top_groups_new(1);
	struct tally *tally = tally_new();
	struct finding finding = rsync_finding();
	char *text;

	(void)state;
	finding.interval_ns = 2000000000;
	finding.send.dir.bytes = 3001;
	assert_int_equal(tally_add(tally, &finding), 0);
	assert_int_equal(top_groups_add(groups, "a\"\n", &finding), 0);
	tally_end_interval(tally);
	assert_int_equal(top_groups_end_interval(groups), 0);
	facts.groups = groups;
	facts.group_label = "cgroup";
	text = render(tally, &facts);
	assert_line(text, "tcpbdp_group_sockets{cgroup=\"a\\\"\\\\x0a\"} 1");
	assert_line(text, "tcpbdp_group_sockets{cgroup=\"other\"} 0");
	assert_line(text, "tcpbdp_group_undersized_sockets{cgroup=\"a\\\"\\\\x0a\"} 1");
	assert_line(text, "tcpbdp_group_rate_bytes_per_second{cgroup=\"a\\\"\\\\x0a\"} 1500.5");
	assert_line(
		text,
		"tcpbdp_group_undersized_rate_bytes_per_second{cgroup=\"a\\\"\\\\x0a\"} 1500.5");
	free(text);
	top_groups_free(groups);
	tally_free(tally);
}

static void full(void **state)
{
	const struct prometheus_facts facts = some_facts();
	struct tally *tally = tally_new();
	FILE *out = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(out);
	assert_int_equal(prometheus_write(out, tally, &facts), -EIO);
	fclose(out);
	tally_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_metric_is_written),
		cmocka_unit_test(constant_series),
		cmocka_unit_test(what_is_not_known),
		cmocka_unit_test(what_the_kernel_skipped),
		cmocka_unit_test(hostile_facts),
		cmocka_unit_test(grouped),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
