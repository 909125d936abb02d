/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/format.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct workload {
	uint64_t scale;
	const char *name;
};

/* Largest first; the last has scale 1. */
static const struct workload rate_units[] = {
	{ UINT64_C(1000000000000000000), "Eb/s" },
	{ UINT64_C(1000000000000000), "Pb/s" },
	{ UINT64_C(1000000000000), "Tb/s" },
	{ UINT64_C(1000000000), "Gb/s" },
	{ UINT64_C(1000000), "Mb/s" },
	{ UINT64_C(1000), "kb/s" },
	{ 1, "b/s" },
};

static const struct workload size_units[] = {
	{ UINT64_C(1) << 60, "EiB" },
	{ UINT64_C(1) << 50, "PiB" },
	{ UINT64_C(1) << 40, "TiB" },
	{ UINT64_C(1) << 30, "GiB" },
	{ UINT64_C(1) << 20, "MiB" },
	{ UINT64_C(1) << 10, "KiB" },
	{ 1, "B" },
};

static const struct workload time_units[] = {
	{ UINT64_C(1000000), "s" },
	{ UINT64_C(1000), "ms" },
	{ 1, "us" },
};

/* Cut as snprintf() cuts; a list of a host's sockets is too long for that. */
static char *put(char *buf, size_t size, const char *text, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(buf, text, len);
	buf[len] = '\0';
	return buf;
}

/* Writes the digits so that they end before end; returns where they begin. */
static char *digits(char *end, uint64_t value)
{
	do
		*--end = (char)('0' + value % 10);
	while (value /= 10);
	return end;
}

/* Rounded to a multiple of 1/parts of the unit, in such multiples. */
static uint64_t rounded(uint64_t value, uint64_t scale, uint64_t parts)
{
	return value / scale * parts + (value % scale * parts + scale / 2) / scale;
}

/* Is it a whole one of the unit, once it is rounded to the next smaller? */
static bool reaches(uint64_t value, const struct workload *unit)
{
	return value >= unit->scale ||
	       rounded(value, unit[1].scale, 1) >= unit->scale / unit[1].scale;
}

/*
 * With one decimal below tenths_below units, with none from there on. The unit is chosen by the
 * rounded value: 999.96 kb/s is 1.0Mb/s, not 1000kb/s.
 */
static char *format_unit(char *buf, size_t size, uint64_t value, const struct workload *unit,
			 unsigned int tenths_below)
{
	char text[48], *end = text + 32, *start;
	uint64_t tenths;
	size_t name_len;

	while (unit->scale > 1 && value < unit->scale / 2)
		unit++; /* far from it */
	while (unit->scale > 1 && !reaches(value, unit))
		unit++;
	tenths = unit->scale == 1 ? 0 : rounded(value, unit->scale, 10);
	if (unit->scale == 1 || tenths >= 10ul * tenths_below) {
		start = digits(end, unit->scale == 1 ? value : rounded(value, unit->scale, 1));
	} else {
		end[-1] = (char)('0' + tenths % 10);
		end[-2] = '.';
		start = digits(end - 2, tenths / 10);
	}
	name_len = strlen(unit->name);
	memcpy(end, unit->name, name_len);
	return put(buf, size, start, (size_t)(end - start) + name_len);
}

char *format_rate(char *buf, size_t size, uint64_t rate_bps)
{
	return format_unit(buf, size, rate_bps, rate_units, 100);
}

char *format_size(char *buf, size_t size, uint64_t size_bytes)
{
	return format_unit(buf, size, size_bytes, size_units, 10);
}

char *format_rtt(char *buf, size_t size, uint32_t rtt_us)
{
	if (rtt_us)
		return format_unit(buf, size, rtt_us, time_units, 100);
	snprintf(buf, size, FORMAT_UNKNOWN);
	return buf;
}

char *format_bdp(char *buf, size_t size, const struct finding_direction *dir)
{
	char bytes[FORMAT_QUANTITY_LEN];

	format_size(bytes, sizeof(bytes), dir->bdp_bytes);
	switch (dir->bdp_bound) {
	case BDP_UNKNOWN:
		snprintf(buf, size, FORMAT_UNKNOWN);
		break;
	case BDP_LOWER:
		snprintf(buf, size, "%s+", bytes);
		break;
	case BDP_EXACT:
		snprintf(buf, size, "%s", bytes);
		break;
	}
	return buf;
}

/* Writes it so that it ends before end; returns where it begins. */
static char *dotted(char *end, const uint8_t addr[4])
{
	for (int i = 3; i >= 0; i--) {
		end = digits(end, addr[i]);
		if (i)
			*--end = '.';
	}
	return end;
}

char *format_addr(char *buf, size_t size, enum sample_family family, const struct endpoint *e)
{
	char addr[INET6_ADDRSTRLEN], *end = addr + sizeof(addr), *start;

	if (family == FAMILY_INET) {
		start = dotted(end, e->addr);
		return put(buf, size, start, (size_t)(end - start));
	}
	inet_ntop(AF_INET6, e->addr, addr, sizeof(addr));
	return put(buf, size, addr, strlen(addr));
}

char *format_endpoint(char *buf, size_t size, enum sample_family family, const struct endpoint *e)
{
	char text[FORMAT_ENDPOINT_LEN], *end = text + sizeof(text), *start = digits(end, e->port);
	char addr[INET6_ADDRSTRLEN];
	size_t len;

	*--start = ':';
	if (family == FAMILY_INET) {
		start = dotted(start, e->addr);
		return put(buf, size, start, (size_t)(end - start));
	}
	inet_ntop(AF_INET6, e->addr, addr, sizeof(addr));
	len = strlen(addr);
	*--start = ']';
	start = memcpy(start - len, addr, len);
	*--start = '[';
	return put(buf, size, start, (size_t)(end - start));
}

const char *format_needed_for(enum needed_source source)
{
	static const char *const names[] = {
		[NEEDED_NONE] = "",
		[NEEDED_GIVEN] = "the given bandwidth",
		[NEEDED_MEASURED] = "the rate measured to this peer",
		[NEEDED_LINK] = "the speed of the link",
		[NEEDED_DOUBLING] = "twice the rate",
	};
	static_assert(sizeof(names) / sizeof(names[0]) == NEEDED_SOURCE_MAX, "a new source?");

	return names[source];
}

/* The blamed buffer as it is; 0 where none is. */
static uint32_t blamed_bytes(const struct finding_direction *dir)
{
	switch (cause_blamed_size(dir->cause)) {
	case BLAMED_BUFFER:
		return dir->buffer_bytes;
	case BLAMED_BUFFER_MAX:
		return dir->buffer_max_bytes;
	case BLAMED_NONE:
		break;
	}
	return 0;
}

char *format_reason(char *buf, size_t size, const struct finding_direction *dir)
{
	const char *sentence = cause_sentence(dir->cause);
	char is[FORMAT_QUANTITY_LEN], needs[FORMAT_QUANTITY_LEN];

	if (cause_undersized(dir->cause) && !dir->undersized)
		sentence = cause_name(dir->cause); /* "is too small" would be a lie */
	if (!dir->undersized || cause_blamed_size(dir->cause) == BLAMED_NONE ||
	    dir->needed_source == NEEDED_NONE) {
		snprintf(buf, size, "%s", sentence);
		return buf;
	}
	format_size(is, sizeof(is), blamed_bytes(dir));
	format_size(needs, sizeof(needs), dir->needed_bytes);
	snprintf(buf, size, "%s: %s, needs %s for %s", sentence, is, needs,
		 format_needed_for(dir->needed_source));
	return buf;
}
