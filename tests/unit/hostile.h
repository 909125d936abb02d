/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Captures that were made to do harm, and what a reader must say to them. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <errno.h>

#include "capture_fixture.h"

/* A file's bytes. */
struct image {
	uint8_t *bytes;
	size_t len;
};

static inline struct image image_load(const char *path)
{
	FILE *file = fopen(path, "r");
	struct image image;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	image.len = (size_t)ftell(file);
	image.bytes = malloc(image.len + 1);
	assert_non_null(image.bytes);
	rewind(file);
	assert_int_equal(fread(image.bytes, 1, image.len, file), image.len);
	fclose(file);
	return image;
}

static inline void image_save(const struct image *image, size_t len, const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(image->bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static inline void image_free(struct image *image)
{
	free(image->bytes);
}

/* The file is as it was, and alone as it was. */
static inline void assert_image(const struct bench *b, const struct image *image, size_t beside)
{
	struct image now = image_load(b->path);

	assert_int_equal(now.len, image->len);
	assert_memory_equal(now.bytes, image->bytes, now.len);
	assert_int_equal(count_beside(b), beside);
	image_free(&now);
}

/* One line that names the file, and then says something. */
static inline void assert_reason(const char *reason, const char *path)
{
	size_t len = strlen(path);

	if (strncmp(reason, path, len) || strncmp(reason + len, ": ", 2) || !reason[len + 2])
		fail_msg("%s", reason);
	for (; *reason; reason++)
		assert_in_range(*reason, ' ', '~');
}

/* A finished capture of three sockets, with a row of everything, and nothing wrong in it. */
static inline void hostile_new(struct bench *b)
{
	struct ledger l = { .emitted = 7, .consumed = 7 };
	const struct workload_names names = { "web", "web-0", "shop" };
	struct dice dice = { 13 };

	bench_new(b);
	bench_record_defaults(b);
	assert_int_equal(writer_cgroup(b->writer, 1, "/a", &names), 0);
	assert_int_equal(writer_netns(b->writer, 1, "blue"), 0);
	assert_int_equal(writer_link(b->writer, 1, 2, 1000), 0);
	assert_int_equal(writer_sysctl(b->writer, 1, "a.b", "c"), 0);
	for (uint64_t i = 0; i < 30; i++) {
		struct sample s = any_sample(&dice);
		const struct sample_id id = plain_sample(1 + i % 3, 0).id;

		s.id = id;
		s.id.family = FAMILY_INET;
		memset(s.id.local.addr, i % 3 + 1, 4);
		memset(s.id.remote.addr, i % 3 + 2, 4);
		memset(s.id.local.addr + 4, 0, 12);
		memset(s.id.remote.addr + 4, 0, 12);
		s.ts_ns = START_NS + i * MS;
		bench_sample(b, &s);
		bench_tick(b, s.ts_ns + 1);
		l.emitted = l.consumed = 7 + i;
		assert_int_equal(writer_ledger(b->writer, s.ts_ns, &l), 0);
	}
	bench_finish(b, START_NS + SECOND);
	assert_holds_from(b, 0);
}

/* A consumer that asks the reader meanwhile. */
static inline int ignore_sample(void *ctx, const struct sample *s)
{
	reader_cgroup_path(ctx, s->id.cgroup_id);
	reader_workload_names(ctx, s->id.cgroup_id);
	reader_netns_name(ctx, s->id.netns);
	reader_link_bps(ctx, s->id.netns, s->id.ifindex);
	/* what is read is within what the rest of the program can bear */
	assert_true(s->ts_ns <= INT64_MAX / 2);
	assert_true(s->id.cookie != 0);
	assert_true(s->state < TCP_STATE_MAX && s->reason < SAMPLE_REASON_MAX);
	assert_true(s->id.family < FAMILY_MAX);
	assert_true(s->snd_wscale <= 14 && s->rcv_wscale <= 14);
	assert_true(strlen(s->id.comm) <= SAMPLE_NAME_LEN);
	assert_true(strlen(s->id.congestion_control) <= SAMPLE_NAME_LEN);
	return 0;
}

static inline int ignore_tick(void *ctx, const struct tick *t)
{
	(void)ctx;
	assert_true(t->ts_ns <= INT64_MAX / 2);
	return 0;
}

static inline int read_whole(struct reader *r, uint64_t from_ns, uint64_t to_ns)
{
	const struct consumer consumer = { ignore_sample, ignore_tick, r };

	return reader_run(r, from_ns, to_ns, &consumer);
}

/* It is not even opened. */
static inline void assert_not_opened(const struct bench *b, int err, const char *says)
{
	char reason[READER_REASON_LEN] = "";
	struct image image = image_load(b->path);
	size_t beside = count_beside(b);
	struct reader *r = NULL;
	int got = reader_new(b->path, &r, reason);

	assert_null(r);
	if (got != err || !strstr(reason, says))
		fail_msg("%d: '%s' does not say: %s", got, reason, says);
	assert_reason(reason, b->path);
	assert_image(b, &image, beside);
	image_free(&image);
}

/*
 * All that a reader can do is done, and ends. Returns the first error, whose reason is then in
 * reason, or 0.
 */
static inline int read_everything(const struct bench *b, char reason[READER_REASON_LEN])
{
	struct image image = image_load(b->path);
	size_t beside = count_beside(b);
	struct reader *r = NULL;
	struct ledger l;
	bool partial;
	int err = reader_new(b->path, &r, reason);

	if (!err) {
		const struct reader_facts *f = reader_facts(r);

		assert_true(f->end_ns >= f->start_ns && f->end_ns <= INT64_MAX / 2);
		assert_true(f->first_ns >= f->start_ns && f->first_ns <= INT64_MAX / 2);
		assert_true(strlen(f->hook_recv) < sizeof(f->hook_recv));
		for (uint64_t id = 0; id < 3; id++) {
			reader_cgroup_path(r, id);
			reader_workload_names(r, id);
			reader_netns_name(r, (uint32_t)id);
			reader_link_bps(r, 1, (uint32_t)id);
		}
		err = read_whole(r, 0, UINT64_MAX);
		if (!err)
			err = read_whole(r, START_NS + 10 * MS, START_NS + 20 * MS);
		if (!err)
			err = reader_ledger(r, START_NS + 5 * MS, UINT64_MAX, &l, &partial);
		snprintf(reason, READER_REASON_LEN, "%s", reader_reason(r));
		reader_free(r);
	}
	assert_true(err <= 0);
	if (err)
		assert_reason(reason, b->path);
	assert_image(b, &image, beside);
	image_free(&image);
	return err;
}

static inline void assert_refused(const struct bench *b, const char *says)
{
	char reason[READER_REASON_LEN] = "";
	int err = read_everything(b, reason);

	if (err != -EBADMSG || !strstr(reason, says))
		fail_msg("%d: '%s' does not say: %s", err, reason, says);
}

/*
 * Runs SQL by which a table gets what it cannot hold, and makes the schema what it was: as if the
 * table had been filled before it was declared.
 */
static inline void corrupt(const struct bench *b, const char *table, const char *sql)
{
	char loosen[512], *tighten;
	sqlite3 *db = bench_database(b);

	snprintf(loosen, sizeof(loosen),
		 "PRAGMA writable_schema = ON; CREATE TABLE was AS SELECT sql FROM sqlite_schema "
		 "WHERE name = '%1$s'; UPDATE sqlite_schema SET "
		 "sql = replace(replace(sql, ' NOT NULL', ''), ' STRICT', '') WHERE name = '%1$s'",
		 table);
	run_sql(db, loosen);
	sqlite3_close(db);
	db = bench_database(b);
	run_sql(db, sql);
	tighten = sqlite3_mprintf("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET "
				  "sql = (SELECT sql FROM was) WHERE name = '%s'; DROP TABLE was",
				  table);
	run_sql(db, tighten);
	sqlite3_free(tighten);
	sqlite3_close(db);
}

#endif
