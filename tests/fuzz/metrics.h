/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What export makes of the findings of a capture that is anybody's. */
#ifndef FUZZ_METRICS_H
#define FUZZ_METRICS_H

#include "finding/finding.h"
#include "finding/summary.h"

struct metrics;

/* chance chooses what it groups by. */
struct metrics *metrics_new(uint64_t chance);
void metrics_finding(struct metrics *m, const struct finding *f);
void metrics_interval_end(struct metrics *m);

/* The textfile is one that node_exporter takes as a whole. */
void metrics_check(struct metrics *m, const struct summary *summary);

/* NULL is fine. */
void metrics_free(struct metrics *m);

#endif
