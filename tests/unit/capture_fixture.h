/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the tests of captures share: a directory that holds a capture and nothing else, and what was
 * given to a writer beside what a reader gives back.
 */
#ifndef CAPTURE_FIXTURE_H
#define CAPTURE_FIXTURE_H

#include "any_sample.h"

#include <dirent.h>
#include <sqlite3.h>

#include "capture/reader.h"
#include "capture/writer.h"
#include "tree.h"

#define MIB (UINT64_C(1) << 20)

#define START_NS (1000 * SECOND)
#define START_REALTIME_NS (UINT64_C(1763800000) * SECOND)
#define WHOLE 0, UINT64_MAX /* as a span */

static inline struct writer_opts writer_defaults(void)
{
	return (struct writer_opts){
		.facts = {
			.program = "tcpbdp 0.0",
			.hostname = "host.example",
			.kernel = "6.12.0",
			.machine = "x86_64",
			.cpus = 2,
			.memory_bytes = 1 << 30,
			.page_bytes = 4096,
			.start_ns = START_NS,
			.start_realtime_ns = START_REALTIME_NS,
			.hook_recv = "tracepoint",
			.hook_send = "fentry",
			.sample_interval_ms = 100,
		},
	};
}

/* Any, of this socket and moment. */
static inline struct sample plain_sample(uint64_t cookie, uint64_t ts_ns)
{
	struct dice dice = { cookie };
	struct sample s = any_sample(&dice);

	s.id.cookie = cookie;
	s.ts_ns = ts_ns;
	s.reason = SAMPLE_GATE;
	return s;
}

struct happening {
	bool is_tick;
	struct sample sample;
	struct tick tick;
};

/* What a writer was given, or a reader gave, in its order. */
struct events {
	struct happening *all;
	size_t count, room;
};

static inline struct happening *events_add(struct events *events)
{
	if (events->count == events->room) {
		events->room = events->room ? 2 * events->room : 64;
		events->all = realloc(events->all, events->room * sizeof(events->all[0]));
		assert_non_null(events->all);
	}
	memset(&events->all[events->count], 0, sizeof(events->all[0]));
	return &events->all[events->count++];
}

static inline int events_sample(void *ctx, const struct sample *s)
{
	events_add(ctx)->sample = *s;
	return 0;
}

static inline int events_tick(void *ctx, const struct tick *t)
{
	struct happening *e = events_add(ctx);

	e->is_tick = true;
	e->tick = *t;
	return 0;
}

static inline void events_free(struct events *events)
{
	free(events->all);
	*events = (struct events){ 0 };
}

static inline void assert_happening_equal(const struct happening *given,
					  const struct happening *expected)
{
	assert_int_equal(given->is_tick, expected->is_tick);
	if (!given->is_tick) {
		assert_sample_equal(&given->sample, &expected->sample);
		return;
	}
	assert_true(given->tick.ts_ns == expected->tick.ts_ns);
	assert_int_equal(given->tick.memory_pressure, expected->tick.memory_pressure);
}

/* The first event of what was given is the first-th of what was expected, and so on to its end. */
static inline void assert_events_from(const struct events *given, const struct events *expected,
				      size_t first)
{
	assert_int_equal(given->count, expected->count - first);
	for (size_t i = 0; i < given->count; i++)
		assert_happening_equal(&given->all[i], &expected->all[first + i]);
}

/* A directory, the capture in it, and what was written to that. */
struct bench {
	struct tree tree;
	char path[PATH_MAX];
	struct writer *writer;
	struct events written;
};

static inline void bench_new(struct bench *b)
{
	*b = (struct bench){ 0 };
	tree_new(&b->tree);
	tree_path(&b->tree, "/capture", b->path);
}

static inline void bench_free(struct bench *b)
{
	writer_free(b->writer);
	events_free(&b->written);
	tree_free(&b->tree);
}

static inline void bench_record(struct bench *b, const struct writer_opts *opts)
{
	char reason[WRITER_REASON_LEN];

	if (writer_new(b->path, opts, &b->writer, reason))
		fail_msg("%s", reason);
}

static inline void bench_record_defaults(struct bench *b)
{
	struct writer_opts opts = writer_defaults();

	bench_record(b, &opts);
}

static inline void bench_sample(struct bench *b, const struct sample *s)
{
	if (writer_sample(b->writer, s))
		fail_msg("%s", writer_reason(b->writer));
	events_sample(&b->written, s);
}

static inline void bench_tick(struct bench *b, uint64_t ts_ns)
{
	const struct tick t = { ts_ns, ts_ns / MS % 3 == 0 };

	if (writer_tick(b->writer, &t))
		fail_msg("%s", writer_reason(b->writer));
	events_tick(&b->written, &t);
}

/* As a recorder that is cut off, but for its open batch. */
static inline void bench_cut_off(struct bench *b)
{
	writer_free(b->writer);
	b->writer = NULL;
}

static inline void bench_finish(struct bench *b, uint64_t end_ns)
{
	if (writer_finish(b->writer, end_ns))
		fail_msg("%s", writer_reason(b->writer));
	bench_cut_off(b);
}

static inline struct reader *bench_open(const struct bench *b)
{
	char reason[READER_REASON_LEN];
	struct reader *r;

	if (reader_new(b->path, &r, reason))
		fail_msg("%s", reason);
	return r;
}

static inline struct events read_span(struct reader *r, uint64_t from_ns, uint64_t to_ns)
{
	struct events events = { 0 };
	const struct consumer consumer = { events_sample, events_tick, &events };

	if (reader_run(r, from_ns, to_ns, &consumer))
		fail_msg("%s", reader_reason(r));
	return events;
}

/* The capture gives what was written from the first-th event on. */
static inline void assert_holds_from(const struct bench *b, size_t first)
{
	struct reader *r = bench_open(b);
	struct events events = read_span(r, WHOLE);

	assert_events_from(&events, &b->written, first);
	events_free(&events);
	reader_free(r);
}

/* The capture, as any program may open it. */
static inline sqlite3 *bench_database(const struct bench *b)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(b->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	return db;
}

static inline void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static inline int64_t sql_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t number;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) || sqlite3_step(stmt) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

static inline int64_t count_rows(const struct bench *b, const char *table)
{
	sqlite3 *db = bench_database(b);
	char sql[64];
	int64_t count;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	count = sql_number(db, sql);
	sqlite3_close(db);
	return count;
}

/* SQLite finds nothing wrong in it. */
static inline void assert_sound(const struct bench *b)
{
	sqlite3 *db = bench_database(b);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL), 0);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal(sqlite3_column_text(stmt, 0), "ok");
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

/* Everything in the directory but "capture" counts. */
static inline size_t count_beside(const struct bench *b)
{
	struct dirent **names;
	size_t beside = 0;
	int count = scandir(b->tree.root, &names, NULL, NULL);

	assert_true(count >= 0);
	while (count--) {
		const char *name = names[count]->d_name;

		beside += strcmp(name, ".") && strcmp(name, "..") && strcmp(name, "capture");
		free(names[count]);
	}
	free(names);
	return beside;
}

static inline bool bench_has_file(const struct bench *b)
{
	struct stat st;

	return !lstat(b->path, &st);
}

/* Is the capture there, and nothing beside it? */
static inline bool bench_alone(const struct bench *b)
{
	return bench_has_file(b) && !count_beside(b);
}

/* Is nothing there at all? */
static inline bool bench_empty(const struct bench *b)
{
	return !bench_has_file(b) && !count_beside(b);
}

#endif
