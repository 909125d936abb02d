/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Keeps a capture within a size and an age. It consists of parts. A sample names only rows of its
 * own part and of a few earlier ones; a socket's older rows are written again. So the oldest part
 * can be deleted by row numbers, without checking the rest.
 */
#ifndef TCPBDP_RING_H
#define TCPBDP_RING_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring_limits {
	uint64_t max_bytes; /* 0 = no limit, as for the next */
	uint64_t max_age_ns;
};

struct ring_part {
	int64_t sample;  /* its first sample */
	int64_t t_ns;    /* its start, from the capture's start */
	uint64_t queued; /* bytes of all rows before it */
};

struct ring {
	struct ring_limits limits;
	struct ring_part *parts;    /* in order; the last is the present one */
	size_t oldest, count, room; /* parts before `oldest` are still named by its samples */
};

/* Begins the first part, with sample 1. 0 or -ENOMEM. */
int ring_init(struct ring *ring, const struct ring_limits *limits);
void ring_free(struct ring *ring);

/* Is anything ever dropped? */
bool ring_is_limited(const struct ring *ring);

/* Call before adding a row: begins a new part if the present one is full. 0 or -ENOMEM. */
int ring_advance(struct ring *ring, const struct ring_part *here);

/* Samples of the present part may name rows written with this sample or later. */
int64_t ring_reach(const struct ring *ring);

/* Must the oldest part go at t_ns? 0 or -errno. */
int ring_due(const struct ring *ring, sqlite3 *db, int64_t t_ns, bool *ret_due);

/* Removes the oldest part's samples; *ret_sample is the first that remains. 0 or -errno. */
int ring_drop_oldest(struct ring *ring, sqlite3 *db, int64_t *ret_sample);

/* Returns unused space above max_bytes to the file system. 0 or -errno. */
int ring_shrink(const struct ring *ring, sqlite3 *db);

#endif
