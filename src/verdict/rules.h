/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules: six ordered lists. In a list, the first row decides whose `when` are all true and
 * whose `unless` are all false. A new rule is a row in rules.c.
 */
#ifndef TCPBDP_RULES_H
#define TCPBDP_RULES_H

#include <stddef.h>

#include "verdict/case.h"
#include "verdict/predicate.h"

#define RULE_WHEN_MAX 4
#define RULE_UNLESS_MAX 4
#define REASON_FACTS_MAX (RULE_WHEN_MAX + RULE_UNLESS_MAX)

enum rule_list {
	RULES_SEND_LIMIT, /* results are enum limit */
	RULES_RECV_LIMIT,
	RULES_RWND_CAUSE, /* results are enum cause */
	RULES_CWND_CAUSE,
	RULES_SNDBUF_CAUSE,
	RULES_RCVBUF_CAUSE,
	RULE_LIST_MAX,
};

struct rule {
	const char *name;
	int result;
	enum predicate when[RULE_WHEN_MAX]; /* up to PREDICATE_NONE, or all */
	enum predicate unless[RULE_UNLESS_MAX];
	const char *why; /* the theory behind it, in one line */
};

/* "send limit" */
const char *rules_name(enum rule_list list);

/* The rows of a list, in order; the last one matches everything that the others leave. */
const struct rule *rules_of(enum rule_list list, size_t *ret_count);

/* Evaluates a predicate, from a case or in a test. */
typedef bool (*rules_ask_fn)(void *ctx, enum predicate predicate);

/* The first row that matches. */
const struct rule *rules_first(enum rule_list list, rules_ask_fn ask, void *ctx);

/* Why a list decided as it did. All zero = the list was not used. */
struct reason {
	const struct rule *rule;
	unsigned facts_count;
	struct fact facts[REASON_FACTS_MAX]; /* of the row */
	/*
	 * The earlier row that came nearest, and the fact that it failed by; NULL = no row failed
	 * by a figure.
	 */
	const struct rule *nearest;
	struct fact failed;
};

/* The result of the row that decides. */
int rules_decide(enum rule_list list, const struct case_file *cf, struct reason *ret_reason);

#endif
