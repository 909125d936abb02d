/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* SQLite as captures use it. */
#ifndef TCPBDP_DATABASE_H
#define TCPBDP_DATABASE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* What the code of a failed call means, as -errno: -EBADMSG for a file that is damaged or none,
 * -ESTALE for one that has another name now, or none. */
int database_errno(sqlite3 *db, int code);

/* Runs SQL that gives no rows. 0 or -errno. */
int database_exec(sqlite3 *db, const char *sql);

/* The number that a statement without parameters gives. 0, -ENODATA without a row, or -errno. */
int database_number(sqlite3 *db, const char *sql, int64_t *ret_number);

/* 0 or -errno. */
int database_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_stmt);

/* Runs a prepared statement that gives no rows, and makes it ready for the next. 0 or -errno. */
int database_run(sqlite3_stmt *stmt);

#endif
