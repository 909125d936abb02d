/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "finding/finding.h"

#include <stddef.h>

#include "verdict/account.h"

#include <assert.h>
#include <stddef.h>

static const char *const needed_source_names[] = {
	[NEEDED_NONE] = NULL,   [NEEDED_GIVEN] = "given",       [NEEDED_MEASURED] = "measured",
	[NEEDED_LINK] = "link", [NEEDED_DOUBLING] = "doubling",
};
static_assert(sizeof(needed_source_names) / sizeof(needed_source_names[0]) == NEEDED_SOURCE_MAX,
	      "a source has no name");

const char *needed_source_name(enum needed_source source)
{
	assert(source < NEEDED_SOURCE_MAX);
	return needed_source_names[source];
}

const char *bdp_bound_name(enum bdp_bound bound)
{
	switch (bound) {
	case BDP_UNKNOWN:
		return NULL;
	case BDP_LOWER:
		return "lower";
	case BDP_EXACT:
		return "exact";
	}
	return NULL;
}

void finding_name(struct finding *f, const struct host_facts *host)
{
	f->cgroup = host->cgroup_path && f->id.cgroup_id
			    ? host->cgroup_path(host->ctx, f->id.cgroup_id)
			    : NULL;
	f->names = host->workload_names && f->id.cgroup_id
			   ? host->workload_names(host->ctx, f->id.cgroup_id)
			   : NULL;
	f->netns_name = host->netns_name ? host->netns_name(host->ctx, f->id.netns) : NULL;
}

const struct because *finding_because(const struct finding_direction *dir)
{
	return dir->account ? &dir->account->because : NULL;
}

const struct finding_direction *finding_side(const struct finding *f, enum direction direction)
{
	return direction == DIRECTION_SEND ? &f->send.dir : &f->recv.dir;
}

bool finding_flagged(const struct finding *f)
{
	return f->send.dir.undersized || f->recv.dir.undersized;
}
