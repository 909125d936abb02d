// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/database.h"
#include "capture/new_file.h"
#include "capture/schema.h"
#include "capture/vfs.h"

const char *store_error_text(int err)
{
	switch (err) {
	case -EEXIST:
		return "exists: give another name, or --force to replace it";
	case -ELOOP:
		return "a symbolic link: give the file's own name";
	case -EISDIR:
		return "a directory: give the name of a file";
	case -ENOTSUP:
		return "not a regular file";
	case -ENOSPC:
		return "no space left on the device";
	case -EFBIG:
		return "file size limit reached: see ulimit -f";
	case -ESTALE:
		return "it was moved, removed or replaced while it was written";
	case -EUCLEAN:
		return "there is a -journal of another file beside it: remove it";
	case -EBUSY:
		return "another program keeps it locked";
	case -EBADMSG:
		return "it was damaged while it was written";
	default:
		return strerror(-err);
	}
}

/* Our own journal exists only during a transaction: vfs.h. */
static int not_our_journal(int err)
{
	return err == -EEXIST ? -EUCLEAN : err;
}

static int make_tables(struct store *store)
{
	char sql[SCHEMA_SQL_MAX];
	int err;

	snprintf(sql, sizeof(sql),
		 "BEGIN EXCLUSIVE; PRAGMA application_id = %d; PRAGMA user_version = %d",
		 SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
	err = database_exec(store->db, sql);
	for (size_t i = 0; !err && i < schema_tables_count; i++)
		err = database_exec(store->db,
				    schema_table_sql(schema_tables[i], SCHEMA_VERSION, sql));
	if (!err)
		err = database_exec(store->db, schema_view_sql(sql));
	return err;
}

static int prepare_statements(struct store *store)
{
	static const char *const texts[ROW_MAX] = {
		[ROW_TICK] = "INSERT INTO ticks VALUES (NULL,?,?,?)",
		[ROW_SOCKET] = "INSERT INTO sockets VALUES (?,?,?,?,?,?,?,?)",
		[ROW_LOSS] = "INSERT INTO loss VALUES (?,?,?,?,?,?,?,?,?,?,?)",
		[ROW_CGROUP] = "INSERT OR REPLACE INTO cgroups VALUES (?,?,?,?,?)",
		[ROW_NETNS] = "INSERT OR REPLACE INTO namespaces VALUES (?,?)",
		[ROW_LINK] = "INSERT OR REPLACE INTO links VALUES (?,?,?)",
		[ROW_FACTS] = ("INSERT INTO capture VALUES "
			       "(?,?,?,?,?,?,?,?,?,NULL,NULL,NULL,?,?,?,?)"),
		[ROW_START_JIFFIES] = "UPDATE capture SET start_jiffies = ?",
		[ROW_END] = "UPDATE capture SET end_t_ns = ?",
		[ROW_SYSCTL] = "INSERT OR REPLACE INTO sysctls VALUES (?,?,?)",
		[ROW_DROP_SOCKET] = "DELETE FROM sockets WHERE id = ?",
		[ROW_DROP_CGROUP] = "DELETE FROM cgroups WHERE id = ?",
		[ROW_DROP_NETNS] = "DELETE FROM namespaces WHERE netns = ?",
		[ROW_DROP_LINK] = ("DELETE FROM links WHERE netns = ?1 >> 32 "
				   "AND ifindex = (?1 & 4294967295)"),
	};
	char sql[SCHEMA_SQL_MAX];
	int err = 0;

	for (int i = 0; !err && i < ROW_MAX; i++)
		err = database_prepare(store->db,
				       texts[i] ? texts[i]
						: schema_insert_sql((enum column_table)i, sql),
				       &store->statements[i]);
	return err;
}

/*
 * A rollback journal, so that the capture is a single file: a write-ahead log would hold its newest
 * part in a second one. Every commit is synced, so it survives a power cut.
 */
static int open_database(struct store *store, bool ring)
{
	int code = sqlite3_open_v2(store->path, &store->db,
				   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW |
					   SQLITE_OPEN_NOMUTEX,
				   vfs_own_files());
	int err = code ? database_errno(store->db, code) : 0;

	if (!err)
		err = database_exec(store->db,
				    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"
				    "PRAGMA cache_spill = OFF; PRAGMA temp_store = MEMORY");
	if (!err && ring)
		err = database_exec(store->db, "PRAGMA auto_vacuum = INCREMENTAL");
	if (!err)
		err = make_tables(store);
	return err ? err : prepare_statements(store);
}

int store_create(struct store *store, const char *path, bool force, bool ring)
{
	int err = new_file_create(path, force, &store->path);

	if (err)
		return err;
	err = not_our_journal(open_database(store, ring));
	store->open = true;
	if (err)
		unlink(store->path);
	return err;
}

int store_write(struct store *store)
{
	int err = store->open ? 0 : database_exec(store->db, "BEGIN EXCLUSIVE");

	if (err)
		return err;
	store->open = true;
	err = rows_run(&store->rows, store->statements);
	rows_clear(&store->rows);
	return not_our_journal(err);
}

int store_commit(struct store *store)
{
	store->open = false;
	return not_our_journal(database_exec(store->db, "COMMIT"));
}

void store_close(struct store *store)
{
	for (int i = 0; i < ROW_MAX; i++)
		sqlite3_finalize(store->statements[i]);
	rows_free(&store->rows);
	sqlite3_close(store->db);
	free(store->path);
	*store = (struct store){ 0 };
}
