/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "finding/summary.h"

#include <assert.h>

static const char *const event_names[] = {
	[EVENT_SEGMENTS] = "segments",
	[EVENT_SENDS] = "sends",
	[EVENT_READS] = "reads",
	[EVENT_CLOSES] = "closes",
};
static_assert(sizeof(event_names) / sizeof(event_names[0]) == EVENT_MAX, "an event has no name");

const char *event_name(enum event event)
{
	assert(event < EVENT_MAX);
	return event_names[event];
}

uint64_t ledger_events_seen(const struct ledger *l)
{
	uint64_t seen = 0;

	for (int i = 0; i < EVENT_MAX; i++)
		seen += l->by_event[i];
	return seen;
}

bool ledger_adds_up(const struct ledger *l)
{
	uint64_t accounted = l->emitted + l->suppressed + l->dropped + l->filtered;

	return ledger_events_seen(l) == accounted && l->consumed == l->emitted;
}
