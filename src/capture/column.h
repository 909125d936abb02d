/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The columns in which a capture keeps a sample: one row each, from which the tables, the view, and
 * both ways between a sample and its stored numbers are made.
 *
 * What changes together is kept together. A sample's row in "samples" names a row of each other
 * group, and a group's row is written only when something in it has changed since the socket's
 * sample before: most of a socket is the same for hours.
 */
#ifndef TCPBDP_COLUMN_H
#define TCPBDP_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

/* A group is a table. Later ones may be relative to fields of earlier ones. */
enum column_group {
	GROUP_SAMPLES,
	GROUP_SETTINGS,
	GROUP_SENDING,
	GROUP_RECEIVING,
	COLUMN_GROUP_MAX,
};

/* "samples" */
const char *group_name(enum column_group group);

enum column_kind {
	COLUMN_NUMBER, /* the field */
	COLUMN_SINCE,  /* the field, counted from the same field of the capture's origin */
	COLUMN_OVER,   /* the field less another, which is signed and wraps at the field's size */
	COLUMN_UNDER,  /* the other less the field */
	COLUMN_TEXT,   /* bytes up to a NUL */
};

/* What NULL in the database stands for. */
enum column_null {
	NULL_NEVER,
	NULL_ZERO, /* a field of 0 */
	NULL_MAX,  /* a field of all ones */
};

struct column {
	const char *name;
	int since; /* version of the schema */
	enum column_group group;
	enum column_kind kind;
	enum column_null null;
	size_t offset, size;           /* of the field in struct sample; a number's is 1, 4 or 8 */
	size_t base_offset, base_size; /* COLUMN_OVER and _UNDER: of the other field */
	int64_t min, max;              /* that a stored number may be */
	size_t text;                   /* COLUMN_TEXT: its index */
};

extern const struct column columns[];
extern const size_t columns_count;

#define COLUMNS_MAX 112
#define COLUMN_TEXTS_MAX 2
#define COLUMN_NULL INT64_MIN

/* A sample as it is stored. */
struct stored {
	int64_t number[COLUMNS_MAX];                      /* or COLUMN_NULL; 0 for a text */
	char text[COLUMN_TEXTS_MAX][SAMPLE_NAME_LEN + 1]; /* by the column's index */
};

/* origin: the sample from which COLUMN_SINCE counts. All of ret_stored is written. */
void column_pack(const struct sample *origin, const struct sample *s, struct stored *ret_stored);

/* Do the two have the same in this group? */
bool column_group_same(enum column_group group, const struct stored *a, const struct stored *b);

/*
 * The sample's fields that have columns in this version; the others are left as they are. NULL, or
 * the column whose number is none that it may be.
 */
const struct column *column_unpack(const struct sample *origin, const struct stored *stored,
				   int version, struct sample *ret_sample);

/* The group's columns: those of [*ret_first, return value). */
size_t column_range(enum column_group group, size_t *ret_first);

#endif
