// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "advice/oversize.h"

#include <errno.h>
#include <stdlib.h>

/* tcp_init() and tcp_sk_init() set 6 and 4 MiB, from 6.18 on 32 MiB for receiving. */
#define ORDINARY_BYTES (UINT64_C(32) << 20)
#define FAR 16

/* NULL when memory is out. */
static struct oversize *get(struct oversizes *oversizes, enum advice_id id, uint32_t netns)
{
	struct oversize *all;

	for (size_t i = 0; i < oversizes->count; i++)
		if (oversizes->all[i].id == id && oversizes->all[i].netns == netns)
			return &oversizes->all[i];
	all = reallocarray(oversizes->all, oversizes->count + 1, sizeof(*all));
	if (!all)
		return NULL;
	oversizes->all = all;
	all[oversizes->count] = (struct oversize){ .id = id, .netns = netns };
	return &all[oversizes->count++];
}

int oversizes_add(struct oversizes *oversizes, enum advice_id id, uint32_t netns,
		  const struct finding_direction *dir)
{
	struct oversize *oversize;

	/* a locked buffer does not follow the sysctl; twice the present is no need */
	if (dir->buffer_locked || dir->needed_source == NEEDED_NONE ||
	    dir->needed_source == NEEDED_DOUBLING)
		return 0;
	oversize = get(oversizes, id, netns);
	if (!oversize)
		return -ENOMEM;
	for (int i = 0; i < 3; i++)
		oversize->current[i] = dir->sysctl_bytes[i];
	if (dir->needed_bytes >= oversize->needed_bytes) {
		oversize->needed_bytes = dir->needed_bytes;
		oversize->needed_source = dir->needed_source;
	}
	return 0;
}

bool oversize_is_far(const struct oversize *oversize)
{
	return oversize->current[2] > ORDINARY_BYTES &&
	       oversize->current[2] / FAR > oversize->needed_bytes;
}

size_t oversizes_far(const struct oversizes *oversizes)
{
	size_t far = 0;

	for (size_t i = 0; i < oversizes->count; i++)
		far += oversize_is_far(&oversizes->all[i]);
	return far;
}

void oversizes_free(struct oversizes *oversizes)
{
	free(oversizes->all);
	*oversizes = (struct oversizes){ 0 };
}
