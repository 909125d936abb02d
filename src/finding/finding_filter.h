/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which findings to report, by properties that are known only after the verdict. */
#ifndef TCPBDP_FINDING_FILTER_H
#define TCPBDP_FINDING_FILTER_H

#include "finding/finding.h"
#include "sample/filter.h"
#include "sample/workload.h"

/* Lists as in struct filter: one of the first count values must match. */
struct filter_names {
	char value[FILTER_MAX][WORKLOAD_PART_LEN];
	uint32_t count;
};

struct filter_limits {
	enum limit value[FILTER_MAX];
	uint32_t count;
};

struct filter_causes {
	enum cause value[FILTER_MAX];
	uint32_t count;
};

struct rtt_range {
	uint32_t min_us, max_us; /* inclusive */
};

struct filter_rtts {
	struct rtt_range value[FILTER_MAX];
	uint32_t count;
};

/* All members must match. All zero = every finding matches. */
struct finding_filter {
	struct filter_names units; /* "docker:c3c3", "docker:web", "web", "nginx.service", "nginx" */
	struct filter_names pods;  /* uids, with dashes or underscores, or names */
	struct filter_limits limits;
	struct filter_causes causes; /* with limits: of the same direction */
	struct filter_rtts rtts;     /* the minimum RTT, which is RTT in reports */
};

/* Units and pods are matched by the finding's cgroup. If that is not known, none matches. */
bool finding_filter_match(const struct finding_filter *filter, const struct finding *f);

#endif
