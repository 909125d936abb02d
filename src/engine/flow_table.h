/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All flows, by cookie. Walked in the order in which they were first seen. */
#ifndef TCPBDP_FLOW_TABLE_H
#define TCPBDP_FLOW_TABLE_H

#include <stddef.h>

#include "engine/flow.h"

struct flow_table;

/* NULL when memory is out. */
struct flow_table *flow_table_new(void);
void flow_table_free(struct flow_table *table);

/* NULL = not there. The pointer stays good until the flow is removed. */
struct flow *flow_table_find(const struct flow_table *table, uint64_t cookie);

/* The same, of a flow that a sample came for: it is the last that flow_table_least_used() tells. */
struct flow *flow_table_use(struct flow_table *table, uint64_t cookie);

/* The flow of a socket that is not there: this is its first sample. -ENOMEM. */
int flow_table_add(struct flow_table *table, const struct sample *s, uint64_t start_ns);

/* The one that had no sample for the longest time; NULL = there is none. */
struct flow *flow_table_least_used(const struct flow_table *table);

/* Frees it. */
void flow_table_remove(struct flow_table *table, struct flow *flow);

size_t flow_table_count(const struct flow_table *table);

/* fn returns true to keep the flow, false to have it removed. */
void flow_table_walk(struct flow_table *table, bool (*fn)(void *ctx, struct flow *flow), void *ctx);

#endif
