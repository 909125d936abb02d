// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fleet/top_groups.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cookie_map.h"

struct member {
	struct member *next;
	struct group group;
};

struct groups {
	unsigned top;
	struct cookie_map *map; /* of the open interval */
	struct member *members;
	size_t count;
	struct group *last; /* top + 1 */
	size_t last_count;
};

struct groups *groups_new(unsigned top)
{
	struct groups *g = calloc(1, sizeof(*g));

	assert(top);
	if (!g)
		return NULL;
	g->top = top;
	g->map = cookie_map_new();
	g->last = calloc(top + 1, sizeof(*g->last));
	if (!g->map || !g->last) {
		groups_free(g);
		return NULL;
	}
	strcpy(g->last[0].label, GROUP_OTHER);
	g->last_count = 1;
	return g;
}

static void forget(struct groups *g)
{
	struct member *next;

	for (struct member *m = g->members; m; m = next) {
		next = m->next;
		free(m);
	}
	g->members = NULL;
	g->count = 0;
}

void groups_free(struct groups *g)
{
	if (!g)
		return;
	forget(g);
	cookie_map_free(g->map);
	free(g->last);
	free(g);
}

/* NULL when memory is out. */
static struct member *new_member(struct groups *g, uint64_t key, const char *label)
{
	struct member *m = calloc(1, sizeof(*m));

	if (!m || cookie_map_put(g->map, key, m)) {
		free(m);
		return NULL;
	}
	strncpy(m->group.label, label, sizeof(m->group.label) - 1);
	m->next = g->members;
	g->members = m;
	g->count++;
	return m;
}

static void add_direction(struct group *group, const struct finding_direction *dir)
{
	group->bytes += dir->bytes;
	if (dir->undersized)
		group->undersized_bytes += dir->bytes;
}

int groups_add(struct groups *g, uint64_t key, const char *label, const struct finding *f)
{
	struct member *m = cookie_map_get(g->map, key);

	if (!m)
		m = new_member(g, key, label);
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

static int by_label(const void *x, const void *y)
{
	const struct group *a = x, *b = y;

	return strcmp(a->label, b->label);
}

static int by_loss(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	int ret = compare_u64_down(a->undersized_bytes, b->undersized_bytes);

	if (!ret)
		ret = compare_u64_down(a->undersized, b->undersized);
	if (!ret)
		ret = compare_u64_down(a->bytes, b->bytes);
	return ret ? ret : by_label(x, y);
}

static void merge(struct group *into, const struct group *from)
{
	into->sockets += from->sockets;
	into->undersized += from->undersized;
	into->bytes += from->bytes;
	into->undersized_bytes += from->undersized_bytes;
}

/* Sorted by label; what follows the result is rest. Returns how many labels there are. */
static size_t unite(struct group *all, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (kept && !strcmp(all[kept - 1].label, all[i].label))
			merge(&all[kept - 1], &all[i]);
		else
			all[kept++] = all[i];
	}
	return kept;
}

static void conclude(struct groups *g, struct group *all, size_t count)
{
	struct group other = { .label = GROUP_OTHER };

	qsort(all, count, sizeof(*all), by_label);
	count = unite(all, count);
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

int groups_end_interval(struct groups *g)
{
	struct cookie_map *map = cookie_map_new();
	struct group *all = calloc(g->count + 1, sizeof(*all));
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

const struct group *groups_last(const struct groups *g, size_t *ret_count)
{
	*ret_count = g->last_count;
	return g->last;
}
