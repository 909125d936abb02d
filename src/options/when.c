// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/when.h"

#include <errno.h>
#include <string.h>

#include "base/units.h"
#include "options/parse.h"

#define TM_YEAR_0 1900

/* The readers parse at *at and advance it, or return false. */
static bool take(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool take_digits(const char **at, int count, int *ret_value)
{
	int value = 0;

	for (; count; count--, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		value = value * 10 + (**at - '0');
	}
	*ret_value = value;
	return true;
}

/* Digits beyond the nanosecond are cut off. */
static bool take_fraction(const char **at, uint64_t *ret_ns)
{
	uint64_t ns = 0, unit = NSEC_PER_SEC;
	int digit;

	while (take_digits(at, 1, &digit)) {
		unit /= 10;
		ns += (uint64_t)digit * unit;
	}
	*ret_ns = ns;
	return unit < NSEC_PER_SEC;
}

static bool take_time(const char **at, struct when *when)
{
	struct tm *clock = &when->clock;

	if (!take_digits(at, 2, &clock->tm_hour) || !take(at, ':') ||
	    !take_digits(at, 2, &clock->tm_min))
		return false;
	if (!take(at, ':'))
		return true;
	return take_digits(at, 2, &clock->tm_sec) &&
	       (!take(at, '.') || take_fraction(at, &when->ns));
}

static bool take_date(const char **at, struct when *when)
{
	struct tm *clock = &when->clock;

	if (!take_digits(at, 4, &clock->tm_year) || !take(at, '-') ||
	    !take_digits(at, 2, &clock->tm_mon) || !take(at, '-') ||
	    !take_digits(at, 2, &clock->tm_mday) || !take(at, 'T') || !take_time(at, when))
		return false;
	clock->tm_year -= TM_YEAR_0;
	clock->tm_mon--;
	when->utc = take(at, 'Z');
	return true;
}

static bool is_time_of_day(const struct tm *clock)
{
	return clock->tm_hour < 24 && clock->tm_min < 60 && clock->tm_sec < 60;
}

/* libc accepts January 32nd as February 1st */
static bool is_date(const struct tm *clock)
{
	struct tm counted = *clock;

	timegm(&counted);
	return counted.tm_mon == clock->tm_mon;
}

int parse_when(const char *text, struct when *ret_when)
{
	struct when when = { .given = true, .kind = WHEN_AFTER_START };
	const char *at = text;
	int ret;

	if (strchr(text, 'T')) {
		when.kind = WHEN_DATE;
		ret = take_date(&at, &when) && !*at ? 0 : -EINVAL;
	} else if (strchr(text, ':')) {
		when.kind = WHEN_TIME_OF_DAY;
		ret = take_time(&at, &when) && !*at ? 0 : -EINVAL;
	} else if (take(&at, '-')) {
		when.kind = WHEN_BEFORE_END;
		ret = parse_time(at, &when.ns);
	} else {
		ret = parse_time(text, &when.ns);
	}
	if (!ret &&
	    !(is_time_of_day(&when.clock) && (when.kind != WHEN_DATE || is_date(&when.clock))))
		ret = -ERANGE;
	if (!ret)
		*ret_when = when;
	return ret;
}

static bool shows(const struct tm *clock, const struct tm *wanted)
{
	return clock->tm_hour == wanted->tm_hour && clock->tm_min == wanted->tm_min &&
	       clock->tm_sec == wanted->tm_sec;
}

/*
 * The first second, not before floor, when the local clock shows wanted; -1 = none. Tries standard and summer
 * time, because a time may exist in both when the clock is set back. A time that is skipped when the clock is
 * set forward counts as if it were not. tm_isdst is never -1, since glibc's choice then depends on earlier
 * calls.
 */
static time_t first_from(time_t floor, const struct tm *wanted)
{
	time_t first = -1, at = -1;
	bool shown = false;

	for (int summer = 1; summer >= 0; summer--) {
		struct tm clock = *wanted;

		clock.tm_isdst = summer;
		at = mktime(&clock); /* normalizes clock */
		if (!shows(&clock, wanted))
			continue;
		shown = true;
		if (at >= floor && (first < 0 || at < first))
			first = at;
	}
	if (!shown && at >= floor)
		first = at;
	return first;
}

static time_t resolve_time_of_day(const struct tm *wanted, time_t start)
{
	struct tm day;
	time_t at;

	if (!localtime_r(&start, &day))
		return -1;
	day.tm_hour = wanted->tm_hour;
	day.tm_min = wanted->tm_min;
	day.tm_sec = wanted->tm_sec;
	at = first_from(start, &day);
	if (at >= 0)
		return at;
	day.tm_mday++;
	return first_from(start, &day);
}

static time_t resolve_date(const struct when *when, time_t start)
{
	struct tm clock = when->clock;
	time_t at;

	if (when->utc)
		return timegm(&clock);
	at = first_from(start, &clock);
	return at >= 0 ? at : first_from(0, &clock);
}

int when_resolve(const struct when *when, uint64_t start_realtime_ns, uint64_t end_realtime_ns,
		 uint64_t *ret_realtime_ns)
{
	time_t start = (time_t)(start_realtime_ns / NSEC_PER_SEC), at;
	uint64_t ns = start_realtime_ns;

	if (when->kind == WHEN_BEFORE_END) {
		*ret_realtime_ns = end_realtime_ns > when->ns ? end_realtime_ns - when->ns : 0;
		return 0;
	}
	if (when->kind != WHEN_AFTER_START) {
		at = when->kind == WHEN_DATE ? resolve_date(when, start)
					     : resolve_time_of_day(&when->clock, start);
		if (at < 0 || __builtin_mul_overflow((uint64_t)at, NSEC_PER_SEC, &ns))
			return -ERANGE;
	}
	if (__builtin_add_overflow(ns, when->ns, &ns))
		return -ERANGE;
	*ret_realtime_ns = ns;
	return 0;
}
