/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of pseudonyms share: a key, and the pseudonyms that it makes. */
#ifndef PSEUDONYM_FIXTURE_H
#define PSEUDONYM_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/pseudonym.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* of the sample that came with the authors' implementation */
static const uint8_t authors_key[PSEUDONYM_KEY_BYTES] = {
	21,  34,  23,  141, 51,  164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16,
	216, 152, 143, 131, 121, 121, 101, 39,  98, 87, 76, 45, 42, 132, 34,  2,
};

static inline struct pseudonyms *begin(const uint8_t *key)
{
	struct pseudonyms *p = NULL;

	assert_int_equal(pseudonyms_new(key, &p), 0);
	return p;
}

static inline int setup(void **state)
{
	*state = begin(authors_key);
	return 0;
}

static inline int teardown(void **state)
{
	pseudonyms_free(*state);
	return 0;
}

#endif
