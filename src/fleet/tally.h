/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a host tells of its sockets in a constant number of numbers, however many they are: of the
 * interval that ended last, and, growing only, of all since the start.
 */
#ifndef TCPBDP_TALLY_H
#define TCPBDP_TALLY_H

#include <stddef.h>

#include "finding/finding.h"
#include "fleet/buckets.h"
#include "hist/metric.h"
#include "verdict/rules.h"

/* Settings whose maximum may be less than what a socket needs. */
enum tally_sysctl {
	TALLY_TCP_RMEM,
	TALLY_TCP_WMEM,
	TALLY_RMEM_MAX, /* what SO_RCVBUF may ask for */
	TALLY_WMEM_MAX,
	TALLY_SYSCTL_MAX,
};

/* "net.ipv4.tcp_rmem" */
const char *tally_sysctl_name(enum tally_sysctl sysctl);

/* Not a namespace's, but the whole host's. */
bool tally_sysctl_of_host(enum tally_sysctl sysctl);

/* As the setting counts it. */
struct tally_need {
	uint64_t needed_bytes; /* the largest that a socket held back by it needs; 0 = none is */
	uint64_t configured_bytes; /* in that socket's namespace, else in our own; 0 = not known */
};

/* Of a metric that is counted, as metric_of_finding() has it; NULL = it is not. */
const struct buckets_scale *tally_scale(enum metric metric);

/* Rows of a list of rules, at most. */
#define TALLY_RULES_MAX 32

/* The rules that decide a direction's limit: which of them said that it is unknown, is counted by row. */
enum rule_list tally_limit_rules(enum direction direction);

/* An interval: who was there. */
struct tally_interval {
	uint64_t duration_ns; /* the longest of its findings */
	uint64_t sockets[FAMILY_MAX][DIRECTION_MAX][LIMIT_MAX];
	uint64_t causes[DIRECTION_MAX][CAUSE_MAX];        /* sockets, undersized or not */
	uint64_t unknown[DIRECTION_MAX][TALLY_RULES_MAX]; /* sockets, by the rule that said so */
	struct tally_need needs[TALLY_SYSCTL_MAX];
	/* of the undersized: the rate that they cannot pass; 0 = there are none */
	uint64_t ceiling_min_bps[DIRECTION_MAX];
	uint64_t ceiling_median_bps[DIRECTION_MAX];
};

/* Since the start. */
struct tally_totals {
	uint64_t bytes[DIRECTION_MAX][LIMIT_MAX];            /* payload, by what limited it */
	uint64_t undersized_bytes[DIRECTION_MAX][CAUSE_MAX]; /* of it, by fault */
	uint64_t sent_bytes;    /* payload, what was sent again included */
	uint64_t retrans_bytes; /* of it, sent again */
	uint64_t zero_windows;  /* times that peers closed their windows */
	/* of those with a tally_scale(); what is the path's is DIRECTION_SEND's */
	struct buckets metrics[METRIC_MAX][DIRECTION_MAX];
};

struct tally;

/* NULL when memory is out. */
struct tally *tally_new(void);
void tally_free(struct tally *tally);

/* The settings of our own namespace and of the host, as they are now; 0 = not known. */
void tally_configure(struct tally *tally, const uint64_t configured_bytes[TALLY_SYSCTL_MAX]);

/* -ENOMEM: it is not counted. */
int tally_add(struct tally *tally, const struct finding *f);

/* The interval is over: what was added becomes the last one. */
void tally_end_interval(struct tally *tally);

/* Empty before the first has ended; settings are known all the same. */
const struct tally_interval *tally_last(const struct tally *tally);
const struct tally_totals *tally_totals(const struct tally *tally);

#endif
