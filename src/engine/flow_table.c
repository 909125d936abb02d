// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "engine/flow_table.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/cookie_map.h"

struct node {
	struct flow flow; /* first, so that a flow's address is its node's */
	TAILQ_ENTRY(node) order;
	TAILQ_ENTRY(node) use;
};
_Static_assert(offsetof(struct node, flow) == 0, "a flow is the beginning of its node");

TAILQ_HEAD(node_list, node);

struct flow_table {
	struct cookie_map *nodes;
	struct node_list by_age; /* in the order of their first samples */
	struct node_list by_use; /* the last one had the newest sample */
};

struct flow_table *flow_table_new(void)
{
	struct flow_table *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	TAILQ_INIT(&t->by_age);
	TAILQ_INIT(&t->by_use);
	t->nodes = cookie_map_new();
	if (!t->nodes) {
		free(t);
		return NULL;
	}
	return t;
}

void flow_table_free(struct flow_table *t)
{
	struct node *n;

	if (!t)
		return;
	while ((n = TAILQ_FIRST(&t->by_age)))
		flow_table_remove(t, &n->flow);
	cookie_map_free(t->nodes);
	free(t);
}

struct flow *flow_table_find(const struct flow_table *t, uint64_t cookie)
{
	struct node *n = cookie_map_get(t->nodes, cookie);

	return n ? &n->flow : NULL;
}

struct flow *flow_table_use(struct flow_table *t, uint64_t cookie)
{
	struct node *n = cookie_map_get(t->nodes, cookie);

	if (!n)
		return NULL;
	TAILQ_REMOVE(&t->by_use, n, use);
	TAILQ_INSERT_TAIL(&t->by_use, n, use);
	return &n->flow;
}

int flow_table_add(struct flow_table *t, const struct sample *s, uint64_t start_ns)
{
	struct node *n = malloc(sizeof(*n));

	if (!n || cookie_map_put(t->nodes, s->id.cookie, n)) {
		free(n);
		return -ENOMEM;
	}
	flow_init(&n->flow, s, start_ns);
	TAILQ_INSERT_TAIL(&t->by_age, n, order);
	TAILQ_INSERT_TAIL(&t->by_use, n, use);
	return 0;
}

struct flow *flow_table_least_used(const struct flow_table *t)
{
	struct node *n = TAILQ_FIRST(&t->by_use);

	return n ? &n->flow : NULL;
}

void flow_table_remove(struct flow_table *t, struct flow *flow)
{
	struct node *n = (struct node *)flow;

	cookie_map_remove(t->nodes, flow->id.cookie);
	TAILQ_REMOVE(&t->by_age, n, order);
	TAILQ_REMOVE(&t->by_use, n, use);
	free(n);
}

size_t flow_table_count(const struct flow_table *t)
{
	return cookie_map_count(t->nodes);
}

void flow_table_walk(struct flow_table *t, bool (*fn)(void *ctx, struct flow *flow), void *ctx)
{
	struct node *newer;

	for (struct node *n = TAILQ_FIRST(&t->by_age); n; n = newer) {
		newer = TAILQ_NEXT(n, order);
		if (!fn(ctx, &n->flow))
			flow_table_remove(t, &n->flow);
	}
}
