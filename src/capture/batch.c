// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/batch.h"

#include <errno.h>
#include <stdio.h>

#include "base/units.h"

/* Rows are written early if there are this many; in a ring, a small part of its size. */
#define BATCH_MAX_BYTES (UINT64_C(16) << 20)
#define RING_PART 16
/* While a reader locks the file, a batch waits in memory, and a crash loses it. */
#define BUSY_RETRY_NS (50 * UINT64_C(1000000))
#define WAITING_MAX_BYTES (UINT64_C(256) << 20)

int batch_init(struct batch *b, const struct writer_opts *opts)
{
	const struct ring_limits limits = { opts->max_bytes, opts->max_age_ns };
	int err = ring_init(&b->ring, &limits);

	b->max_bytes = BATCH_MAX_BYTES;
	if (opts->max_bytes)
		b->max_bytes = min_u64(BATCH_MAX_BYTES, opts->max_bytes / RING_PART);
	b->start_ns = b->newest_ns = opts->facts.start_ns;
	return err ? err : row_index_init(&b->index, ring_is_limited(&b->ring));
}

int batch_create(struct batch *b, const char *path, const struct writer_opts *opts)
{
	return store_create(&b->store, path, opts->force, opts->max_bytes);
}

int batch_fail(struct batch *b, int err)
{
	if (err && !b->err) {
		b->err = err;
		snprintf(b->reason, sizeof(b->reason), "%.150s: %s", b->store.path,
			 store_error_text(err));
	}
	return b->err;
}

static int drop_oldest(struct batch *b)
{
	int64_t sample;
	int err = ring_drop_oldest(&b->ring, b->store.db, &sample);

	if (err)
		return err;
	row_index_drop_before(&b->index, sample, &b->store.rows);
	return store_write(&b->store);
}

/* The oldest part may be smaller than the new rows, so several may have to go. */
static int trim(struct batch *b)
{
	int64_t t_ns = (int64_t)(b->newest_ns - b->start_ns);
	bool due;
	int err = ring_due(&b->ring, b->store.db, t_ns, &due);

	while (!err && due) {
		err = drop_oldest(b);
		if (!err)
			err = ring_due(&b->ring, b->store.db, t_ns, &due);
	}
	/* the rows that waited for a reader may exceed the limit */
	return err ? err : ring_shrink(&b->ring, b->store.db);
}

/*
 * Writes the waiting rows first and drops old ones after, so that no row refers to a dropped one.
 */
int batch_write(struct batch *b)
{
	size_t queued = b->store.rows.len;
	int err = store_write(&b->store);

	if (err == -EBUSY && queued < WAITING_MAX_BYTES) {
		b->busy_ns = b->newest_ns + BUSY_RETRY_NS;
		return 0;
	}
	b->queued_bytes += queued;
	if (!err)
		err = trim(b);
	if (!err)
		err = store_commit(&b->store);
	if (err)
		return batch_fail(b, err);
	b->written_ns = b->newest_ns;
	b->written = b->sample;
	return 0;
}

static int advance_ring(struct batch *b)
{
	struct ring_part here = {
		.sample = b->sample + 1,
		.t_ns = (int64_t)(b->newest_ns - b->start_ns) + 1,
		.queued = b->queued_bytes + b->store.rows.len,
	};

	return ring_advance(&b->ring, &here);
}

int batch_advance(struct batch *b, uint64_t now_ns)
{
	int err = b->err ? 0 : advance_ring(b);

	if (b->err || err)
		return batch_fail(b, err);
	if (now_ns > b->newest_ns)
		b->newest_ns = now_ns;
	if (b->newest_ns < b->busy_ns ||
	    (b->newest_ns < b->written_ns + WRITER_BATCH_NS && b->store.rows.len < b->max_bytes))
		return 0;
	return batch_write(b);
}

void batch_free(struct batch *b)
{
	store_close(&b->store);
	row_index_free(&b->index);
	ring_free(&b->ring);
}
