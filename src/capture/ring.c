// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/ring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/column.h"
#include "capture/database.h"

/* Dropping a part takes time, so a part has at most this size; there are at least this many. */
#define PART_MAX_BYTES (UINT64_C(16) << 20)
#define PARTS_MIN 64ul
/* A socket's row of a table is written again after this part of the ring, even if unchanged. */
#define REACH_SHARE 8
/* A row in the queue is at least this many times larger than in the file. */
#define QUEUED_PER_STORED 2
/* The shortest part of a ring that is limited by age. */
#define AGE_STEP_MIN_NS 1000000000

int ring_init(struct ring *ring, const struct ring_limits *limits)
{
	*ring = (struct ring){ .limits = *limits, .count = 1, .room = 2 * PARTS_MIN };
	ring->parts = calloc(ring->room, sizeof(ring->parts[0]));
	if (!ring->parts)
		return -ENOMEM;
	ring->parts[0].sample = 1;
	return 0;
}

void ring_free(struct ring *ring)
{
	free(ring->parts);
}

bool ring_is_limited(const struct ring *ring)
{
	return ring->limits.max_bytes || ring->limits.max_age_ns;
}

static uint64_t parts_in(const struct ring_limits *limits)
{
	uint64_t parts = limits->max_bytes / PART_MAX_BYTES;

	return parts < PARTS_MIN ? PARTS_MIN : parts;
}

static uint64_t part_bytes(const struct ring_limits *limits)
{
	return limits->max_bytes / parts_in(limits);
}

static int64_t part_ns(const struct ring_limits *limits)
{
	int64_t ns = (int64_t)(limits->max_age_ns / parts_in(limits));

	return ns < AGE_STEP_MIN_NS ? AGE_STEP_MIN_NS : ns;
}

/* The first part whose rows this part's samples may name. */
static size_t reach(const struct ring *ring, size_t part)
{
	size_t back = parts_in(&ring->limits) / REACH_SHARE;

	return part < back ? 0 : part - back;
}

static bool is_over(const struct ring *ring, const struct ring_part *here)
{
	const struct ring_part *present = &ring->parts[ring->count - 1];

	return (ring->limits.max_bytes &&
		here->queued - present->queued >= QUEUED_PER_STORED * part_bytes(&ring->limits)) ||
	       (ring->limits.max_age_ns && here->t_ns - present->t_ns >= part_ns(&ring->limits));
}

static int make_room(struct ring *ring)
{
	size_t unused = reach(ring, ring->oldest);
	struct ring_part *parts;

	if (ring->count < ring->room)
		return 0;
	if (unused) {
		ring->oldest -= unused;
		ring->count -= unused;
		memmove(ring->parts, ring->parts + unused, ring->count * sizeof(ring->parts[0]));
		return 0;
	}
	parts = realloc(ring->parts, 2 * ring->room * sizeof(ring->parts[0]));
	if (!parts)
		return -ENOMEM;
	ring->parts = parts;
	ring->room *= 2;
	return 0;
}

int ring_advance(struct ring *ring, const struct ring_part *here)
{
	int err;

	if (!is_over(ring, here))
		return 0;
	err = make_room(ring);
	if (!err)
		ring->parts[ring->count++] = *here;
	return err;
}

int64_t ring_reach(const struct ring *ring)
{
	return ring->parts[reach(ring, ring->count - 1)].sample;
}

static int used_bytes(sqlite3 *db, uint64_t *ret_bytes)
{
	int64_t pages, free_pages, page_bytes;
	int err = database_number(db, "PRAGMA page_count", &pages);

	if (!err)
		err = database_number(db, "PRAGMA freelist_count", &free_pages);
	if (!err)
		err = database_number(db, "PRAGMA page_size", &page_bytes);
	if (!err)
		*ret_bytes = (uint64_t)((pages - free_pages) * page_bytes);
	return err;
}

int ring_due(const struct ring *ring, sqlite3 *db, int64_t t_ns, bool *ret_due)
{
	const struct ring_limits *limits = &ring->limits;
	uint64_t bytes;
	int err;

	*ret_due = false;
	if (ring->oldest == ring->count - 1)
		return 0;
	if (limits->max_age_ns &&
	    t_ns - ring->parts[ring->oldest + 1].t_ns >= (int64_t)limits->max_age_ns)
		*ret_due = true;
	if (*ret_due || !limits->max_bytes)
		return 0;
	err = used_bytes(db, &bytes);
	*ret_due = !err && bytes > limits->max_bytes - part_bytes(limits);
	return err;
}

static int drop_before(sqlite3 *db, enum column_table table, int64_t id)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "DELETE FROM %s WHERE id < %lld", column_table_name(table),
		 (long long)id);
	return database_exec(db, sql);
}

int ring_drop_oldest(struct ring *ring, sqlite3 *db, int64_t *ret_sample)
{
	const struct ring_part *left = &ring->parts[ring->oldest + 1];
	const struct ring_part *named = &ring->parts[reach(ring, ring->oldest + 1)];
	char sql[512];
	int err;

	snprintf(sql, sizeof(sql),
		 "DELETE FROM ticks WHERE id < coalesce("
		 "(SELECT id FROM ticks WHERE t_ns >= %1$lld ORDER BY id LIMIT 1), %2$lld);"
		 "DELETE FROM loss WHERE rowid + 1 < "
		 "(SELECT rowid FROM loss WHERE t_ns > %1$lld ORDER BY rowid LIMIT 1);"
		 "UPDATE capture SET trimmed_t_ns = max(%1$lld, 0)",
		 (long long)left->t_ns, (long long)INT64_MAX);
	err = database_exec(db, sql);
	for (enum column_table table = 0; !err && table < COLUMN_TABLE_MAX; table++)
		err = drop_before(db, table, table == TABLE_SAMPLES ? left->sample : named->sample);
	if (err)
		return err;
	*ret_sample = left->sample;
	ring->oldest++;
	return 0;
}

int ring_shrink(const struct ring *ring, sqlite3 *db)
{
	int64_t pages, page_bytes, max_pages;
	char sql[64];
	int err;

	if (!ring->limits.max_bytes)
		return 0;
	err = database_number(db, "PRAGMA page_count", &pages);
	if (!err)
		err = database_number(db, "PRAGMA page_size", &page_bytes);
	if (err)
		return err;
	max_pages = (int64_t)(ring->limits.max_bytes / (uint64_t)page_bytes);
	if (pages <= max_pages)
		return 0;
	snprintf(sql, sizeof(sql), "PRAGMA incremental_vacuum(%lld)",
		 (long long)(pages - max_pages));
	return database_exec(db, sql);
}
