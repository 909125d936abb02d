/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The summary of a run: sockets seen, and the event counters. */
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

/*
 * events_seen = emitted + suppressed + dropped + filtered = the sum of by_event. When the hooks are
 * detached and the ring is drained, consumed = emitted. An event whose hook the kernel skipped is
 * not seen: what happened in the kernel is events_seen + skipped.
 */
struct ledger {
	uint64_t by_event[EVENT_MAX];
	uint64_t emitted;
	uint64_t suppressed;
	uint64_t dropped;
	uint64_t filtered;
	uint64_t consumed;
	uint64_t skipped;
	bool skipped_known; /* not by kernels before 5.12 nor captures before schema 4 */
};

uint64_t ledger_events_seen(const struct ledger *l);

/* seen = emitted + suppressed + dropped + filtered, and consumed = emitted */
bool ledger_adds_up(const struct ledger *l);

struct summary {
	uint64_t duration_ns;
	uint64_t sockets;               /* reported at least once */
	uint64_t silent;                /* seen, but never reported */
	uint64_t others;                /* active, but filtered out in user space */
	uint64_t forgotten;             /* sockets removed because the table was full */
	uint64_t undersized[CAUSE_MAX]; /* sockets flagged with this cause at least once */
	const char *hook_recv;          /* "tracepoint"; NULL = this side has none */
	const char *hook_send;
	struct ledger ledger;
	bool partial; /* part of a run: some samples belong to events outside it */
};

#endif
