/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Databases that say that they are captures, and are made otherwise; and what lies beside them. */
#include "hostile.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/schema.h"

static void edit(const struct bench *b, const char *sql)
{
	sqlite3 *db = bench_database(b);

	run_sql(db, sql);
	sqlite3_close(db);
}

/* ---- versions ---- */

static void versions(void **state)
{
	static const struct {
		const char *sql, *says;
	} rows[] = {
		{ "PRAGMA application_id = 0", "another program's database" },
		{ "PRAGMA application_id = 1413694548", "another program's database" },
		{ "PRAGMA application_id = -1", "another program's database" },
		{ "PRAGMA user_version = 0", "another program's database" },
		{ "PRAGMA user_version = -1", "another program's database" },
		{ "PRAGMA user_version = -2147483648", "another program's database" },
		{ "PRAGMA user_version = 5", "its schema is 5, this one reads up to 4" },
		{ "PRAGMA user_version = 2147483647", "its schema is 2147483647" },
	};
	char right[128];
	struct bench b;

	(void)state;
	snprintf(right, sizeof(right), "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
	hostile_new(&b);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		edit(&b, right);
		assert_holds_from(&b, 0);
		edit(&b, rows[i].sql);
		assert_not_opened(&b, -EBADMSG, rows[i].says);
	}
	bench_free(&b);
}

/* ---- tables ---- */

static const char *const tables[] = {
	"capture", "sysctls", "cgroups",  "links",   "sockets",   "ticks",
	"loss",    "samples", "settings", "sending", "receiving",
};

/* sql: %1$s is the table */
static void assert_tables_refused(const char *sql)
{
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		char whole[512], says[64];
		struct bench b;

		hostile_new(&b);
		snprintf(whole, sizeof(whole), sql, tables[i]);
		snprintf(says, sizeof(says), "its table %s differs from tcpbdp's", tables[i]);
		edit(&b, whole);
		assert_not_opened(&b, -EBADMSG, says);
		bench_free(&b);
	}
}

static void a_table_is_missing(void **state)
{
	(void)state;
	assert_tables_refused("DROP TABLE %1$s");
}

static void a_table_has_another_name(void **state)
{
	(void)state;
	assert_tables_refused("PRAGMA legacy_alter_table = ON; ALTER TABLE %1$s RENAME TO x%1$s");
}

static void a_table_has_another_column(void **state)
{
	(void)state;
	assert_tables_refused("ALTER TABLE %1$s ADD COLUMN x INTEGER");
}

/* Its columns would be expressions, to be run by who reads them. */
static void a_table_computes(void **state)
{
	(void)state;
	assert_tables_refused("DROP TABLE %1$s; CREATE TABLE %1$s (id INTEGER PRIMARY KEY, "
			      "t_ns INTEGER AS (zeroblob(1000000000)) VIRTUAL)");
}

static void a_table_is_a_view(void **state)
{
	(void)state;
	assert_tables_refused("CREATE TABLE of_%1$s AS SELECT * FROM %1$s; DROP TABLE %1$s; "
			      "CREATE VIEW %1$s AS SELECT * FROM of_%1$s");
}

/* Of the right columns, and never ending */
static void a_table_is_a_view_without_end(void **state)
{
	(void)state;
	assert_tables_refused("DROP TABLE %1$s; CREATE VIEW %1$s AS WITH RECURSIVE n(id) AS "
			      "(SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n");
}

static void a_table_is_virtual(void **state)
{
	(void)state;
	assert_tables_refused("DROP TABLE %1$s; CREATE VIRTUAL TABLE %1$s USING fts5(x)");
}

/* A row of the schema that says one thing, where SQLite takes another */
static void the_schema_lies(void **state)
{
	static const char *const rows[] = {
		/* a right table, and one more of its name */
		"INSERT INTO sqlite_schema SELECT type, name, tbl_name, rootpage, sql "
		"FROM sqlite_schema WHERE name = 'samples'",
		"UPDATE sqlite_schema SET type = 'view' WHERE name = 'samples'",
		"UPDATE sqlite_schema SET name = 'x' WHERE name = 'samples'",
		"UPDATE sqlite_schema SET rootpage = 0 WHERE name = 'samples'",
		"UPDATE sqlite_schema SET rootpage = -1 WHERE name = 'samples'",
		"UPDATE sqlite_schema SET rootpage = 100000 WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = NULL WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = 5 WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = x'00' WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = 'CREATE TABLE samples (' WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = sql || hex(zeroblob(1000000)) "
		"WHERE name = 'samples'",
		"UPDATE sqlite_schema SET sql = replace(sql, 'TABLE', 'TABLE IF NOT EXISTS') "
		"WHERE name = 'samples'",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char reason[READER_REASON_LEN], sql[512];
		struct bench b;

		hostile_new(&b);
		snprintf(sql, sizeof(sql), "PRAGMA writable_schema = ON; %s", rows[i]);
		edit(&b, sql);
		if (read_everything(&b, reason) != -EBADMSG)
			fail_msg("%s", rows[i]);
		bench_free(&b);
	}
}

/* A root page that is another table's */
static void tables_share_a_page(void **state)
{
	char reason[READER_REASON_LEN];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		char sql[256];
		struct bench b;

		hostile_new(&b);
		snprintf(sql, sizeof(sql),
			 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT "
			 "rootpage FROM sqlite_schema WHERE name = '%s') WHERE name = 'samples'",
			 tables[i]);
		edit(&b, sql);
		if (strcmp(tables[i], "samples"))
			assert_true(read_everything(&b, reason) <= 0);
		else
			assert_holds_from(&b, 0);
		bench_free(&b);
	}
}

/* ---- what somebody added ---- */

/* It does no harm, and is not run. */
static void more_than_there_has_to_be(void **state)
{
	static const char *const rows[] = {
		"CREATE TABLE notes (text TEXT)",
		"CREATE INDEX i ON samples (t_ns)",
		"CREATE INDEX i ON samples (t_ns DESC, id, socket); ANALYZE",
		"CREATE INDEX i ON samples (abs(t_ns)) WHERE t_ns > 0",
		"CREATE INDEX i ON ticks (t_ns)",
		"CREATE VIEW v AS SELECT load_extension('x')",
		"CREATE TRIGGER t AFTER INSERT ON samples BEGIN SELECT load_extension('x'); END",
		"CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('y')",
		"CREATE TABLE x (id INTEGER PRIMARY KEY, y AS (zeroblob(1000000000)))",
		"DROP VIEW socket_samples",
		"VACUUM",
		"PRAGMA auto_vacuum = FULL; VACUUM",
		"PRAGMA page_size = 512; VACUUM",
		"PRAGMA page_size = 65536; VACUUM",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char reason[READER_REASON_LEN];
		struct bench b;

		hostile_new(&b);
		edit(&b, rows[i]);
		if (read_everything(&b, reason))
			fail_msg("%s: %s", rows[i], reason);
		assert_holds_from(&b, 0);
		bench_free(&b);
	}
}

/* An index that lies of the times: what is found by it is still a sample, or damaged. */
static void an_index_lies(void **state)
{
	char reason[READER_REASON_LEN];
	struct bench b;

	(void)state;
	hostile_new(&b);
	edit(&b, "CREATE TABLE lies (t_ns INTEGER, x INTEGER); INSERT INTO lies (rowid, t_ns) "
		 "SELECT 1000 - id, t_ns FROM samples; CREATE INDEX i ON samples (t_ns); "
		 "CREATE INDEX lie ON lies (t_ns); ANALYZE");
	edit(&b, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = "
		 "(SELECT rootpage FROM sqlite_schema WHERE name = 'lie') WHERE name = 'i'");
	read_everything(&b, reason);
	bench_free(&b);
}

/* ---- what lies beside it ---- */

/* SQLite would make a file beside it. */
static void a_write_ahead_log(void **state)
{
	char log[PATH_MAX + 8];
	struct bench b;

	(void)state;
	hostile_new(&b);
	edit(&b, "PRAGMA journal_mode = WAL");
	assert_int_equal(count_beside(&b), 0);
	assert_not_opened(&b, -EBADMSG, "journal_mode");
	edit(&b, "PRAGMA journal_mode = DELETE");
	assert_holds_from(&b, 0);
	snprintf(log, sizeof(log), "%s-wal", b.path);
	tree_write(&b.tree, "/capture-wal", "anything");
	assert_not_opened(&b, -EBADMSG, "write-ahead log");
	assert_int_equal(unlink(log), 0);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

/* Of a program that was killed in the middle of a write: it can only be mended by writing. */
static void a_hot_journal(void **state)
{
	struct bench b;
	pid_t pid;

	(void)state;
	hostile_new(&b);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		run_sql(bench_database(&b), "PRAGMA cache_size = 1; BEGIN; "
					    "UPDATE samples SET t_ns = t_ns + 1; "
					    "UPDATE settings SET state = 1");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(count_beside(&b), 1);
	assert_not_opened(&b, -EROFS, "open it once with sqlite3");
	edit(&b, "SELECT 1 FROM capture");
	assert_true(bench_alone(&b));
	assert_holds_from(&b, 0);
	bench_free(&b);
}

/* One that is none */
static void another_journal(void **state)
{
	struct bench b;

	(void)state;
	hostile_new(&b);
	tree_write(&b.tree, "/capture-journal", "");
	assert_holds_from(&b, 0);
	tree_write(&b.tree, "/capture-journal", "somebody's notes");
	assert_not_opened(&b, -EROFS, "open it once with sqlite3");
	bench_free(&b);
}

/* A process of its own: to close any descriptor of the file here would undo the locks of this one. */
static pid_t writer_begin(struct bench *b, const char *sql, int pipe_fds[2])
{
	pid_t pid;
	char byte;

	assert_int_equal(pipe(pipe_fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		run_sql(bench_database(b), sql);
		(void)!write(pipe_fds[1], "", 1);
		for (;;)
			pause();
	}
	assert_int_equal(read(pipe_fds[0], &byte, 1), 1);
	return pid;
}

static void writer_end(pid_t pid, const int pipe_fds[2])
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

/* Somebody writes, and does not end. */
static void a_writer_that_stays(void **state)
{
	int pipe_fds[2];
	struct bench b;
	pid_t writer;

	(void)state;
	hostile_new(&b);
	writer = writer_begin(&b, "BEGIN IMMEDIATE", pipe_fds);
	assert_holds_from(&b, 0);
	writer_end(writer, pipe_fds);
	writer = writer_begin(&b, "BEGIN EXCLUSIVE", pipe_fds);
	assert_not_opened(&b, -EBUSY, "locked");
	writer_end(writer, pipe_fds);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions),
		cmocka_unit_test(a_table_is_missing),
		cmocka_unit_test(a_table_has_another_name),
		cmocka_unit_test(a_table_has_another_column),
		cmocka_unit_test(a_table_computes),
		cmocka_unit_test(a_table_is_a_view),
		cmocka_unit_test(a_table_is_a_view_without_end),
		cmocka_unit_test(a_table_is_virtual),
		cmocka_unit_test(the_schema_lies),
		cmocka_unit_test(tables_share_a_page),
		cmocka_unit_test(more_than_there_has_to_be),
		cmocka_unit_test(an_index_lies),
		cmocka_unit_test(a_write_ahead_log),
		cmocka_unit_test(a_hot_journal),
		cmocka_unit_test(another_journal),
		cmocka_unit_test(a_writer_that_stays),
	};

	return cmocka_run_group_tests_name("untrusted_schema", tests, NULL, NULL);
}
