/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The columns of a sample in a capture, one row each. The tables, the view and the conversions
 * between a sample and its stored numbers are made from these rows.
 *
 * Fields that change together are in one table. A sample's row in "samples" names a row of each
 * other table, which is written only if a value changed since the socket's previous sample: most
 * fields of a socket stay the same for hours.
 */
#ifndef TCPBDP_COLUMN_H
#define TCPBDP_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

/* The tables of a sample's columns. Later ones may be relative to fields of earlier ones. */
enum column_table {
	TABLE_SAMPLES,
	TABLE_SETTINGS,
	TABLE_SENDING,
	TABLE_RECEIVING,
	COLUMN_TABLE_MAX,
};

/* "samples" */
const char *column_table_name(enum column_table table);

enum column_kind {
	COLUMN_NUMBER, /* the field */
	COLUMN_SINCE,  /* the field minus the same field of the capture's first sample */
	COLUMN_OVER,   /* the field minus another; signed, wraps at the field's size */
	COLUMN_UNDER,  /* the other field minus this one */
	COLUMN_TEXT,   /* bytes up to a NUL */
};

/* The meaning of NULL in the database. */
enum column_null {
	NULL_NEVER,
	NULL_ZERO, /* a field of 0 */
	NULL_MAX,  /* a field of all ones */
};

struct column {
	const char *name;
	int since; /* version of the schema */
	enum column_table table;
	enum column_kind kind;
	enum column_null null;
	size_t offset, size;           /* of the field in struct sample; a number's is 1, 4 or 8 */
	size_t base_offset, base_size; /* COLUMN_OVER and _UNDER: of the other field */
	int64_t min, max;              /* valid range of the stored number */
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

/* Are the two equal in this table? */
bool column_table_same(enum column_table table, const struct stored *a, const struct stored *b);

/*
 * Fills the fields that have columns in this version and leaves the others unchanged. NULL, or the
 * column whose number is out of range.
 */
const struct column *column_unpack(const struct sample *origin, const struct stored *stored,
				   int version, struct sample *ret_sample);

/* The table's columns: those of [*ret_first, return value). */
size_t column_range(enum column_table table, size_t *ret_first);

#endif
