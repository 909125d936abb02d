// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fleet/top_groups.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cookie_map.h"

struct member {
	struct member *next;
	struct member *same_hash; /* of another label */
	struct top_group group;
};

struct top_groups {
	unsigned top;
	struct cookie_map *map; /* of the open interval: from a label's hash to a member */
	struct member *members;
	size_t count;
	struct top_group *last; /* top + 1 */
	size_t last_count;
};

struct top_groups *top_groups_new(unsigned top)
{
	struct top_groups *g = calloc(1, sizeof(*g));

	assert(top);
	if (!g)
		return NULL;
	g->top = top;
	g->map = cookie_map_new();
	g->last = calloc(top + 1, sizeof(*g->last));
	if (!g->map || !g->last) {
		top_groups_free(g);
		return NULL;
	}
	strcpy(g->last[0].label, TOP_GROUP_OTHER);
	g->last_count = 1;
	return g;
}

static void forget(struct top_groups *g)
{
	struct member *next;

	for (struct member *m = g->members; m; m = next) {
		next = m->next;
		free(m);
	}
	g->members = NULL;
	g->count = 0;
}

void top_groups_free(struct top_groups *g)
{
	if (!g)
		return;
	forget(g);
	cookie_map_free(g->map);
	free(g->last);
	free(g);
}

/* FNV-1a, and not 0 */
static uint64_t hash_of(const char *label)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *label; label++)
		hash = (hash ^ (uint8_t)*label) * UINT64_C(1099511628211);
	return hash ? hash : 1;
}

static struct member *find(const struct top_groups *g, uint64_t hash, const char *label)
{
	struct member *m = cookie_map_get(g->map, hash);

	while (m && strcmp(m->group.label, label))
		m = m->same_hash;
	return m;
}

/* NULL when memory is out. */
static struct member *new_member(struct top_groups *g, uint64_t hash, const char *label)
{
	struct member *m = calloc(1, sizeof(*m));
	void **first = cookie_map_at(g->map, hash);

	if (!m || (!first && cookie_map_put(g->map, hash, m))) {
		free(m);
		return NULL;
	}
	if (first) {
		m->same_hash = *first;
		*first = m;
	}
	strcpy(m->group.label, label);
	m->next = g->members;
	g->members = m;
	g->count++;
	return m;
}

static void add_direction(struct top_group *group, const struct finding_direction *dir)
{
	group->bytes += dir->bytes;
	if (dir->undersized)
		group->undersized_bytes += dir->bytes;
}

int top_groups_add(struct top_groups *g, const char *label, const struct finding *f)
{
	char kept[TOP_GROUP_LABEL_LEN] = "";
	struct member *m;
	uint64_t hash;

	strncpy(kept, label, sizeof(kept) - 1);
	hash = hash_of(kept);
	m = find(g, hash, kept);
	if (!m)
		m = new_member(g, hash, kept);
	if (!m)
		return -ENOMEM;
	m->group.sockets++;
	m->group.undersized += finding_flagged(f);
	add_direction(&m->group, &f->send.dir);
	add_direction(&m->group, &f->recv.dir);
	return 0;
}

static int compare_u64_down(uint64_t a, uint64_t b)
{
	return a > b ? -1 : a < b;
}

static int by_loss(const void *x, const void *y)
{
	const struct top_group *a = x, *b = y;
	int ret = compare_u64_down(a->undersized_bytes, b->undersized_bytes);

	if (!ret)
		ret = compare_u64_down(a->undersized, b->undersized);
	if (!ret)
		ret = compare_u64_down(a->bytes, b->bytes);
	return ret ? ret : strcmp(a->label, b->label);
}

static void merge(struct top_group *into, const struct top_group *from)
{
	into->sockets += from->sockets;
	into->undersized += from->undersized;
	into->bytes += from->bytes;
	into->undersized_bytes += from->undersized_bytes;
}

static void conclude(struct top_groups *g, struct top_group *all, size_t count)
{
	struct top_group other = { .label = TOP_GROUP_OTHER };

	qsort(all, count, sizeof(*all), by_loss);
	g->last_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (i < g->top)
			g->last[g->last_count++] = all[i];
		else
			merge(&other, &all[i]);
	}
	g->last[g->last_count++] = other;
}

int top_groups_end_interval(struct top_groups *g)
{
	struct cookie_map *map = cookie_map_new();
	struct top_group *all = calloc(g->count + 1, sizeof(*all));
	size_t count = 0;
	int err = map && all ? 0 : -ENOMEM;

	if (!err) {
		for (const struct member *m = g->members; m; m = m->next)
			all[count++] = m->group;
		conclude(g, all, count);
		cookie_map_free(g->map);
		g->map = map;
		forget(g);
	} else {
		cookie_map_free(map);
	}
	free(all);
	return err;
}

const struct top_group *top_groups_last(const struct top_groups *g, size_t *ret_count)
{
	*ret_count = g->last_count;
	return g->last;
}
