/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Helpers around SQLite for captures. */
#ifndef TCPBDP_DATABASE_H
#define TCPBDP_DATABASE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Converts the code of a failed call to -errno: -EBADMSG for a damaged file or no database, -ESTALE
 * for a file that was renamed or removed.
 */
int database_errno(sqlite3 *db, int code);

/* Runs SQL that returns no rows. 0 or -errno. */
int database_exec(sqlite3 *db, const char *sql);

/* The number that a statement without parameters returns. 0, -ENODATA without a row, or -errno. */
int database_number(sqlite3 *db, const char *sql, int64_t *ret_number);

/* 0 or -errno. */
int database_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_stmt);

/* Runs a prepared statement that returns no rows, and resets it. 0 or -errno. */
int database_run(sqlite3_stmt *stmt);

#endif
