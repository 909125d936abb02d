/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The tables of a capture, an SQLite database: docs/captures.md describes them. */
#ifndef TCPBDP_SCHEMA_H
#define TCPBDP_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "capture/column.h"

#define SCHEMA_APPLICATION_ID 0x54424450 /* "TBDP" */
#define SCHEMA_VERSION 4
#define SCHEMA_SQL_MAX 8192

/* The tables of all versions, in the order in which they are made; those of column.h are among them. */
extern const char *const schema_tables[];
extern const size_t schema_tables_count;

/* Has this version such a table? */
bool schema_has_table(const char *table, int version);

/*
 * The SQL that creates the table in this version, as SQLite stores it. A file with other SQL is not
 * ours. Returns buf, of SCHEMA_SQL_MAX bytes.
 */
char *schema_table_sql(const char *table, int version, char *buf);

/* The SQL that creates the view "socket_samples". */
char *schema_view_sql(char *buf);

/* "INSERT INTO table VALUES (?,?...)" with all its columns, and "SELECT" of all samples. */
char *schema_insert_sql(enum column_table table, char *buf);
char *schema_select_sql(int version, char *buf);

/* Columns that a table has before those of column.h. */
#define SCHEMA_LEADING(table) ((table) == TABLE_SAMPLES ? 2 + COLUMN_TABLE_MAX - 1 : 1)

#endif
