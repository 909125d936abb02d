/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A moment within a capture, as a user names it: most names need the capture to mean something. */
#ifndef TCPBDP_WHEN_H
#define TCPBDP_WHEN_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum when_kind {
	WHEN_AFTER_START, /* "90", "1.5": seconds; "5m", "1h" */
	WHEN_BEFORE_END,  /* "-90", "-5m" */
	WHEN_TIME_OF_DAY, /* "12:00", "12:00:00", "12:00:00.5": local time */
	WHEN_DATE,        /* "2026-01-31T12:00:00": local time; with a fraction, with Z for UTC */
};

struct when {
	bool given;
	enum when_kind kind;
	bool utc;        /* of a date */
	struct tm clock; /* what the clock shows: the time; of a date all but the day of the week */
	uint64_t ns;     /* on top of that; all there is of what counts from the start or the end */
};

/*
 * As the parsers of options/parse.h: 0, -EINVAL for what is no moment, -ERANGE for one that no clock
 * shows, as February 30th or the hour 24. Leap seconds are not known to the clock.
 */
int parse_when(const char *text, struct when *ret_when);

/*
 * Its real time for a capture of this span. Longer before the end than the clock goes back is 0. A
 * time of day is the first, from the start's second on, when the local clock (TZ) shows it: one
 * earlier than the start's is on the next day. A date that the clock shows twice is the first of the
 * two that the capture can hold. A time that the clock leaps over is as long after the leap. 0, or
 * -ERANGE if it does not fit.
 */
int when_resolve(const struct when *when, uint64_t start_realtime_ns, uint64_t end_realtime_ns,
		 uint64_t *ret_realtime_ns);

#endif
