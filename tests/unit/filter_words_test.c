// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Filters typed as words: what they ask for, and what is said of those that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/filter_words.h"
#include "options/option_row.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void words_are_the_command_lines(void **state)
{
	struct cli_opts *opts = calloc(1, sizeof(*opts));
	char problem[FILTER_WORDS_LEN];

	(void)state;
	assert_non_null(opts);
	assert_int_equal(
		filter_words_read("  port:5432,https comm:postgres  limit:rcvbuf,sndbuf "
				  "peer:10.9.0.0/16 flagged rtt:>20ms unit:nginx ipv4 pid:12",
				  FOR_TOP, opts, problem),
		0);
	assert_int_equal(opts->filter.ports.count, 2);
	assert_int_equal(opts->filter.ports.value[1], 443);
	assert_string_equal(opts->filter.comms.value[0], "postgres");
	assert_int_equal(opts->findings.limits.count, 2);
	assert_int_equal(opts->findings.limits.value[0], LIMIT_RCVBUF);
	assert_int_equal(opts->peers.count, 1);
	assert_int_equal(opts->peers.value[0].prefix_len, 16);
	assert_int_equal(opts->findings.rtts.value[0].min_us, 20001);
	assert_string_equal(opts->findings.units.value[0], "nginx");
	assert_true(opts->flagged && opts->filter.inet && !opts->filter.inet6);
	assert_int_equal(opts->filter.pids.value[0], 12);
	free(opts);
}

static void no_words_ask_for_all(void **state)
{
	static struct cli_opts opts, none;
	char problem[FILTER_WORDS_LEN];

	(void)state;
	assert_int_equal(filter_words_read("", FOR_TOP, &opts, problem), 0);
	assert_int_equal(filter_words_read(" \t ", FOR_TOP, &opts, problem), 0);
	assert_memory_equal(&opts, &none, sizeof(opts));
}

static void others_are_told(void **state)
{
	static const struct {
		const char *text, *problem;
	} rows[] = {
		{ "prot:80", "prot: no filter, did you mean port?" },
		{ "zzzzzz", "zzzzzz: no filter: words are as port:443 comm:nginx flagged" },
		{ "netns:5", "netns: no filter: words are as port:443 comm:nginx flagged" },
		{ "port", "port: needs a value: port:PORT,..." },
		{ "port:", "port: needs a value: port:PORT,..." },
		{ "port:x", "port:x: not a port (1 to 65535, such as 443 or https)" },
		{ "port:1,,2", "port:: not a port (1 to 65535, such as 443 or https)" },
		{ "limit:rcvbfu", "limit:rcvbfu: unknown, did you mean rcvbuf?" },
		{ "flagged:1", "flagged: takes no value" },
		{ "pid:nginx", "pid:nginx: not a number: use comm:nginx" },
		{ "sort:lost", "sort: no filter, did you mean port?" },
	};
	static struct cli_opts opts;
	char problem[FILTER_WORDS_LEN], text[2 * FILTER_WORDS_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(filter_words_read(rows[i].text, FOR_TOP, &opts, problem), -EINVAL);
		assert_string_equal(problem, rows[i].problem);
	}
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(filter_words_read(text, FOR_TOP, &opts, problem), -EINVAL);
	text[FILTER_WORDS_LEN - 1] = '\0';
	assert_int_equal(filter_words_read(text, FOR_TOP, &opts, problem), -EINVAL);
}

static void lists_are_bounded(void **state)
{
	static struct cli_opts opts;
	char text[FILTER_WORDS_LEN] = "port:1", problem[FILTER_WORDS_LEN];

	(void)state;
	for (int i = 2; i <= FILTER_MAX + 1; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ",%d", i);
	assert_int_equal(filter_words_read(text, FOR_TOP, &opts, problem), -EINVAL);
	assert_string_equal(problem, "port:33: too many values");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_the_command_lines),
		cmocka_unit_test(no_words_ask_for_all),
		cmocka_unit_test(others_are_told),
		cmocka_unit_test(lists_are_bounded),
	};

	return cmocka_run_group_tests_name("filter_words", tests, NULL, NULL);
}
