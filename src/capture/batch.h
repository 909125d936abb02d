/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rows on their way into a capture: they wait in memory, and are one short transaction twice a
 * second, or when they are many; what they displace from a ring goes in the same.
 */
#ifndef TCPBDP_BATCH_H
#define TCPBDP_BATCH_H

#include <stdint.h>

#include "capture/ring.h"
#include "capture/row_index.h"
#include "capture/store.h"
#include "capture/writer.h"

struct batch {
	struct store store;
	struct row_index index; /* what the file has, and what waits */
	struct ring ring;
	int64_t sample;  /* the last row's number, */
	int64_t written; /* and that of the last that is in the file */
	uint64_t start_ns, newest_ns;
	uint64_t written_ns;   /* when the last batch was */
	uint64_t busy_ns;      /* until then somebody is left to read */
	uint64_t queued_bytes; /* of the batches before */
	uint64_t max_bytes;
	int err;
	char reason[WRITER_REASON_LEN];
};

/* Without a file yet. 0 or -ENOMEM. */
int batch_init(struct batch *b, const struct writer_opts *opts);

/* The file, with its tables, which batch_write() commits: 0 or an error of store_create(). */
int batch_create(struct batch *b, const char *path, const struct writer_opts *opts);

/* Keeps the first error, with its reason. Returns that one, or 0. */
int batch_fail(struct batch *b, int err);

/* To be called before a row is added. 0, or the error that ended all writing. */
int batch_advance(struct batch *b, uint64_t now_ns);

/* All that waits, now; where a reader holds that up it goes on waiting, unless it is far too much. */
int batch_write(struct batch *b);

void batch_free(struct batch *b);

#endif
