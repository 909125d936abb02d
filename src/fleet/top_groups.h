/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The sockets of an interval by a group that each belongs to (a port, a control group): the few
 * that lose the most, and one for all others, so that there is no more to tell than that.
 */
#ifndef TCPBDP_TOP_GROUPS_H
#define TCPBDP_TOP_GROUPS_H

#include <stddef.h>

#include "finding/finding.h"

#define GROUP_LABEL_LEN 256
#define GROUP_OTHER "other" /* no group of a caller's has this label */

struct group {
	char label[GROUP_LABEL_LEN];
	uint64_t sockets;
	uint64_t undersized;       /* of them, in either direction */
	uint64_t bytes;            /* payload, of both directions */
	uint64_t undersized_bytes; /* of it, in undersized directions */
};

struct groups;

/* The first top groups (> 0) are told. NULL when memory is out. */
struct groups *groups_new(unsigned top);
void groups_free(struct groups *groups);

/*
 * Equal keys (not 0) are one group, whose label the first one gives; so are groups of equal labels.
 * -ENOMEM.
 */
int groups_add(struct groups *groups, uint64_t key, const char *label, const struct finding *f);

/* -ENOMEM: the last interval stays what it was, and what was added belongs to the next. */
int groups_end_interval(struct groups *groups);

/*
 * Of the interval that ended last: those with the most undersized bytes first, then with the most
 * undersized sockets, then with the most bytes. Behind the last stands GROUP_OTHER, always.
 */
const struct group *groups_last(const struct groups *groups, size_t *ret_count);

#endif
