/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Keeps a capture within a size and an age. It is made of parts, and a sample names only rows
 * that are of its own part or of a few before: a socket's older ones are written anew. So
 * the oldest part goes by the numbers of its rows, without a look at what is left.
 */
#ifndef TCPBDP_RING_H
#define TCPBDP_RING_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring_limits {
	uint64_t max_bytes; /* 0 = no limit; so the next */
	uint64_t max_age_ns;
};

struct ring_part {
	int64_t sample;  /* its first; all before it are of parts before */
	int64_t t_ns;    /* since the capture's start; so are all that came before this */
	uint64_t queued; /* bytes, of all rows before it */
};

struct ring {
	struct ring_limits limits;
	struct ring_part *parts;    /* in their order; the last is the present one */
	size_t oldest, count, room; /* before the oldest: those that it reaches back to */
};

/* Its first part has begun, with sample 1. 0 or -ENOMEM. */
int ring_init(struct ring *ring, const struct ring_limits *limits);
void ring_free(struct ring *ring);

/* Is anything ever dropped? */
bool ring_is_limited(const struct ring *ring);

/* The next row comes here: so does a new part, if the present one is full. 0 or -ENOMEM. */
int ring_advance(struct ring *ring, const struct ring_part *here);

/* A sample of the present part may name rows that were written with this sample or later. */
int64_t ring_reach(const struct ring *ring);

/* Has the oldest part to go, now that the capture is at t_ns? 0 or -errno. */
int ring_due(const struct ring *ring, sqlite3 *db, int64_t t_ns, bool *ret_due);

/* Removes the oldest part's samples, and ret_sample is the first that is left. 0 or -errno. */
int ring_drop_oldest(struct ring *ring, sqlite3 *db, int64_t *ret_sample);

/* Gives back what the file has more than max_bytes and does not need. 0 or -errno. */
int ring_shrink(const struct ring *ring, sqlite3 *db);

#endif
