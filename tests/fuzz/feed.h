/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * "tcpbdp trace --replay FILE" of any file, or advise, with options that chance chooses. Aborts where
 * the reader, the model or a sink breaks what its header promises.
 */
#ifndef FUZZ_FEED_H
#define FUZZ_FEED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct feed_counts {
	uint64_t inputs;
	uint64_t opened; /* whose head and schema are a capture's, and whose span holds something */
	uint64_t sampled; /* of which a sample reached the model */
	uint64_t samples, ticks, findings;
};

/* out: a file of its own, for what is reported; it is read again now and then. */
void feed(const char *path, FILE *out, uint64_t *random, struct feed_counts *counts);

#endif
