// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/parse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>

#include "base/units.h"

#define V4MAPPED_BITS 96
#define FRACTION_MAX 1000000000000000000ULL /* digits that can matter: 18 */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits with an optional fraction, times scale, rounded down. Sets *ret_end behind them. */
static int decimal(const char *text, uint64_t scale, const char **ret_end, uint64_t *ret_value)
{
	const char *at = text;
	uint64_t whole = 0, part = 0, unit = 1;
	bool overflow = false;

	for (; is_digit(*at); at++) {
		overflow |= __builtin_mul_overflow(whole, 10, &whole);
		overflow |= __builtin_add_overflow(whole, (uint64_t)(*at - '0'), &whole);
	}
	overflow |= __builtin_mul_overflow(whole, scale, &whole);
	if (at == text && !(*at == '.' && is_digit(at[1])))
		return -EINVAL;
	if (*at == '.') {
		if (!is_digit(*++at))
			return -EINVAL;
		for (; is_digit(*at); at++) {
			if (unit == FRACTION_MAX)
				continue;
			part = part * 10 + (uint64_t)(*at - '0');
			unit *= 10;
		}
	}
	overflow |= __builtin_add_overflow(whole, mul_div(part, scale, unit), &whole);
	*ret_end = at;
	*ret_value = whole;
	return overflow ? -ERANGE : 0;
}

int parse_number(const char *text, uint64_t max, uint64_t *ret_value)
{
	uint64_t value;
	const char *end;
	int ret;

	/* without a scale every digit of a fraction is worth 0 */
	if (strchr(text, '.'))
		return -EINVAL;
	ret = decimal(text, 1, &end, &value);
	if (ret == -EINVAL || *end)
		return -EINVAL;
	if (ret || value > max)
		return -ERANGE;
	*ret_value = value;
	return 0;
}

/* 0 = not a unit of time */
static uint64_t time_unit_ns(const char *name)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{ "", NSEC_PER_SEC },         { "us", NSEC_PER_USEC },
		{ "ms", NSEC_PER_MSEC },      { "s", NSEC_PER_SEC },
		{ "m", 60 * NSEC_PER_SEC },   { "min", 60 * NSEC_PER_SEC },
		{ "h", 3600 * NSEC_PER_SEC }, { "d", 86400 * NSEC_PER_SEC },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].name, name) == 0)
			return units[i].ns;
	return 0;
}

int parse_time(const char *text, uint64_t *ret_ns)
{
	static const char number[] = "0123456789.";
	uint64_t unit_ns = time_unit_ns(text + strspn(text, number)), ns;
	const char *end;
	int ret;

	if (!unit_ns)
		return -EINVAL;
	ret = decimal(text, unit_ns, &end, &ns);
	if (ret == -EINVAL || strspn(end, number))
		return -EINVAL;
	if (ret || ns > PARSE_SECONDS_MAX * NSEC_PER_SEC)
		return -ERANGE;
	*ret_ns = ns;
	return 0;
}

/* A time with its unit, in whole microseconds. */
static int parse_rtt(const char *text, uint32_t *ret_us)
{
	size_t len = strlen(text);
	uint64_t ns;
	int ret = parse_time(text, &ns);

	if (ret)
		return -EINVAL;
	if (text[len - 1] >= '0' && text[len - 1] <= '9')
		return -ENODATA;
	if (ns / NSEC_PER_USEC >= UINT32_MAX)
		return -EINVAL;
	*ret_us = (uint32_t)(ns / NSEC_PER_USEC);
	return 0;
}

static int parse_between(const char *text, struct rtt_range *ret_range)
{
	size_t len = strcspn(text, "-");
	char min[32];
	int ret;

	if (!text[len] || len >= sizeof(min))
		return -EINVAL;
	memcpy(min, text, len);
	min[len] = '\0';
	ret = parse_rtt(min, &ret_range->min_us);
	return ret ? ret : parse_rtt(text + len + 1, &ret_range->max_us);
}

int parse_rtt_range(const char *text, struct rtt_range *ret_range)
{
	struct rtt_range range = { 0, UINT32_MAX };
	int ret;

	if (*text == '>') {
		ret = parse_rtt(text + 1, &range.min_us);
		range.min_us++;
	} else if (*text == '<') {
		ret = parse_rtt(text + 1, &range.max_us);
		if (!ret && range.max_us-- == 0) /* no RTT is below 0 */
			return -EINVAL;
	} else {
		ret = parse_between(text, &range);
	}
	if (ret || range.min_us > range.max_us)
		return ret ? ret : -EINVAL;
	*ret_range = range;
	return 0;
}

int parse_port(const char *text, uint16_t *ret_port)
{
	const struct servent *service;
	uint64_t port;
	int ret = parse_number(text, UINT16_MAX, &port);

	if (ret == -EINVAL) {
		service = getservbyname(text, "tcp");
		if (!service)
			return -EINVAL;
		port = ntohs((uint16_t)service->s_port);
		ret = 0;
	}
	if (ret || !port)
		return -ERANGE;
	*ret_port = (uint16_t)port;
	return 0;
}

/* Parses a suffix: [kKmMgGtT], a power of base, then one of the units. 0 = not a suffix. */
static uint64_t suffix_scale(const char *suffix, uint64_t base, const char *const units[])
{
	static const char prefixes[] = "kmgt";
	uint64_t scale = 1;

	for (size_t i = 0; prefixes[i]; i++) {
		/* the other case is 0x20 away */
		if (*suffix != prefixes[i] && *suffix != (prefixes[i] ^ 0x20))
			continue;
		for (size_t n = 0; n <= i; n++)
			scale *= base;
		suffix++;
		break;
	}
	for (size_t i = 0; units[i]; i++) {
		if (strcmp(suffix, units[i]) == 0)
			return scale;
	}
	return 0;
}

static int with_suffix(const char *text, uint64_t base, const char *const units[],
		       uint64_t *ret_value)
{
	static const char number[] = "0123456789.";
	uint64_t scale = suffix_scale(text + strspn(text, number), base, units);
	uint64_t value;
	const char *end;
	int ret;

	if (!scale)
		return -EINVAL;
	ret = decimal(text, scale, &end, &value);
	if (ret == -EINVAL || strspn(end, number))
		return -EINVAL;
	if (!ret)
		*ret_value = value;
	return ret;
}

int parse_rate(const char *text, uint64_t *ret_bps)
{
	static const char *const units[] = { "", "bit", "bit/s", "b/s", NULL };
	uint64_t bps;
	int ret = with_suffix(text, 1000, units, &bps);

	if (ret != -EINVAL && !text[strspn(text, "0123456789.")])
		return -ENODATA;
	if (ret)
		return ret;
	if (bps == 0)
		return -ERANGE;
	*ret_bps = bps;
	return 0;
}

int parse_size(const char *text, uint64_t *ret_bytes)
{
	static const char *const units[] = { "", "B", "iB", NULL };

	/* "i" needs a prefix */
	if (strcmp(text + strspn(text, "0123456789."), "iB") == 0)
		return -EINVAL;
	return with_suffix(text, 1024, units, ret_bytes);
}

static void mask_host_bits(struct cidr *cidr)
{
	for (unsigned i = 0; i < sizeof(cidr->addr); i++) {
		unsigned first = i * 8;

		if (cidr->prefix_len <= first)
			cidr->addr[i] = 0;
		else if (cidr->prefix_len < first + 8)
			cidr->addr[i] &= (uint8_t)(0xff << (first + 8 - cidr->prefix_len));
	}
}

static void unmap_v4(struct cidr *cidr)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (cidr->family != FAMILY_INET6 || cidr->prefix_len < V4MAPPED_BITS ||
	    memcmp(cidr->addr, mapped, sizeof(mapped)) != 0)
		return;
	cidr->family = FAMILY_INET;
	cidr->prefix_len -= V4MAPPED_BITS;
	memmove(cidr->addr, cidr->addr + sizeof(mapped), 4);
	memset(cidr->addr + 4, 0, sizeof(cidr->addr) - 4);
}

int parse_cidr(const char *text, struct cidr *ret_cidr)
{
	struct cidr cidr = { 0 };
	char address[INET6_ADDRSTRLEN];
	size_t len = strcspn(text, "/");
	uint64_t bits, bits_max;
	int ret;

	if (len >= sizeof(address))
		return -EINVAL;
	memcpy(address, text, len);
	address[len] = '\0';
	if (inet_pton(AF_INET, address, cidr.addr) == 1)
		cidr.family = FAMILY_INET;
	else if (inet_pton(AF_INET6, address, cidr.addr) == 1)
		cidr.family = FAMILY_INET6;
	else
		return -EINVAL;
	bits = bits_max = cidr.family == FAMILY_INET ? 32 : 128;
	if (text[len] == '/') {
		ret = parse_number(text + len + 1, bits_max, &bits);
		if (ret)
			return ret;
	}
	cidr.prefix_len = (uint8_t)bits;
	mask_host_bits(&cidr);
	unmap_v4(&cidr);
	*ret_cidr = cidr;
	return 0;
}
