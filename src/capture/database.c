// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/database.h"

#include <errno.h>

/* The errno of the failed system call; 0 = none. SQLite forgets it in a COMMIT. */
static int system_errno(sqlite3 *db)
{
	int err = sqlite3_system_errno(db);

	if (!err)
		sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &err);
	return err;
}

int database_errno(sqlite3 *db, int code)
{
	int system;

	if (sqlite3_extended_errcode(db) == SQLITE_READONLY_DBMOVED)
		return -ESTALE;
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return 0;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		system = system_errno(db);
		return system ? -system : -EIO;
	case SQLITE_READONLY:
		return -EROFS;
	default:
		return -EBADMSG;
	}
}

int database_exec(sqlite3 *db, const char *sql)
{
	return database_errno(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

int database_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_stmt)
{
	return database_errno(db, sqlite3_prepare_v2(db, sql, -1, ret_stmt, NULL));
}

int database_number(sqlite3 *db, const char *sql, int64_t *ret_number)
{
	sqlite3_stmt *stmt;
	int err = database_prepare(db, sql, &stmt);
	int code;

	if (err)
		return err;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW && sqlite3_column_type(stmt, 0) == SQLITE_INTEGER)
		*ret_number = sqlite3_column_int64(stmt, 0);
	else
		err = code == SQLITE_ROW || code == SQLITE_DONE ? -ENODATA
								: database_errno(db, code);
	sqlite3_finalize(stmt);
	return err;
}

int database_run(sqlite3_stmt *stmt)
{
	sqlite3 *db = sqlite3_db_handle(stmt);
	int err = database_errno(db, sqlite3_step(stmt));

	sqlite3_reset(stmt);
	return err;
}
