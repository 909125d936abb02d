/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The sockets of an interval by the label of the group that each belongs to (hist/group.h): the few
 * groups that lose the most, and one for all others, so that there is no more to tell than that.
 */
#ifndef TCPBDP_TOP_GROUPS_H
#define TCPBDP_TOP_GROUPS_H

#include <stddef.h>

#include "finding/finding.h"

#define TOP_GROUP_LABEL_LEN 256
#define TOP_GROUP_OTHER "other" /* no group of a caller's has this label */

struct top_group {
	char label[TOP_GROUP_LABEL_LEN];
	uint64_t sockets;
	uint64_t undersized;       /* of them, in either direction */
	uint64_t bytes;            /* payload, of both directions */
	uint64_t undersized_bytes; /* of it, in undersized directions */
};

struct top_groups;

/* The first top groups (> 0) are told. NULL when memory is out. */
struct top_groups *top_groups_new(unsigned top);
void top_groups_free(struct top_groups *groups);

/* Equal labels are one group: so much of them as there is room for. -ENOMEM. */
int top_groups_add(struct top_groups *groups, const char *label, const struct finding *f);

/* -ENOMEM: the last interval stays what it was, and what was added belongs to the next. */
int top_groups_end_interval(struct top_groups *groups);

/*
 * Of the interval that ended last: those with the most undersized bytes first, then with the most
 * undersized sockets, then with the most bytes. Behind the last stands TOP_GROUP_OTHER, always.
 */
const struct top_group *top_groups_last(const struct top_groups *groups, size_t *ret_count);

#endif
