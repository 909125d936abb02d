/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rows on their way into a capture. They wait in memory and are written in one short transaction
 * twice a second, or earlier if there are many. The same transaction drops what they displace from
 * a ring.
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
	struct row_index index; /* rows in the file, and waiting ones */
	struct ring ring;
	int64_t sample;  /* number of the last row */
	int64_t written; /* number of the last row in the file */
	uint64_t start_ns, newest_ns;
	uint64_t written_ns;   /* time of the last batch */
	uint64_t busy_ns;      /* do not disturb a reader until then */
	uint64_t queued_bytes; /* of earlier batches */
	uint64_t max_bytes;
	int err;
	char reason[WRITER_REASON_LEN];
};

/* Without a file yet. 0 or -ENOMEM. */
int batch_init(struct batch *b, const struct writer_opts *opts);

/* Creates the file with its tables; batch_write() commits them. 0 or an error of store_create(). */
int batch_create(struct batch *b, const char *path, const struct writer_opts *opts);

/* Keeps the first error with its reason, and returns it; 0 = none. */
int batch_fail(struct batch *b, int err);

/* Call before adding a row. 0, or the error that stopped the writing. */
int batch_advance(struct batch *b, uint64_t now_ns);

/* Writes all waiting rows now. While a reader locks the file they go on waiting, up to a limit. */
int batch_write(struct batch *b);

void batch_free(struct batch *b);

#endif
