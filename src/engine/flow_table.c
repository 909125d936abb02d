// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "engine/flow_table.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cookie_map.h"

struct node {
	struct flow flow;
	struct node *older;
	struct node *newer;
};

struct flow_table {
	struct cookie_map *nodes;
	struct node *oldest;
	struct node *newest;
};

struct flow_table *flow_table_new(void)
{
	struct flow_table *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->nodes = cookie_map_new();
	if (!t->nodes) {
		free(t);
		return NULL;
	}
	return t;
}

void flow_table_free(struct flow_table *t)
{
	struct node *n, *newer;

	if (!t)
		return;
	for (n = t->oldest; n; n = newer) {
		newer = n->newer;
		free(n);
	}
	cookie_map_free(t->nodes);
	free(t);
}

struct flow *flow_table_find(const struct flow_table *t, uint64_t cookie)
{
	struct node *n = cookie_map_get(t->nodes, cookie);

	return n ? &n->flow : NULL;
}

int flow_table_get(struct flow_table *t, const struct sample *s, uint64_t start_ns,
		   struct flow **ret_flow, bool *ret_new)
{
	struct node *n = cookie_map_get(t->nodes, s->id.cookie);

	*ret_new = !n;
	if (n) {
		*ret_flow = &n->flow;
		return 0;
	}
	n = malloc(sizeof(*n));
	if (!n || cookie_map_put(t->nodes, s->id.cookie, n)) {
		free(n);
		return -ENOMEM;
	}
	flow_init(&n->flow, s, start_ns);
	n->newer = NULL;
	n->older = t->newest;
	if (t->newest)
		t->newest->newer = n;
	else
		t->oldest = n;
	t->newest = n;
	*ret_flow = &n->flow;
	return 0;
}

size_t flow_table_count(const struct flow_table *t)
{
	return cookie_map_count(t->nodes);
}

static void drop(struct flow_table *t, struct node *n)
{
	cookie_map_remove(t->nodes, n->flow.id.cookie);
	if (n->older)
		n->older->newer = n->newer;
	else
		t->oldest = n->newer;
	if (n->newer)
		n->newer->older = n->older;
	else
		t->newest = n->older;
	free(n);
}

void flow_table_walk(struct flow_table *t, bool (*fn)(void *ctx, struct flow *flow), void *ctx)
{
	struct node *newer;

	for (struct node *n = t->oldest; n; n = newer) {
		newer = n->newer;
		if (!fn(ctx, &n->flow))
			drop(t, n);
	}
}
