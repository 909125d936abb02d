/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arguments of the lab's programs: numbers with units, and the one way to give up.
 *
 * Everything here ends the process with status 2 on bad input: these are programs of a test, and
 * a test that runs with other numbers than it was told is worse than one that does not run.
 */
#ifndef LAB_ARGS_H
#define LAB_ARGS_H

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct arg_unit {
	const char *name;
	double factor;
};

/* status 2 = called wrongly, 1 = the system refused. */
/* clang-format off */
__attribute__((noreturn, format(printf, 2, 3)))
static inline void die(int status, const char *fmt, ...)
/* clang-format on */
{
	va_list args;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(status);
}

static inline double arg_number(const char *option, const char *text, const struct arg_unit *units,
				double max)
{
	char *end;
	double value;

	errno = 0;
	value = strtod(text, &end);
	if (end == text || errno || !isfinite(value) || value < 0)
		die(2, "%s: '%s' is not a number", option, text);
	for (; units->name; units++)
		if (!strcasecmp(end, units->name))
			break;
	if (!units->name)
		die(2, "%s: '%s' has an unknown unit", option, text);
	value *= units->factor;
	if (value > max)
		die(2, "%s: '%s' is too large", option, text);
	return value;
}

/* Bits per second, decimal: 10m, 100mbit, 1g. 0 means unlimited wherever a rate is taken. */
static inline uint64_t arg_rate_bps(const char *option, const char *text)
{
	static const struct arg_unit units[] = {
		{ "", 1 },       { "bit", 1 }, { "k", 1e3 },    { "kbit", 1e3 }, { "m", 1e6 },
		{ "mbit", 1e6 }, { "g", 1e9 }, { "gbit", 1e9 }, { NULL, 0 },
	};

	return (uint64_t)arg_number(option, text, units, 1e12);
}

/* Bytes, binary: 64k is 65536. */
static inline uint64_t arg_bytes(const char *option, const char *text)
{
	static const struct arg_unit units[] = {
		{ "", 1 },
		{ "k", 1024 },
		{ "m", 1024 * 1024 },
		{ NULL, 0 },
	};

	return (uint64_t)arg_number(option, text, units, 1 << 30);
}

/* Milliseconds on the command line, nanoseconds inside. */
static inline uint64_t arg_ms_as_ns(const char *option, const char *text)
{
	static const struct arg_unit units[] = { { "", 1e6 }, { "ms", 1e6 }, { NULL, 0 } };

	return (uint64_t)arg_number(option, text, units, 1e13);
}

static inline uint64_t arg_seconds_as_ns(const char *option, const char *text)
{
	static const struct arg_unit units[] = { { "", 1e9 }, { "s", 1e9 }, { NULL, 0 } };

	return (uint64_t)arg_number(option, text, units, 1e13);
}

/* Percent on the command line, parts per million inside. */
static inline uint64_t arg_percent_as_ppm(const char *option, const char *text)
{
	static const struct arg_unit units[] = { { "", 1e4 }, { "%", 1e4 }, { NULL, 0 } };

	return (uint64_t)arg_number(option, text, units, 1e6);
}

static inline uint64_t arg_count(const char *option, const char *text, uint64_t max)
{
	static const struct arg_unit units[] = { { "", 1 }, { NULL, 0 } };
	double value = arg_number(option, text, units, (double)max);

	if (value != (double)(uint64_t)value)
		die(2, "%s: '%s' is not a whole number", option, text);
	return (uint64_t)value;
}

#endif
