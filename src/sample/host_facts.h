/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the host of the samples knows beside them. Each may be NULL: not known. */
#ifndef TCPBDP_HOST_FACTS_H
#define TCPBDP_HOST_FACTS_H

#include <stdint.h>

#include "sample/workload.h"

struct host_facts {
	const char *(*cgroup_path)(void *ctx, uint64_t cgroup_id);         /* NULL = not known */
	uint64_t (*link_bps)(void *ctx, uint32_t netns, uint32_t ifindex); /* 0 = not known */
	/* NULL = it is in none that a runtime tells of. Valid until the next call. */
	const struct workload_names *(*workload_names)(void *ctx, uint64_t cgroup_id);
	/* "host", "blue"; NULL = it has no name, or none that is known. Valid until the next call. */
	const char *(*netns_name)(void *ctx, uint32_t netns);
	void *ctx;
};

#endif
