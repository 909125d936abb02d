/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/format.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>

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

/* Rounded to a multiple of 1/parts of the unit, in such multiples. */
static uint64_t rounded(uint64_t value, uint64_t scale, uint64_t parts)
{
	return value / scale * parts + (value % scale * parts + scale / 2) / scale;
}

/*
 * With one decimal below tenths_below units, with none from there on. The unit is chosen by the
 * rounded value: 999.96 kb/s is 1.0Mb/s, not 1000kb/s.
 */
static char *format_unit(char *buf, size_t size, uint64_t value, const struct unit *unit,
			 unsigned int tenths_below)
{
	uint64_t whole, tenths;

	while (unit->scale > 1 && rounded(value, unit[1].scale, 1) < unit->scale / unit[1].scale)
		unit++;
	whole = rounded(value, unit->scale, 1);
	tenths = rounded(value, unit->scale, 10);
	if (unit->scale == 1 || tenths >= 10 * tenths_below)
		snprintf(buf, size, "%ju%s", (uintmax_t)whole, unit->name);
	else
		snprintf(buf, size, "%ju.%ju%s", (uintmax_t)(tenths / 10), (uintmax_t)(tenths % 10),
			 unit->name);
	return buf;
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

char *format_addr(char *buf, size_t size, enum sample_family family, const struct endpoint *e)
{
	char addr[INET6_ADDRSTRLEN];

	inet_ntop(family == FAMILY_INET ? AF_INET : AF_INET6, e->addr, addr, sizeof(addr));
	snprintf(buf, size, "%s", addr);
	return buf;
}

char *format_endpoint(char *buf, size_t size, enum sample_family family, const struct endpoint *e)
{
	char addr[INET6_ADDRSTRLEN];

	format_addr(addr, sizeof(addr), family, e);
	snprintf(buf, size, family == FAMILY_INET ? "%s:%u" : "[%s]:%u", addr, e->port);
	return buf;
}

/*
 * Whose size the needed size stands against; none where a number of bytes mends nothing, and for
 * the peer's buffer: what is needed is a size of ours.
 */
enum blamed {
	BLAMED_NONE,
	BLAMED_BUFFER,
	BLAMED_MAX, /* the largest that autotuning may reach */
};

static const enum blamed blamed[] = {
	[CAUSE_SO_SNDBUF] = BLAMED_BUFFER,    [CAUSE_SO_RCVBUF] = BLAMED_BUFFER,
	[CAUSE_AUTOTUNE_OFF] = BLAMED_BUFFER, [CAUSE_TCP_WMEM] = BLAMED_MAX,
	[CAUSE_TCP_RMEM] = BLAMED_MAX,        [CAUSE_PEER_BUFFER] = BLAMED_NONE,
	[CAUSE_PATH_FULL] = BLAMED_NONE,
};
static_assert(sizeof(blamed) / sizeof(blamed[0]) == CAUSE_MAX, "whose buffer does it blame?");

static const char *const needed_for[] = {
	[NEEDED_NONE] = "",
	[NEEDED_GIVEN] = "the given bandwidth",
	[NEEDED_MEASURED] = "the rate measured to this peer",
	[NEEDED_LINK] = "the speed of the link",
	[NEEDED_DOUBLING] = "twice the rate",
};
static_assert(sizeof(needed_for) / sizeof(needed_for[0]) == NEEDED_SOURCE_MAX, "a new source?");

/* The blamed buffer as it is; 0 where none is. */
static uint32_t blamed_bytes(const struct finding_direction *dir)
{
	switch (blamed[dir->cause]) {
	case BLAMED_BUFFER:
		return dir->buffer_bytes;
	case BLAMED_MAX:
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
	if (!dir->undersized || !blamed[dir->cause] || dir->needed_source == NEEDED_NONE) {
		snprintf(buf, size, "%s", sentence);
		return buf;
	}
	format_size(is, sizeof(is), blamed_bytes(dir));
	format_size(needs, sizeof(needs), dir->needed_bytes);
	snprintf(buf, size, "%s: %s, needs %s for %s", sentence, is, needs,
		 needed_for[dir->needed_source]);
	return buf;
}
