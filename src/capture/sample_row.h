/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A sample as schema_select_sql() gives it, of a file that may be anybody's. */
#ifndef TCPBDP_SAMPLE_ROW_H
#define TCPBDP_SAMPLE_ROW_H

#include <sqlite3.h>

#include "sample/sample.h"

/*
 * The row's sample, all of it; origin and version as column_unpack() has them. NULL, or the name of
 * what is none that it may be.
 */
const char *sample_row_read(sqlite3_stmt *row, const struct sample *origin, int version,
			    struct sample *ret_sample);

#endif
