// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/suggest.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define NAME_MAX_LEN 32

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein distance: letters to insert, delete or change. SIZE_MAX if one is too long. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[NAME_MAX_LEN + 1];

	if (a_len > NAME_MAX_LEN || b_len > NAME_MAX_LEN)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = least(change, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[b_len];
}

/* "rate" of "delivery-rate"; typed is shorter than name */
static bool ends_with_word(const char *name, size_t len, const char *typed, size_t typed_len)
{
	return name[len - typed_len - 1] == '-' &&
	       memcmp(name + len - typed_len, typed, typed_len) == 0;
}

void suggest_offer(struct suggestion *best, const char *typed, size_t typed_len,
		   const char *candidate)
{
	size_t len = strlen(candidate);
	size_t far = distance(typed, typed_len, candidate, len);

	/* one error in three letters, or the start or the last word of a name */
	if (typed_len >= 2 && typed_len < len &&
	    (memcmp(typed, candidate, typed_len) == 0 ||
	     ends_with_word(candidate, len, typed, typed_len)))
		far = 1;
	if (far > (len + 2) / 3 || (best->name && far >= best->distance))
		return;
	best->name = candidate;
	best->distance = far;
}
