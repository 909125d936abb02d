/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/exposition.h"

#include "sink_fixture.h"

static void numbers(void **state)
{
	static const struct {
		uint64_t value, per_unit;
		const char *text;
	} rows[] = {
		{ 0, 1, "0" },
		{ 10, 1, "10" },
		{ UINT64_MAX, 1, "18446744073709551615" },
		{ 0, 1000000, "0" },
		{ 16, 1000000, "0.000016" },
		{ 1000000, 1000000, "1" },
		{ 1048576, 1000000, "1.048576" },
		{ 100500000, 1000000, "100.5" },
		{ 1, 8, "0.125" },
		{ 80, 8, "10" },
		{ 125, 1000, "0.125" },
		{ UINT64_MAX, 8, "2305843009213693951.875" },
		{ 1, 1000000000, "0.000000001" },
		{ UINT64_MAX, 1000000000, "18446744073.709551615" },
	};
	char text[EXPOSITION_NUMBER_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(exposition_number(text, rows[i].value, rows[i].per_unit),
				    rows[i].text);
}

static void lines(void **state)
{
	FILE *out = tmpfile();

	(void)state;
	exposition_family(out, "a_seconds", "histogram", "What it is.");
	exposition_uint(out, "a_seconds", "_bucket", LABELS({ "le", "+Inf" }, { "b", "c" }), 7);
	exposition_fraction(out, "a_seconds", "_sum", NULL, 1500, 1000);
	exposition_nan(out, "n", LABELS({ "x", "" }));
	fflush(out);
	assert_output(out, "# HELP a_seconds What it is.\n"
			   "# TYPE a_seconds histogram\n"
			   "a_seconds_bucket{le=\"+Inf\",b=\"c\"} 7\n"
			   "a_seconds_sum 1.5\n"
			   "n{x=\"\"} NaN\n");
	fclose(out);
}

/* Any bytes become a line of printable UTF-8, and different ones different lines. */
static void hostile_labels(void **state)
{
	static const struct {
		const char *value, *text;
	} rows[] = {
		{ "a\"b", "a\\\"b" },
		{ "a\\b", "a\\\\\\\\b" },
		{ "a\nb", "a\\\\x0ab" },
		{ "a\r\tb", "a\\\\x0d\\\\x09b" },
		{ "\x1b[31m", "\\\\x1b[31m" },
		{ "\xff\xc3", "\\\\xff\\\\xc3" },
		{ "\\xff", "\\\\\\\\xff" },
		{ "\xc3\xa4", "\xc3\xa4" },
		{ "\xe2\x80\xae", "\\\\u202e" },
		{ "} 1", "} 1" },
	};
	FILE *out = tmpfile();
	char expected[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		exposition_uint(out, "m", "", LABELS({ "l", rows[i].value }), 1);
		fflush(out);
		snprintf(expected, sizeof(expected), "m{l=\"%s\"} 1\n", rows[i].text);
		assert_output(out, expected);
	}
	fclose(out);
}

static void long_labels(void **state)
{
	FILE *out = tmpfile();
	char value[5000], *text;

	(void)state;
	memset(value, '\xff', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	exposition_uint(out, "m", "", LABELS({ "l", value }), 1);
	fflush(out);
	text = take_output(out);
	assert_true(strlen(text) < 2 * 1024);
	assert_string_equal(text + strlen(text) - 5, "\"} 1\n");
	free(text);
	fclose(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(lines),
		cmocka_unit_test(hostile_labels),
		cmocka_unit_test(long_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
