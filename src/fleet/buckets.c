// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fleet/buckets.h"

#include <assert.h>

uint64_t buckets_bound(const struct buckets_scale *scale, unsigned i)
{
	uint64_t bound = scale->first;

	assert(i < scale->bounds && scale->bounds <= BUCKETS_MAX);
	while (i--)
		bound *= scale->step;
	return bound;
}

void buckets_add(struct buckets *b, const struct buckets_scale *scale, uint64_t value)
{
	unsigned i = 0;

	while (i < scale->bounds && value > buckets_bound(scale, i))
		i++;
	b->counts[i]++;
	b->sum = value > UINT64_MAX - b->sum ? UINT64_MAX : b->sum + value;
}

uint64_t buckets_upto(const struct buckets *b, unsigned i)
{
	uint64_t upto = 0;

	for (unsigned k = 0; k <= i && k <= BUCKETS_MAX; k++)
		upto += b->counts[k];
	return upto;
}
