// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/quantity.h"

#include <stdbool.h>
#include <string.h>

struct unit {
	uint64_t scale;
	const char *name;
};

/* Largest first; the last has scale 1. */
static const struct unit rate_units[] = {
	{ UINT64_C(1000000000000000000), "Eb/s" },
	{ UINT64_C(1000000000000000), "Pb/s" },
	{ UINT64_C(1000000000000), "Tb/s" },
	{ UINT64_C(1000000000), "Gb/s" },
	{ UINT64_C(1000000), "Mb/s" },
	{ UINT64_C(1000), "kb/s" },
	{ 1, "b/s" },
};

static const struct unit size_units[] = {
	{ UINT64_C(1) << 60, "EiB" },
	{ UINT64_C(1) << 50, "PiB" },
	{ UINT64_C(1) << 40, "TiB" },
	{ UINT64_C(1) << 30, "GiB" },
	{ UINT64_C(1) << 20, "MiB" },
	{ UINT64_C(1) << 10, "KiB" },
	{ 1, "B" },
};

static const struct unit time_units[] = {
	{ UINT64_C(1000000), "s" },
	{ UINT64_C(1000), "ms" },
	{ 1, "us" },
};

char *quantity_put(char *buf, size_t size, const char *text, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(buf, text, len);
	buf[len] = '\0';
	return buf;
}

char *quantity_digits(char *end, uint64_t value)
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
static bool reaches(uint64_t value, const struct unit *unit)
{
	return value >= unit->scale ||
	       rounded(value, unit[1].scale, 1) >= unit->scale / unit[1].scale;
}

/*
 * With one decimal below tenths_below units, with none from there on. The unit is chosen by the
 * rounded value: 999.96 kb/s is 1.0Mb/s, not 1000kb/s.
 */
static char *in_unit(char *buf, size_t size, uint64_t value, const struct unit *unit,
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
		start = quantity_digits(end,
					unit->scale == 1 ? value : rounded(value, unit->scale, 1));
	} else {
		end[-1] = (char)('0' + tenths % 10);
		end[-2] = '.';
		start = quantity_digits(end - 2, tenths / 10);
	}
	name_len = strlen(unit->name);
	memcpy(end, unit->name, name_len);
	return quantity_put(buf, size, start, (size_t)(end - start) + name_len);
}

char *quantity_rate(char *buf, size_t size, uint64_t rate_bps)
{
	return in_unit(buf, size, rate_bps, rate_units, 100);
}

char *quantity_size(char *buf, size_t size, uint64_t size_bytes)
{
	return in_unit(buf, size, size_bytes, size_units, 10);
}

char *quantity_rtt(char *buf, size_t size, uint32_t rtt_us)
{
	if (rtt_us)
		return in_unit(buf, size, rtt_us, time_units, 100);
	return quantity_put(buf, size, QUANTITY_UNKNOWN, strlen(QUANTITY_UNKNOWN));
}
