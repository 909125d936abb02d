/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Keeps a capture within a size and an age, by dropping the oldest samples. */
#ifndef TCPBDP_RING_H
#define TCPBDP_RING_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct ring_limits {
	uint64_t max_bytes; /* 0 = no limit; so the next */
	uint64_t max_age_ns;
};

/* What has to go: samples up to last_sample, and whatever else was before t_ns. */
struct ring_cut {
	bool due; /* false: nothing; so the others are 0 */
	int64_t last_sample;
	int64_t t_ns; /* since the capture's start; no sample that goes is from then or later */
};

/* What has to go now that the capture is at t_ns. 0 or -errno. */
int ring_due(sqlite3 *db, const struct ring_limits *limits, int64_t t_ns, struct ring_cut *ret_cut);

/* Removes it, and what only the removed samples used. 0 or -errno. */
int ring_trim(sqlite3 *db, const struct ring_cut *cut);

/* Gives back what the file has more than max_bytes and does not need. 0 or -errno. */
int ring_shrink(sqlite3 *db, const struct ring_limits *limits);

#endif
