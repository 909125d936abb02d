// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hist/hist_set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hist/group.h"

void hist_set_clear(struct hist_set *set)
{
	while (set->count)
		free(set->groups[--set->count]);
	memset(&set->rest, 0, sizeof(set->rest));
	memset(&set->tally, 0, sizeof(set->tally));
}

void hist_set_free(struct hist_set *set)
{
	hist_set_clear(set);
	free(set->groups);
	set->groups = NULL;
	set->room = 0;
}

/* Where the key is, or would be. */
static size_t place(const struct hist_set *set, const struct group_key *key, bool *ret_there)
{
	size_t low = 0, high = set->count;

	*ret_there = false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = group_key_compare(&set->groups[middle]->key, key);

		if (!order) {
			*ret_there = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct hist *find(const struct hist_set *set, const struct group_key *key)
{
	bool there;
	size_t i = place(set, key, &there);

	return there ? &set->groups[i]->hist : NULL;
}

static int make_room(struct hist_set *set)
{
	size_t room = set->room ? 2 * set->room : 16;
	struct hist_group **groups;

	if (set->count < set->room)
		return 0;
	groups = reallocarray(set->groups, room, sizeof(*groups));
	if (!groups)
		return -ENOMEM;
	set->groups = groups;
	set->room = room;
	return 0;
}

struct hist *hist_set_get(struct hist_set *set, const struct group_key *key)
{
	struct hist_group *group;
	bool there;
	size_t i = place(set, key, &there);

	if (there)
		return &set->groups[i]->hist;
	group = make_room(set) ? NULL : calloc(1, sizeof(*group));
	if (!group)
		return NULL;
	group->key = *key;
	memmove(set->groups + i + 1, set->groups + i, (set->count - i) * sizeof(*set->groups));
	set->groups[i] = group;
	set->count++;
	return &group->hist;
}

int hist_set_add(struct hist_set *set, const struct group_key *key, uint64_t value)
{
	struct hist *hist = &set->rest;

	if (set->count < GROUPS_MAX || find(set, key))
		hist = hist_set_get(set, key);
	else
		set->tally.crowded++;
	if (!hist)
		return -ENOMEM;
	hist_add(hist, value, 1);
	return 0;
}

int hist_set_merge(struct hist_set *to, const struct hist_set *from)
{
	for (size_t i = 0; i < from->count; i++) /* what can fail comes first */
		if (!hist_set_get(to, &from->groups[i]->key))
			return -ENOMEM;
	for (size_t i = 0; i < from->count; i++)
		hist_merge(hist_set_get(to, &from->groups[i]->key), &from->groups[i]->hist);
	hist_merge(&to->rest, &from->rest);
	to->tally.without_sample += from->tally.without_sample;
	to->tally.without_owner += from->tally.without_owner;
	to->tally.crowded += from->tally.crowded;
	to->tally.lost += from->tally.lost;
	return 0;
}

/* Keeps the order of those that stay. */
static void drop_empty(struct hist_set *set)
{
	size_t kept = 0;

	for (size_t i = 0; i < set->count; i++) {
		if (set->groups[i]->hist.total)
			set->groups[kept++] = set->groups[i];
		else
			free(set->groups[i]);
	}
	set->count = kept;
}

void hist_set_subtract(struct hist_set *to, const struct hist_set *from)
{
	for (size_t i = 0; i < to->count; i++) {
		const struct hist *before = find(from, &to->groups[i]->key);

		if (before)
			hist_subtract(&to->groups[i]->hist, before);
	}
	drop_empty(to);
	hist_subtract(&to->rest, &from->rest);
	to->tally.without_sample -= from->tally.without_sample;
	to->tally.without_owner -= from->tally.without_owner;
	to->tally.crowded -= from->tally.crowded;
	to->tally.lost -= from->tally.lost;
}

uint64_t hist_set_total(const struct hist_set *set)
{
	uint64_t total = set->rest.total;

	for (size_t i = 0; i < set->count; i++)
		total += set->groups[i]->hist.total;
	return total;
}

static int by_total(const void *a, const void *b)
{
	const struct hist_group *x = *(struct hist_group *const *)a;
	const struct hist_group *y = *(struct hist_group *const *)b;

	if (x->hist.total != y->hist.total)
		return x->hist.total > y->hist.total ? -1 : 1;
	return group_key_compare(&x->key, &y->key);
}

void hist_set_rank(struct hist_set *set, size_t top, size_t *ret_merged)
{
	*ret_merged = set->count > top ? set->count - top : 0;
	if (set->count)
		qsort(set->groups, set->count, sizeof(*set->groups), by_total);
	while (set->count > top) {
		struct hist_group *last = set->groups[--set->count];

		hist_merge(&set->rest, &last->hist);
		free(last);
	}
}
