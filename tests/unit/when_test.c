// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "options/when.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NS UINT64_C(1000000000)
#define UNTOUCHED 77

/* Written out, so that no zone database is needed. */
#define HOUR (3600 * NS)
#define UTC "UTC0"
#define EAST "XXX-5:30"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
/* summer is the standard, winter an hour less of it */
#define DUBLIN "IST-1GMT0,M10.5.0,M3.5.0/1"
#define LORD_HOWE "XXX-10:30YYY-11,M10.1.0,M4.1.0"

static void zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

/* Of UTC. */
static uint64_t at(int year, int month, int day, int hour, int minute, int second)
{
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
	};

	return (uint64_t)timegm(&tm) * NS;
}

static void taken(void **state)
{
	static const struct {
		const char *text;
		enum when_kind kind;
		bool utc;
		struct tm clock;
		uint64_t ns;
	} cases[] = {
		{ "0", WHEN_AFTER_START, false, { 0 }, 0 },
		{ "90", WHEN_AFTER_START, false, { 0 }, 90 * NS },
		{ "1.5", WHEN_AFTER_START, false, { 0 }, 1500000000 },
		{ "90s", WHEN_AFTER_START, false, { 0 }, 90 * NS },
		{ "500ms", WHEN_AFTER_START, false, { 0 }, 500000000 },
		{ "5m", WHEN_AFTER_START, false, { 0 }, 300 * NS },
		{ "1000000000", WHEN_AFTER_START, false, { 0 }, 1000000000 * NS },
		{ "00:00:00", WHEN_TIME_OF_DAY, false, { 0 }, 0 },
		{ "23:59:58",
		  WHEN_TIME_OF_DAY,
		  false,
		  { .tm_hour = 23, .tm_min = 59, .tm_sec = 58 },
		  0 },
		{ "01:02:03.25",
		  WHEN_TIME_OF_DAY,
		  false,
		  { .tm_hour = 1, .tm_min = 2, .tm_sec = 3 },
		  250000000 },
		{ "00:00:00.0000000019", WHEN_TIME_OF_DAY, false, { 0 }, 1 },
		{ "2026-01-31T12:34:56",
		  WHEN_DATE,
		  false,
		  { .tm_year = 126, .tm_mday = 31, .tm_hour = 12, .tm_min = 34, .tm_sec = 56 },
		  0 },
		{ "2024-02-29T00:00:00.5Z",
		  WHEN_DATE,
		  true,
		  { .tm_year = 124, .tm_mon = 1, .tm_mday = 29 },
		  500000000 },
		{ "2000-02-29T00:00:00Z",
		  WHEN_DATE,
		  true,
		  { .tm_year = 100, .tm_mon = 1, .tm_mday = 29 },
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct when m = { 0 };
		int ret = parse_when(cases[i].text, &m);

		if (ret || !m.given || m.kind != cases[i].kind || m.utc != cases[i].utc ||
		    m.ns != cases[i].ns || m.clock.tm_year != cases[i].clock.tm_year ||
		    m.clock.tm_mon != cases[i].clock.tm_mon ||
		    m.clock.tm_mday != cases[i].clock.tm_mday ||
		    m.clock.tm_hour != cases[i].clock.tm_hour ||
		    m.clock.tm_min != cases[i].clock.tm_min ||
		    m.clock.tm_sec != cases[i].clock.tm_sec)
			fail_msg("\"%s\": %d", cases[i].text, ret);
	}
}

static void refused(void **state)
{
	static const struct {
		const char *text;
		int ret;
	} cases[] = {
		{ "", -EINVAL },
		{ "now", -EINVAL },
		{ "+1", -EINVAL },
		{ " 1", -EINVAL },
		{ "1x", -EINVAL },
		{ "1.", -EINVAL },
		{ "1000000001", -ERANGE },
		{ "12:", -EINVAL },
		{ "12:0", -EINVAL },
		{ "12:00:", -EINVAL },
		{ "12:00Z", -EINVAL },
		{ "-", -EINVAL },
		{ "--5", -EINVAL },
		{ "- 5", -EINVAL },
		{ "-5x", -EINVAL },
		{ "-12:00", -EINVAL },
		{ "24:00", -ERANGE },
		{ "12:60", -ERANGE },
		{ "-1000000001", -ERANGE },
		{ "1:00:00", -EINVAL },
		{ "012:00:00", -EINVAL },
		{ "12:00:0", -EINVAL },
		{ "12:00:00 ", -EINVAL },
		{ " 12:00:00", -EINVAL },
		{ "12:00:00.", -EINVAL },
		{ "12:00:00.5.5", -EINVAL },
		{ "12:00:00,5", -EINVAL },
		{ "12:00:00Z", -EINVAL },
		{ "-2:00:00", -EINVAL },
		{ "12:-1:00", -EINVAL },
		{ "12.00:00", -EINVAL },
		{ "24:00:00", -ERANGE },
		{ "23:60:00", -ERANGE },
		{ "23:59:60", -ERANGE },
		{ "99:99:99", -ERANGE },
		{ "T", -EINVAL },
		{ "T12:00:00", -EINVAL },
		{ "2026-01-31", -EINVAL },
		{ "2026-01-31T", -EINVAL },
		{ "2026-01-31T12:", -EINVAL },
		{ "2026-01-31 12:00:00", -EINVAL },
		{ "2026-01-31t12:00:00", -EINVAL },
		{ "2026-01-31T12:00:00z", -EINVAL },
		{ "2026-01-31T12:00:00ZZ", -EINVAL },
		{ "2026-01-31T12:00:00+01:00", -EINVAL },
		{ "2026-01-31T12:00:00.Z", -EINVAL },
		{ "26-01-31T12:00:00", -EINVAL },
		{ "2026-1-31T12:00:00", -EINVAL },
		{ "2026/01/31T12:00:00", -EINVAL },
		{ "02026-01-31T12:00:00", -EINVAL },
		{ "2026-02-30T12:00:00", -ERANGE },
		{ "2026-02-29T12:00:00", -ERANGE },
		{ "1900-02-29T12:00:00", -ERANGE },
		{ "2026-04-31T12:00:00", -ERANGE },
		{ "2026-01-32T12:00:00", -ERANGE },
		{ "2026-01-00T12:00:00", -ERANGE },
		{ "2026-00-01T12:00:00", -ERANGE },
		{ "2026-13-01T12:00:00", -ERANGE },
		{ "2026-99-99T12:00:00", -ERANGE },
		{ "2026-01-31T24:00:00", -ERANGE },
		{ "2026-12-31T23:59:60Z", -ERANGE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct when m = { .ns = UNTOUCHED };
		int ret = parse_when(cases[i].text, &m);

		if (ret != cases[i].ret || m.given || m.ns != UNTOUCHED)
			fail_msg("\"%s\": %d", cases[i].text, ret);
	}
}

static void resolves(const char *tz, const char *text, uint64_t start_ns, uint64_t want_ns)
{
	struct when m;
	uint64_t ns = UNTOUCHED;
	int ret;

	zone(tz);
	assert_int_equal(parse_when(text, &m), 0);
	ret = when_resolve(&m, start_ns, start_ns + HOUR, &ns);
	if (ret || ns != want_ns)
		fail_msg("%s in %s: %d, %lld s from the right one", text, tz, ret,
			 ((long long)ns - (long long)want_ns) / (long long)NS);
}

static void after_the_start(void **state)
{
	uint64_t start = at(2026, 1, 31, 12, 0, 0) + 5;

	(void)state;
	resolves(UTC, "0", start, start);
	resolves(EAST, "1.5", start, start + 1500000000);
	resolves(UTC, "1000000000", 0, 1000000000 * NS);
}

static void before_the_end(void **state)
{
	uint64_t start = at(2026, 1, 31, 12, 0, 0) + 5;

	(void)state;
	resolves(UTC, "-0", start, start + HOUR);
	resolves(EAST, "-1.5", start, start + HOUR - 1500000000);
	resolves(UTC, "-5m", start, start + HOUR - 300 * NS);
	resolves(UTC, "-2h", start, start - HOUR);
	resolves(UTC, "-1000000000", 0, 0);
}

static void time_of_day(void **state)
{
	uint64_t start = at(2026, 1, 31, 12, 0, 0) + 700000000;

	(void)state;
	resolves(UTC, "12:30:00.5", start, at(2026, 1, 31, 12, 30, 0) + 500000000);
	resolves(UTC, "23:59:59", start, at(2026, 1, 31, 23, 59, 59));
	resolves(UTC, "23:59", start, at(2026, 1, 31, 23, 59, 0));
	resolves(UTC, "12:00", start, at(2026, 1, 31, 12, 0, 0));
	/* the start is shown without its fraction: that second is today's */
	resolves(UTC, "12:00:00", start, at(2026, 1, 31, 12, 0, 0));
	/* over midnight, and a month's end */
	resolves(UTC, "11:59:59.9", start, at(2026, 2, 1, 11, 59, 59) + 900000000);
	resolves(UTC, "00:00:00", start, at(2026, 2, 1, 0, 0, 0));
	resolves(UTC, "00:00:00", at(2025, 12, 31, 23, 0, 0), at(2026, 1, 1, 0, 0, 0));
	resolves(UTC, "00:00:00", 0, 0);
	/* 12:00 is 17:30 there, and 20:00 is the next day */
	resolves(EAST, "17:30:00", start, at(2026, 1, 31, 12, 0, 0));
	resolves(EAST, "17:29:59", start, at(2026, 2, 1, 11, 59, 59));
	resolves(EAST, "00:00:00", start, at(2026, 1, 31, 18, 30, 0));
	resolves(EAST, "02:00:00", at(2026, 1, 31, 20, 0, 0), at(2026, 1, 31, 20, 30, 0));
	/* 3:00 is 22:00 the day before */
	resolves(NEW_YORK, "23:00:00", at(2026, 1, 31, 3, 0, 0), at(2026, 1, 31, 4, 0, 0));
}

static void date(void **state)
{
	uint64_t start = at(2026, 1, 31, 12, 0, 0);

	(void)state;
	resolves(UTC, "2026-01-31T12:34:56", start, at(2026, 1, 31, 12, 34, 56));
	resolves(EAST, "2026-01-31T12:34:56.5", start, at(2026, 1, 31, 7, 4, 56) + 500000000);
	resolves(EAST, "2026-01-31T12:34:56.5Z", start, at(2026, 1, 31, 12, 34, 56) + 500000000);
	resolves(UTC, "2024-02-29T23:59:59Z", start, at(2024, 2, 29, 23, 59, 59));
	resolves(UTC, "1970-01-01T00:00:00", start, 0);
	resolves(EAST, "1970-01-01T05:30:00", start, 0);
	resolves(NEW_YORK, "2026-07-01T12:00:00", start, at(2026, 7, 1, 16, 0, 0));
	resolves(NEW_YORK, "2026-12-01T12:00:00", start, at(2026, 12, 1, 17, 0, 0));
	resolves(NEW_YORK, "2025-07-01T12:00:00", start, at(2025, 7, 1, 16, 0, 0));
	resolves(DUBLIN, "2026-07-01T12:00:00", start, at(2026, 7, 1, 11, 0, 0));
	resolves(DUBLIN, "2026-12-01T12:00:00", start, at(2026, 12, 1, 12, 0, 0));
}

/* New York: March 8th 2:00 EST (7:00 UTC) is 3:00 EDT; November 1st 2:00 EDT (6:00) is 1:00 EST. */
static void clock_set_forward(void **state)
{
	uint64_t start = at(2026, 3, 8, 5, 0, 0); /* midnight */

	(void)state;
	resolves(NEW_YORK, "01:59:59", start, at(2026, 3, 8, 6, 59, 59));
	resolves(NEW_YORK, "03:00:00", start, at(2026, 3, 8, 7, 0, 0));
	resolves(NEW_YORK, "12:00:00", start, at(2026, 3, 8, 16, 0, 0));
	/* half past two is not shown: half an hour after the leap */
	resolves(NEW_YORK, "02:30:00", start, at(2026, 3, 8, 7, 30, 0));
	resolves(NEW_YORK, "2026-03-08T02:30:00", start, at(2026, 3, 8, 7, 30, 0));
	resolves(NEW_YORK, "02:30:00", at(2026, 3, 8, 8, 0, 0), at(2026, 3, 9, 6, 30, 0));
	resolves(NEW_YORK, "2026-03-08T02:30:00", at(2026, 3, 8, 8, 0, 0),
		 at(2026, 3, 8, 7, 30, 0));
	/* the day before: 23 hours later */
	resolves(NEW_YORK, "12:00:00", at(2026, 3, 7, 18, 0, 0), at(2026, 3, 8, 16, 0, 0));
	/* summer, and the hour before the start */
	resolves(NEW_YORK, "09:00:00", at(2026, 7, 1, 13, 30, 0), at(2026, 7, 2, 13, 0, 0));
}

static void clock_set_back(void **state)
{
	uint64_t first = at(2026, 11, 1, 5, 30, 0), second = first + 3600 * NS; /* 1:30, twice */

	(void)state;
	resolves(NEW_YORK, "01:45:00", first, first + 900 * NS);
	resolves(NEW_YORK, "01:45:00", second, second + 900 * NS);
	resolves(NEW_YORK, "01:30:00", second, second);
	resolves(NEW_YORK, "01:15:00", first, second - 900 * NS);
	resolves(NEW_YORK, "01:15:00", second, at(2026, 11, 2, 6, 15, 0));
	resolves(NEW_YORK, "12:00:00", first, at(2026, 11, 1, 17, 0, 0));
	resolves(NEW_YORK, "2026-11-01T01:30:00", first, first);
	resolves(NEW_YORK, "2026-11-01T01:30:00", first + NS, second);
	resolves(NEW_YORK, "2026-11-01T01:30:00", second + NS, first);
	/* Dublin: October 25th 2:00 is 1:00 */
	first = at(2026, 10, 25, 0, 30, 0);
	second = first + 3600 * NS;
	resolves(DUBLIN, "01:45:00", first, first + 900 * NS);
	resolves(DUBLIN, "01:45:00", second, second + 900 * NS);
	/* Lord Howe: April 5th 2:00 (April 4th 15:00 UTC) is 1:30 */
	first = at(2026, 4, 4, 14, 30, 0);
	second = first + 1800 * NS;
	resolves(LORD_HOWE, "01:45:00", first, first + 900 * NS);
	resolves(LORD_HOWE, "01:45:00", second, second + 900 * NS);
	resolves(LORD_HOWE, "01:15:00", first, at(2026, 4, 5, 14, 45, 0));
}

static void does_not_fit(void **state)
{
	static const struct {
		const char *text;
		uint64_t start_ns;
	} cases[] = {
		{ "1", UINT64_MAX },
		{ "0.000000001", UINT64_MAX },
		{ "1969-12-31T23:59:59", 0 },
		{ "1969-12-31T23:59:59Z", 0 },
		{ "0000-01-01T00:00:00Z", 0 },
		{ "2554-07-21T23:34:34Z", 0 },
		{ "2554-07-21T23:34:33.709551616Z", 0 },
		{ "9999-12-31T23:59:59", 0 },
		{ "00:00:00", UINT64_MAX },
	};
	uint64_t ns = UNTOUCHED;
	struct when m;

	(void)state;
	zone(UTC);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(parse_when(cases[i].text, &m), 0);
		if (when_resolve(&m, cases[i].start_ns, UINT64_MAX, &ns) != -ERANGE ||
		    ns != UNTOUCHED)
			fail_msg("%s after %llu", cases[i].text,
				 (unsigned long long)cases[i].start_ns);
	}
	resolves(UTC, "0", UINT64_MAX, UINT64_MAX);
	resolves(UTC, "2554-07-21T23:34:33.709551615Z", 0, UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken),
		cmocka_unit_test(refused),
		cmocka_unit_test(after_the_start),
		cmocka_unit_test(before_the_end),
		cmocka_unit_test(time_of_day),
		cmocka_unit_test(date),
		cmocka_unit_test(clock_set_forward),
		cmocka_unit_test(clock_set_back),
		cmocka_unit_test(does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
