/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The last word of a run: what was seen, and the ledger of events and samples. */
#ifndef TCPBDP_SUMMARY_H
#define TCPBDP_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict/limit.h"

enum event {
	EVENT_SEGMENTS,
	EVENT_SENDS,
	EVENT_READS,
	EVENT_CLOSES,
	EVENT_MAX,
};

/* "segments" */
const char *event_name(enum event event);

/* events_seen = emitted + suppressed + dropped + filtered, and = the sum of by_event;
 * once the hooks are detached and the ring is drained, consumed = emitted. */
struct ledger {
	uint64_t by_event[EVENT_MAX];
	uint64_t emitted;
	uint64_t suppressed;
	uint64_t dropped;
	uint64_t filtered;
	uint64_t consumed;
};

uint64_t ledger_events_seen(const struct ledger *l);

/* seen = emitted + suppressed + dropped + filtered, and consumed = emitted */
bool ledger_adds_up(const struct ledger *l);

struct summary {
	uint64_t duration_ns;
	uint64_t sockets;   /* that were reported at least once */
	uint64_t silent;    /* that were there, and never were */
	uint64_t others;    /* that were active, and that the filter left out in user space */
	uint64_t forgotten; /* times that one was forgotten too early, for want of room */
	uint64_t undersized[CAUSE_MAX]; /* sockets that were flagged with this cause at least once */
	const char *hook_recv;          /* "tracepoint"; NULL = this side has none */
	const char *hook_send;
	struct ledger ledger;
	bool partial; /* of a part of a run: samples were on their way at its ends */
};

#endif
