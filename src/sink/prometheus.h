/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The metrics of a host, for node_exporter's textfile collector. docs/fleet.md lists them. */
#ifndef TCPBDP_PROMETHEUS_H
#define TCPBDP_PROMETHEUS_H

#include <stdio.h>

#include "finding/summary.h"
#include "fleet/tally.h"
#include "fleet/top_groups.h"

/* What is written beside the tally. */
struct prometheus_facts {
	const char *version;
	const char *kernel; /* release and machine of the host that was looked at */
	const char *machine;
	const struct summary *summary; /* until now: its hooks and its ledger */
	uint64_t realtime_ns;          /* now */
	uint64_t interval_ns;          /* time between two writes; with once, that was looked at */
	uint64_t write_failures;
	const char *group_label;         /* NULL = there are no groups */
	const struct top_groups *groups; /* NULL = as above */
	/*
	 * Nobody counts on: what a counter or histogram would have is that of the interval, in
	 * gauges of other names, for rate() of what begins anew each time would be wrong.
	 */
	bool once;
};

/* 0, or -errno of the stream. */
int prometheus_write(FILE *out, const struct tally *tally, const struct prometheus_facts *facts);

#endif
