/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers that arithmetic stumbles over. */
#ifndef FUZZ_NUMBER_H
#define FUZZ_NUMBER_H

#include <stdint.h>

#include "capture/column.h"

/* Powers of two and what TCP, SQLite and the clock stop at; one more, one less, and negative. */
uint64_t number_any(uint64_t *random);

/* One that the column may hold: its ends above all, and what is like the old one. */
int64_t number_within(uint64_t *random, const struct column *c, int64_t old);

#endif
