// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/row_index.h"

#include <errno.h>

#include "capture/store.h"

struct known_link {
	struct lru_entry entry;
	uint64_t speed_bps;
};

int row_index_init(struct row_index *index, bool dropping)
{
	*index = (struct row_index){ .sockets = lru_new(),
				     .gone = lru_new(),
				     .cgroups = lru_new(),
				     .namespaces = lru_new(),
				     .links = lru_new(),
				     .dropping = dropping };
	return index->sockets && index->gone && index->cgroups && index->namespaces && index->links
		       ? 0
		       : -ENOMEM;
}

void row_index_free(struct row_index *index)
{
	lru_free(index->sockets);
	lru_free(index->gone);
	lru_free(index->cgroups);
	lru_free(index->namespaces);
	lru_free(index->links);
}

int row_index_leave_row(struct row_index *index, const struct known *k)
{
	struct lru_entry *gone;

	if (!index->dropping || !k->socket)
		return 0;
	gone = lru_add(index->gone, (uint64_t)k->socket, sizeof(*gone));
	if (!gone)
		return -ENOMEM;
	gone->last_sample = k->entry.last_sample;
	return 0;
}

int row_index_forget(struct row_index *index, struct known *k)
{
	int err = row_index_leave_row(index, k);

	lru_remove(index->sockets, k);
	return err;
}

static bool has(struct lru *lru, uint64_t key, int64_t sample)
{
	struct lru_entry *e = lru_use(lru, key);

	if (e)
		e->last_sample = sample;
	return e;
}

static int add(struct lru *lru, uint64_t key, int64_t sample)
{
	struct lru_entry *e = lru_use(lru, key);

	if (!e)
		e = lru_add(lru, key, sizeof(*e));
	if (!e)
		return -ENOMEM;
	e->last_sample = sample;
	return 0;
}

bool row_index_has_cgroup(struct row_index *index, uint64_t id, int64_t sample)
{
	return has(index->cgroups, id, sample);
}

int row_index_add_cgroup(struct row_index *index, uint64_t id, int64_t sample)
{
	return add(index->cgroups, id, sample);
}

bool row_index_has_netns(struct row_index *index, uint32_t netns, int64_t sample)
{
	return has(index->namespaces, netns, sample);
}

int row_index_add_netns(struct row_index *index, uint32_t netns, int64_t sample)
{
	return add(index->namespaces, netns, sample);
}

static uint64_t link_key(uint32_t netns, uint32_t ifindex)
{
	return (uint64_t)netns << 32 | ifindex;
}

bool row_index_has_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
			uint64_t speed_bps, int64_t sample)
{
	struct known_link *l = lru_use(index->links, link_key(netns, ifindex));

	if (l)
		l->entry.last_sample = sample;
	return l && l->speed_bps == speed_bps;
}

int row_index_add_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
		       uint64_t speed_bps, int64_t sample)
{
	struct known_link *l = lru_use(index->links, link_key(netns, ifindex));

	if (!l)
		l = lru_add(index->links, link_key(netns, ifindex), sizeof(*l));
	if (!l)
		return -ENOMEM;
	l->speed_bps = speed_bps;
	l->entry.last_sample = sample;
	return 0;
}

/* The least recently used entry, if no later sample used it. */
static void *unused(const struct lru *lru, int64_t sample)
{
	struct lru_entry *e = lru_oldest(lru);

	return e && e->last_sample < sample ? e : NULL;
}

static void drop_row(struct rows *rows, enum store_row kind, uint64_t key)
{
	rows_begin(rows, (uint8_t)kind);
	rows_number(rows, (int64_t)key);
}

static void drop_all(struct lru *lru, int64_t sample, struct rows *rows, enum store_row kind)
{
	struct lru_entry *e;

	while ((e = unused(lru, sample))) {
		drop_row(rows, kind, e->key);
		lru_remove(lru, e);
	}
}

void row_index_drop_before(struct row_index *index, int64_t sample, struct rows *rows)
{
	struct known *k;

	while ((k = unused(index->sockets, sample))) {
		drop_row(rows, ROW_DROP_SOCKET, (uint64_t)k->socket);
		lru_remove(index->sockets, k);
	}
	drop_all(index->gone, sample, rows, ROW_DROP_SOCKET);
	drop_all(index->cgroups, sample, rows, ROW_DROP_CGROUP);
	drop_all(index->namespaces, sample, rows, ROW_DROP_NETNS);
	drop_all(index->links, sample, rows, ROW_DROP_LINK);
}
