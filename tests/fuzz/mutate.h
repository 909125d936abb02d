/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Captures that nobody recorded. Most are still databases with the right tables: what is wrong is in
 * a row, and most of that are numbers that its column may hold, so that the model gets to see them.
 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include "seed.h"

#define MUTATE_GROWS_MAX (16 * 4096)

/*
 * The seed, changed, in bytes, which has room for MUTATE_GROWS_MAX more than the seed; its length is
 * returned. The same state makes the same.
 */
size_t mutate(const struct seed *seed, uint64_t *random, uint8_t *bytes);

#endif
