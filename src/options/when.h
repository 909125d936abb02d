/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A time in a capture as a user types it. Most forms depend on the capture. */
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
	struct tm clock; /* the time; for a date all but the day of the week */
	uint64_t ns;     /* to add; from start or end, the whole time */
};

/*
 * As the parsers of options/parse.h: 0, -EINVAL for wrong syntax, -ERANGE for a time that does not exist, like
 * February 30th or hour 24. There are no leap seconds.
 */
int parse_when(const char *text, struct when *ret_when);

/*
 * Converts to a real time for a capture of this span. A time before 1970 becomes 0. A time of day is the first
 * one in local time (TZ) that is not before the second of the start, which may be on the next day. A date that
 * exists twice is the first one that the capture can contain. A time that the clock skips counts from before
 * the skip. 0, or -ERANGE if it does not fit.
 */
int when_resolve(const struct when *when, uint64_t start_realtime_ns, uint64_t end_realtime_ns,
		 uint64_t *ret_realtime_ns);

#endif
