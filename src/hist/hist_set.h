/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The histograms of a report: one for each group, and one of what belongs to none of them. */
#ifndef TCPBDP_HIST_SET_H
#define TCPBDP_HIST_SET_H

#include "hist/group_key.h"
#include "hist/hist.h"

/* What is in no histogram, or not where it belongs. */
struct hist_tally {
	uint64_t without_sample; /* read before there was one */
	uint64_t without_owner;  /* by comm or pid, of a socket that nobody was seen with yet */
	uint64_t crowded;        /* counted into the rest: there were too many groups */
	uint64_t lost;           /* there was no memory for it */
};

struct hist_group {
	struct group_key key;
	struct hist hist;
};

/* All zero is an empty one. */
struct hist_set {
	struct hist_group **groups; /* by key; NULLs at the end once they were ranked */
	size_t count;
	size_t room;
	struct hist rest; /* without groups: all there is */
	struct hist_tally tally;
};

void hist_set_free(struct hist_set *set);

/* As it was before the first value. */
void hist_set_clear(struct hist_set *set);

/* The histogram of a key, made if it is new; NULL when memory is out. */
struct hist *hist_set_get(struct hist_set *set, const struct group_key *key);

/* In the group of key, or in the rest where GROUPS_MAX others are there. -ENOMEM. */
int hist_set_add(struct hist_set *set, const struct group_key *key, uint64_t value);

/* to += from. -ENOMEM, and nothing was added. */
int hist_set_merge(struct hist_set *to, const struct hist_set *from);

/* to -= from, of which it is a part. Groups that are empty then are gone. */
void hist_set_subtract(struct hist_set *to, const struct hist_set *from);

uint64_t hist_set_total(const struct hist_set *set);

/*
 * The groups with most values come first, of equal ones the lesser key, and those after the first
 * top are added to the rest, and gone. *ret_merged: how many they were.
 */
void hist_set_rank(struct hist_set *set, size_t top, size_t *ret_merged);

#endif
