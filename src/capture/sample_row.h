/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Reads a row of schema_select_sql(), from an untrusted file, as a sample. */
#ifndef TCPBDP_SAMPLE_ROW_H
#define TCPBDP_SAMPLE_ROW_H

#include <sqlite3.h>

#include "sample/sample.h"

/*
 * Fills all of the sample; origin and version are those of column_unpack(). NULL, or the name of
 * the value that is out of range.
 */
const char *sample_row_read(sqlite3_stmt *row, const struct sample *origin, int version,
			    struct sample *ret_sample);

#endif
