// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/untrusted.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "capture/database.h"
#include "capture/schema.h"

/* A recorder's commit is short. */
#define BUSY_MS 2000

/* Steps of SQLite's virtual machine: up to 4 per byte of a sample, 1 per byte of a tick. */
#define STEPS_PER_BYTE 20
#define STEPS_MIN 1000000
#define STEPS_PER_LOOK 1000
/* A row of the schema takes 7 steps, and parsing it the time of thousands. There are 12 rows. */
#define STEPS_OF_SCHEMA 10000

const char *untrusted_text(int err)
{
	switch (err) {
	case -EBADMSG:
		return "damaged: not all of it can be read";
	case -EROFS: /* a hot journal: rolling back writes, and the journal is untrusted too */
		return "cut off in the middle of a write: open it once with sqlite3 to repair it, "
		       "with its -journal beside it";
	case -ENODATA:
		return "empty: nothing was recorded";
	case -ENOTSUP:
		return "not a regular file";
	case -EBUSY:
		return "another program has locked it";
	default:
		return strerror(-err);
	}
}

/* Runs no code of a hostile schema, and limits values to the sizes of a capture. */
static int defend(sqlite3 *db)
{
	static const struct {
		int option, on;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },        { SQLITE_DBCONFIG_DQS_DML, 0 },
	};
	static const struct {
		int limit, value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 1 << 20 },    { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 },
		{ SQLITE_LIMIT_COLUMN, 256 },        { SQLITE_LIMIT_EXPR_DEPTH, 32 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 4 }, { SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },    { SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },   { SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		sqlite3_db_config(db, options[i].option, options[i].on, NULL);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(db, limits[i].limit, limits[i].value);
	sqlite3_busy_timeout(db, BUSY_MS);
	return database_exec(db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
				 "PRAGMA temp_store = MEMORY");
}

static int on_steps(void *ctx)
{
	struct untrusted *u = ctx;

	if (u->steps_left < STEPS_PER_LOOK)
		return 1;
	u->steps_left -= STEPS_PER_LOOK;
	return 0;
}

static sqlite3_file *file_of(sqlite3 *db)
{
	sqlite3_file *file = NULL;

	sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	return file;
}

void untrusted_begin(struct untrusted *u)
{
	sqlite3_file *file = file_of(u->db);
	sqlite3_int64 bytes;

	if (file->pMethods->xFileSize(file, &bytes))
		bytes = 0;
	u->steps_left = STEPS_MIN + STEPS_PER_BYTE * (uint64_t)bytes;
}

/* With a write-ahead log, SQLite creates a file beside it even for reading. */
static int check_log(const struct untrusted *u, char *what, size_t what_len)
{
	sqlite3_file *file = file_of(u->db);
	uint8_t header[20] = { 0 };

	/* a shorter file is refused later */
	file->pMethods->xRead(file, header, sizeof(header), 0);
	if ((memcmp(header, "SQLite format 3", 16) || (header[18] != 2 && header[19] != 2)) &&
	    !held_file_has_beside(u->file, "-wal"))
		return 0;
	snprintf(what, what_len,
		 "uses a write-ahead log: set its journal_mode to DELETE with sqlite3");
	return -EBADMSG;
}

/* Was this table created by tcpbdp's own SQL? */
static int check_table(sqlite3 *db, const char *table, int version, bool *ret_ours)
{
	char sql[SCHEMA_SQL_MAX];
	sqlite3_stmt *row;
	int err = database_prepare(
		db, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", &row);
	int code;

	if (err)
		return err;
	sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC);
	code = sqlite3_step(row);
	*ret_ours = code == SQLITE_ROW && sqlite3_column_type(row, 0) == SQLITE_TEXT &&
		    !strcmp((const char *)sqlite3_column_text(row, 0),
			    schema_table_sql(table, version, sql));
	err = code == SQLITE_ROW ? 0 : database_errno(db, code);
	sqlite3_finalize(row);
	return err;
}

static int check_version(sqlite3 *db, int64_t *ret_version, char *what, size_t what_len)
{
	int64_t application = 0;
	int err = database_number(db, "PRAGMA application_id", &application);

	if (!err)
		err = database_number(db, "PRAGMA user_version", ret_version);
	if (err == -EBADMSG)
		snprintf(what, what_len,
			 "not a tcpbdp capture: not an SQLite database, or damaged");
	if (err)
		return err;
	if (application != SCHEMA_APPLICATION_ID || *ret_version < 1) {
		snprintf(what, what_len, "not a tcpbdp capture: another program's database");
		return -EBADMSG;
	}
	if (*ret_version > SCHEMA_VERSION) {
		snprintf(what, what_len,
			 "a capture of a newer tcpbdp: its schema is %lld, this one reads up to %d",
			 (long long)*ret_version, SCHEMA_VERSION);
		return -EBADMSG;
	}
	return 0;
}

static int check_tables(sqlite3 *db, int version, char *what, size_t what_len)
{
	bool ours = true;
	int err = 0;

	for (size_t i = 0; !err && i < schema_tables_count; i++) {
		if (!schema_has_table(schema_tables[i], version))
			continue;
		err = check_table(db, schema_tables[i], version, &ours);
		if (err || ours)
			continue;
		snprintf(what, what_len, "damaged: its table %s differs from tcpbdp's",
			 schema_tables[i]);
		err = -EBADMSG;
	}
	return err;
}

static int open_db(struct untrusted *u)
{
	int code = held_file_open_db(u->file, &u->db);

	if (code)
		return u->db ? database_errno(u->db, code) : -ENOMEM;
	sqlite3_progress_handler(u->db, STEPS_PER_LOOK, on_steps, u);
	u->steps_left = STEPS_OF_SCHEMA;
	return 0;
}

int untrusted_open(struct held_file *file, const char *path, struct untrusted *u, char *reason,
		   size_t reason_len)
{
	char what[128] = ""; /* "" = the text of the error is enough */
	int64_t version = 0;
	int err;

	*u = (struct untrusted){ .file = file };
	err = open_db(u);
	if (!err)
		err = check_log(u, what, sizeof(what));
	if (!err)
		err = defend(u->db);
	if (!err)
		err = check_version(u->db, &version, what, sizeof(what));
	if (!err)
		err = check_tables(u->db, (int)version, what, sizeof(what));
	u->version = (int)version;
	if (!err) {
		untrusted_begin(u);
		return 0;
	}
	snprintf(reason, reason_len, "%.150s: %s", path, what[0] ? what : untrusted_text(err));
	untrusted_close(u);
	return err;
}

void untrusted_close(struct untrusted *u)
{
	sqlite3_close(u->db);
	*u = (struct untrusted){ 0 };
}
