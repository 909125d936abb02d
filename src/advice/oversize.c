// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "advice/oversize.h"

#include <errno.h>
#include <stdlib.h>

/* tcp_init() and tcp_sk_init() set 6 and 4 MiB, from 6.18 on 32 MiB for receiving. */
#define ORDINARY_BYTES (UINT64_C(32) << 20)
#define FAR 16

/* NULL when memory is out. */
static struct oversize *get(struct oversizes *e, enum advice_id id, uint32_t netns)
{
	struct oversize *all;

	for (size_t i = 0; i < e->count; i++)
		if (e->all[i].id == id && e->all[i].netns == netns)
			return &e->all[i];
	all = reallocarray(e->all, e->count + 1, sizeof(*all));
	if (!all)
		return NULL;
	e->all = all;
	all[e->count] = (struct oversize){ .id = id, .netns = netns };
	return &all[e->count++];
}

int oversizes_add(struct oversizes *e, enum advice_id id, uint32_t netns,
		  const struct finding_direction *dir)
{
	struct oversize *x;

	/* a locked buffer does not follow the sysctl; twice the present is no need */
	if (dir->buffer_locked || dir->needed_source == NEEDED_NONE ||
	    dir->needed_source == NEEDED_DOUBLING)
		return 0;
	x = get(e, id, netns);
	if (!x)
		return -ENOMEM;
	for (int i = 0; i < 3; i++)
		x->current[i] = dir->sysctl_bytes[i];
	if (dir->needed_bytes >= x->needed_bytes) {
		x->needed_bytes = dir->needed_bytes;
		x->needed_source = dir->needed_source;
	}
	return 0;
}

bool oversize_is_far(const struct oversize *e)
{
	return e->current[2] > ORDINARY_BYTES && e->current[2] / FAR > e->needed_bytes;
}

size_t oversizes_far(const struct oversizes *e)
{
	size_t far = 0;

	for (size_t i = 0; i < e->count; i++)
		far += oversize_is_far(&e->all[i]);
	return far;
}

void oversizes_free(struct oversizes *e)
{
	free(e->all);
	*e = (struct oversizes){ 0 };
}
