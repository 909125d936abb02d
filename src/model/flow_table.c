// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/flow_table.h"

#include <errno.h>
#include <stdlib.h>

#define BUCKETS_MIN 1024

struct node {
	struct flow flow;
	struct node *in_bucket;
	struct node *older;
	struct node *newer;
};

struct flow_table {
	struct node **buckets;
	size_t buckets_count; /* a power of two */
	size_t count;
	struct node *oldest;
	struct node *newest;
};

struct flow_table *flow_table_new(void)
{
	struct flow_table *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->buckets = calloc(BUCKETS_MIN, sizeof(*t->buckets));
	if (!t->buckets) {
		free(t);
		return NULL;
	}
	t->buckets_count = BUCKETS_MIN;
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
	free(t->buckets);
	free(t);
}

/* Cookies count up per CPU: their low bits alone would cluster (Fibonacci hashing). */
static struct node **bucket(const struct flow_table *t, uint64_t cookie)
{
	return &t->buckets[(cookie * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (t->buckets_count - 1)];
}

static struct node *find(const struct flow_table *t, uint64_t cookie)
{
	struct node *n = *bucket(t, cookie);

	while (n && n->flow.id.cookie != cookie)
		n = n->in_bucket;
	return n;
}

struct flow *flow_table_find(const struct flow_table *t, uint64_t cookie)
{
	struct node *n = find(t, cookie);

	return n ? &n->flow : NULL;
}

/* A table that cannot grow is slower, not wrong. */
static void grow(struct flow_table *t)
{
	struct node **buckets = calloc(t->buckets_count * 2, sizeof(*buckets));

	if (!buckets)
		return;
	free(t->buckets);
	t->buckets = buckets;
	t->buckets_count *= 2;
	for (struct node *n = t->oldest; n; n = n->newer) {
		struct node **b = bucket(t, n->flow.id.cookie);

		n->in_bucket = *b;
		*b = n;
	}
}

int flow_table_get(struct flow_table *t, const struct sample *s, uint64_t start_ns,
		   struct flow **ret_flow, bool *ret_new)
{
	struct node *n = find(t, s->id.cookie);
	struct node **b;

	*ret_new = !n;
	if (n) {
		*ret_flow = &n->flow;
		return 0;
	}
	n = malloc(sizeof(*n));
	if (!n)
		return -ENOMEM;
	if (t->count >= t->buckets_count)
		grow(t);
	flow_init(&n->flow, s, start_ns);
	b = bucket(t, s->id.cookie);
	n->in_bucket = *b;
	*b = n;
	n->newer = NULL;
	n->older = t->newest;
	if (t->newest)
		t->newest->newer = n;
	else
		t->oldest = n;
	t->newest = n;
	t->count++;
	*ret_flow = &n->flow;
	return 0;
}

size_t flow_table_count(const struct flow_table *t)
{
	return t->count;
}

static void drop(struct flow_table *t, struct node *n)
{
	struct node **b = bucket(t, n->flow.id.cookie);

	while (*b != n)
		b = &(*b)->in_bucket;
	*b = n->in_bucket;
	if (n->older)
		n->older->newer = n->newer;
	else
		t->oldest = n->newer;
	if (n->newer)
		n->newer->older = n->older;
	else
		t->newest = n->older;
	t->count--;
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
