// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/advice_line.h"

#include <inttypes.h>
#include <stdio.h>

#include "os/quote.h"
#include "sink/format.h"

bool advice_proposes(const struct advice_item *item)
{
	unsigned last = advice_values(item->id);

	return last && item->proposed[last - 1] > item->current[last - 1];
}

char *advice_values_text(char buf[static ADVICE_VALUES_LEN], const struct advice_item *item,
			 const uint64_t values[3])
{
	if (advice_values(item->id) == 3)
		snprintf(buf, ADVICE_VALUES_LEN, "%" PRIu64 " %" PRIu64 " %" PRIu64, values[0],
			 values[1], values[2]);
	else
		snprintf(buf, ADVICE_VALUES_LEN, "%" PRIu64, values[0]);
	return buf;
}

char *advice_owner_text(char buf[static ADVICE_OWNER_LEN], const struct sample_id *id, bool utf8)
{
	const size_t size = ADVICE_OWNER_LEN;
	char comm[QUOTE_TERMINAL_LEN(SAMPLE_NAME_LEN)];

	if (!id->pid && !id->comm[0]) {
		snprintf(buf, size, "a process that is not known");
		return buf;
	}
	quote_terminal(comm, sizeof(comm), id->comm[0] ? id->comm : "a process", utf8);
	if (id->pid)
		snprintf(buf, size, "%s (pid %" PRIu32 ")", comm, id->pid);
	else
		snprintf(buf, size, "%s", comm);
	return buf;
}

/* What is too small, as it is: the maximum of a sysctl, or a buffer. */
static uint64_t present_bytes(const struct advice_item *item)
{
	return advice_values(item->id) == 3 ? item->current[2] : item->buffer_bytes;
}

char *advice_reason(char buf[static ADVICE_REASON_LEN], const struct advice_item *item, bool utf8)
{
	char present[QUANTITY_LEN], needed[QUANTITY_LEN], rate[QUANTITY_LEN];
	char rtt[QUANTITY_LEN], owner[ADVICE_OWNER_LEN], peer[FORMAT_ENDPOINT_LEN], who[200] = "";
	const struct sample_id *id = &item->example;
	size_t size = ADVICE_REASON_LEN;
	int len;

	if (advice_owner(item->id) == OWNER_APPLICATION && item->id != ADVICE_TCP_MEM) {
		snprintf(who, sizeof(who), "%s ", advice_owner_text(owner, id, utf8));
	} else if (advice_owner(item->id) == OWNER_PEER) {
		snprintf(who, sizeof(who),
			 "the peer %s: ", format_addr(peer, sizeof(peer), id->family, &id->remote));
	}
	len = snprintf(buf, size, "%s%s; %s at a round trip of %s", who, advice_sentence(item->id),
		       quantity_rate(rate, sizeof(rate), item->rate_bps),
		       quantity_rtt(rtt, sizeof(rtt), item->rtt_min_us));
	if (item->needed_bytes && item->id != ADVICE_WINDOW_SCALING && len > 0 &&
	    (size_t)len < size && advice_owner(item->id) != OWNER_PEER)
		snprintf(buf + len, size - (size_t)len, " with %s, needs %s for %s",
			 quantity_size(present, sizeof(present), present_bytes(item)),
			 quantity_size(needed, sizeof(needed), item->needed_bytes),
			 format_needed_for(item->needed_source));
	return buf;
}

char *oversize_reason(char buf[static ADVICE_REASON_LEN], const struct oversize *e)
{
	char current[QUANTITY_LEN], needed[QUANTITY_LEN];

	snprintf(buf, ADVICE_REASON_LEN,
		 "%s lets one socket take %s; those that were judged need %s at most for %s",
		 advice_sysctl(e->id), quantity_size(current, sizeof(current), e->current[2]),
		 quantity_size(needed, sizeof(needed), e->needed_bytes),
		 format_needed_for(e->needed_source));
	return buf;
}
