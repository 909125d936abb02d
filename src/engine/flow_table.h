/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All flows, by cookie. A walk visits them in the order of their first samples. */
#ifndef TCPBDP_FLOW_TABLE_H
#define TCPBDP_FLOW_TABLE_H

#include <stddef.h>

#include "engine/flow.h"

struct flow_table;

/* NULL = out of memory. */
struct flow_table *flow_table_new(void);
void flow_table_free(struct flow_table *table);

/* NULL = no such flow. The pointer is valid until the flow is removed. */
struct flow *flow_table_find(const struct flow_table *table, uint64_t cookie);

/* The same, and marks the flow as the most recently used. */
struct flow *flow_table_use(struct flow_table *table, uint64_t cookie);

/* Adds the flow of a new socket, with its first sample. -ENOMEM. */
int flow_table_add(struct flow_table *table, const struct sample *s, uint64_t start_ns);

/* The flow without a sample for the longest time; NULL = the table is empty. */
struct flow *flow_table_least_used(const struct flow_table *table);

/* Frees it. */
void flow_table_remove(struct flow_table *table, struct flow *flow);

size_t flow_table_count(const struct flow_table *table);

/* fn returns true to keep the flow, false to remove it. */
void flow_table_walk(struct flow_table *table, bool (*fn)(void *ctx, struct flow *flow), void *ctx);

#endif
