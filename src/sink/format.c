/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/format.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "os/quote.h"

char *format_bdp(char *buf, size_t size, const struct finding_direction *dir)
{
	char bytes[QUANTITY_LEN];

	quantity_size(bytes, sizeof(bytes), dir->bdp_bytes);
	switch (dir->bdp_bound) {
	case BDP_UNKNOWN:
		snprintf(buf, size, QUANTITY_UNKNOWN);
		break;
	case BDP_LOWER:
		snprintf(buf, size, ">=%s", bytes);
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
		end = quantity_digits(end, addr[i]);
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
		return quantity_put(buf, size, start, (size_t)(end - start));
	}
	inet_ntop(AF_INET6, e->addr, addr, sizeof(addr));
	return quantity_put(buf, size, addr, strlen(addr));
}

char *format_endpoint(char *buf, size_t size, enum sample_family family, const struct endpoint *e)
{
	char text[FORMAT_ENDPOINT_LEN], *end = text + sizeof(text),
					*start = quantity_digits(end, e->port);
	char addr[INET6_ADDRSTRLEN];
	size_t len;

	*--start = ':';
	if (family == FAMILY_INET) {
		start = dotted(start, e->addr);
		return quantity_put(buf, size, start, (size_t)(end - start));
	}
	inet_ntop(AF_INET6, e->addr, addr, sizeof(addr));
	len = strlen(addr);
	*--start = ']';
	start = memcpy(start - len, addr, len);
	*--start = '[';
	return quantity_put(buf, size, start, (size_t)(end - start));
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
	char is[QUANTITY_LEN], needs[QUANTITY_LEN];

	if (cause_undersized(dir->cause) && !dir->undersized)
		sentence = cause_name(dir->cause); /* "is too small" would be a lie */
	if (!dir->undersized || cause_blamed_size(dir->cause) == BLAMED_NONE ||
	    dir->needed_source == NEEDED_NONE) {
		snprintf(buf, size, "%s", sentence);
		return buf;
	}
	quantity_size(is, sizeof(is), blamed_bytes(dir));
	quantity_size(needs, sizeof(needs), dir->needed_bytes);
	snprintf(buf, size, "%s: %s, needs %s for %s", sentence, is, needs,
		 format_needed_for(dir->needed_source));
	return buf;
}

static void format_retransmitted(char *buf, size_t size, const struct finding *f)
{
	unsigned share = permille(f->send.retrans_bytes, f->send.sent_bytes);
	char control[QUOTE_TERMINAL_LEN(SAMPLE_NAME_LEN)];

	quote_terminal(control, sizeof(control), f->id.congestion_control, false);
	if (share)
		snprintf(buf, size, "%s%s%u.%u%% retransmitted", control, *control ? ": " : "",
			 share / 10, share % 10);
}

static void format_closed(char *buf, size_t size, unsigned times)
{
	if (times)
		snprintf(buf, size, "window closed %u time%s", times, times == 1 ? "" : "s");
}

char *format_seen(char *buf, size_t size, const struct finding *f, enum direction direction)
{
	buf[0] = '\0';
	switch (finding_side(f, direction)->limit) {
	case LIMIT_CWND:
		format_retransmitted(buf, size, f);
		break;
	case LIMIT_RWND:
		format_closed(buf, size, f->send.zero_windows);
		break;
	case LIMIT_IDLE:
	case LIMIT_UNKNOWN:
	case LIMIT_APP:
	case LIMIT_SNDBUF:
	case LIMIT_SENDER:
	case LIMIT_READER:
	case LIMIT_RCVBUF:
	case LIMIT_MAX:
		break;
	}
	return buf;
}
