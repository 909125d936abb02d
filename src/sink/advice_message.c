// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/advice_message.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "sink/format.h"

#define PAGE_BYTES 4096

__attribute__((format(printf, 2, 3))) static void add(char *buf, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf + len, ADVICE_MESSAGE_LEN - len, fmt, args);
	va_end(args);
}

static void add_facts(char *buf, const struct advice_item *item)
{
	const struct sample_id *id = &item->example;
	char local[FORMAT_ENDPOINT_LEN], remote[FORMAT_ENDPOINT_LEN];
	char rate[QUANTITY_LEN], rtt[QUANTITY_LEN];

	add(buf, "TCP from %s to %s carries no more than %s at a round trip of %s, ",
	    format_endpoint(local, sizeof(local), id->family, &id->local),
	    format_endpoint(remote, sizeof(remote), id->family, &id->remote),
	    quantity_rate(rate, sizeof(rate), item->rate_bps),
	    quantity_rtt(rtt, sizeof(rtt), item->rtt_min_us));
}

static void add_needed(char *buf, const struct advice_item *item)
{
	char window[QUANTITY_LEN];

	if (item->needed_window_bytes)
		add(buf, "For %s it has to be %s. ", format_needed_for(item->needed_source),
		    quantity_size(window, sizeof(window), item->needed_window_bytes));
}

/* Of a Linux receive buffer half is window, unless segments are well filled. */
static void add_buffer(char *buf, const struct advice_item *item, const char *peer)
{
	/* the kernel counts buffers in an int */
	uint64_t bytes = min_u64(mul_div(item->needed_window_bytes, 2, 1), INT_MAX);

	bytes += PAGE_BYTES - 1;
	bytes -= bytes % PAGE_BYTES;
	bytes = min_u64(bytes, INT_MAX);
	add(buf, "because the receive window that %s advertises is too small. ", peer);
	add_needed(buf, item);
	add(buf, "On Linux the third number of net.ipv4.tcp_rmem there has to be ");
	if (item->needed_window_bytes)
		add(buf, "%" PRIu64 " or more", bytes);
	else
		add(buf, "larger");
	add(buf, ", and the application that receives may not set a smaller SO_RCVBUF.");
}

static void add_scale(char *buf, const struct advice_item *item, const char *peer)
{
	add(buf, "because no window scaling (RFC 7323) was agreed on: without it no window is "
		 "larger than 64 KiB. ");
	add_needed(buf, item);
	add(buf,
	    "Either %s does not offer it (on Linux net.ipv4.tcp_window_scaling is 0 there), or a "
	    "firewall or proxy on the way takes the option out of the SYN.",
	    peer);
}

const char *advice_message(char buf[static ADVICE_MESSAGE_LEN], const struct advice_item *item)
{
	const struct sample_id *id = &item->example;
	char peer[FORMAT_ENDPOINT_LEN];

	if (advice_owner(item->id) != OWNER_PEER)
		return NULL;
	format_addr(peer, sizeof(peer), id->family, &id->remote);
	buf[0] = '\0';
	add_facts(buf, item);
	if (item->id == ADVICE_PEER_WSCALE)
		add_scale(buf, item, peer);
	else
		add_buffer(buf, item, peer);
	add(buf, " Connections that are made after the change profit from it.");
	return buf;
}
