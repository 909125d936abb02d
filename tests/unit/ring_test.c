/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A capture that is a ring: it stays within its limits, and what is left of it is whole. */
#include "capture_fixture.h"

#define MAX_BYTES MIB

/* ---- what is left ---- */

/* No sample names a row that is gone, and no row is there for long that no sample names. */
static void assert_whole(const struct bench *b)
{
	static const char *const tables[] = { "sockets", "settings", "sending", "receiving" };
	static const char *const columns_of[] = { "socket", "settings", "sending", "receiving" };
	sqlite3 *db = bench_database(b);
	int64_t samples = sql_number(db, "SELECT count(*) FROM samples");

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		char sql[256];

		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM samples LEFT JOIN %1$s AS t ON t.id = samples.%2$s "
			 "WHERE t.id IS NULL",
			 tables[i], columns_of[i]);
		assert_int_equal(sql_number(db, sql), 0);
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM %1$s WHERE id NOT IN (SELECT %2$s FROM samples)",
			 tables[i], columns_of[i]);
		/* of a socket none; of a group, what the ring reaches back */
		assert_in_range(sql_number(db, sql), 0, i ? samples / 4 : 0);
	}
	sqlite3_close(db);
	assert_sound(b);
}

/* The capture gives all that was written from first_ns on, and nothing else. How many samples? */
static size_t assert_rest(const struct bench *b)
{
	struct reader *r = bench_open(b);
	const uint64_t first_ns = reader_facts(r)->first_ns;
	struct events given = read_span(r, WHOLE);
	size_t at = 0, samples = 0;

	assert_true(first_ns > START_NS);
	for (size_t i = 0; i < b->written.count; i++) {
		const struct happening *h = &b->written.all[i];

		if ((h->is_tick ? h->tick.ts_ns : h->sample.ts_ns) < first_ns)
			continue;
		assert_true(at < given.count);
		assert_happening_equal(&given.all[at++], h);
		samples += !h->is_tick;
	}
	assert_int_equal(at, given.count);
	events_free(&given);
	reader_free(r);
	return samples;
}

static uint64_t file_bytes(const struct bench *b)
{
	struct stat st;

	assert_int_equal(stat(b->path, &st), 0);
	return (uint64_t)st.st_size;
}

/* In the file, and in the transaction that will be. */
static void assert_size(const struct bench *b)
{
	struct writer_totals totals;

	writer_totals(b->writer, &totals);
	if (file_bytes(b) > MAX_BYTES || totals.bytes > MAX_BYTES)
		fail_msg("%ju bytes, to be %ju", (uintmax_t)file_bytes(b), (uintmax_t)totals.bytes);
}

static void record_ring(struct bench *b, uint64_t max_bytes, uint64_t max_age_ns)
{
	struct writer_opts opts = writer_defaults();

	opts.max_bytes = max_bytes;
	opts.max_age_ns = max_age_ns;
	bench_new(b);
	bench_record(b, &opts);
}

/* ---- sizes ---- */

/* So many sockets, of whose samples one in so many is all new, and the others the least there is. */
static void record_sockets(struct bench *b, struct dice *dice, uint64_t *now_ns, size_t sockets,
			   size_t samples, size_t heavy)
{
	struct sample *all = calloc(sockets, sizeof(*all));

	assert_non_null(all);
	for (size_t i = 0; i < sockets; i++)
		all[i] = plain_sample(i + 1, START_NS);
	for (size_t i = 0; i < samples; i++) {
		struct sample *s = &all[roll(dice) % sockets];

		*now_ns += MS;
		if (roll(dice) % heavy == 0) {
			struct sample next = any_sample(dice);

			next.id = s->id;
			*s = next;
		}
		s->ts_ns = *now_ns - roll(dice) % (3 * MS); /* they come out of order */
		s->agg.segments++;
		bench_sample(b, s);
		assert_size(b);
		if (i % 100 == 0)
			bench_tick(b, *now_ns);
	}
	free(all);
}

static void finish_ring(struct bench *b, uint64_t now_ns)
{
	bench_tick(b, now_ns + 1);
	assert_int_equal(writer_finish(b->writer, now_ns + 1), 0);
	assert_size(b);
	bench_cut_off(b);
	assert_whole(b);
	assert_true(bench_alone(b));
}

static void all_changes_all_the_time(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 6 };
	struct bench b;
	size_t kept;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	record_sockets(&b, &dice, &now_ns, 100, 20000, 1);
	finish_ring(&b, now_ns);
	kept = assert_rest(&b);
	assert_in_range(kept, 1000, 19999);
	assert_true(file_bytes(&b) > MAX_BYTES / 2);
	bench_free(&b);
}

/* The rows that hold of each socket were written long ago, and are used. */
static void hardly_anything_changes(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 7 };
	struct bench b;
	size_t kept;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	record_sockets(&b, &dice, &now_ns, 300, 50000, 5000);
	finish_ring(&b, now_ns);
	kept = assert_rest(&b);
	assert_in_range(kept, 3500, 49999);
	bench_free(&b);
}

/* More sockets than there is room for: most come back when nothing is left of them. */
static void sockets_come_back(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 8 };
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	record_sockets(&b, &dice, &now_ns, 8000, 20000, 1000);
	finish_ring(&b, now_ns);
	assert_in_range(assert_rest(&b), 1000, 19999);
	bench_free(&b);
}

/* What was small grows all at once, while the small is still used. */
static void a_burst(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 9 };
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	for (int i = 0; i < 3; i++) {
		record_sockets(&b, &dice, &now_ns, 1000, 10000, 1000);
		record_sockets(&b, &dice, &now_ns, 1000, 2000, 1);
	}
	finish_ring(&b, now_ns);
	assert_rest(&b);
	bench_free(&b);
}

/* A host where nothing happens, for ever */
static void ticks_alone(void **state)
{
	uint64_t now_ns = START_NS;
	struct sample s = plain_sample(7, START_NS);
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	bench_sample(&b, &s);
	for (int i = 0; i < 100000; i++) {
		now_ns += 10 * MS;
		bench_tick(&b, now_ns);
		if (i % 10)
			continue;
		assert_int_equal(writer_ledger(b.writer, now_ns, &(struct ledger){ 0 }), 0);
		assert_size(&b);
	}
	finish_ring(&b, now_ns);
	assert_int_equal(assert_rest(&b), 0);
	bench_free(&b);
}

/* What waited for a reader comes all at once, and is more than there is room for. */
static void a_reader_holds_it_up(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 12 };
	struct bench b;
	sqlite3 *db;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	record_sockets(&b, &dice, &now_ns, 100, 4000, 1);
	db = bench_database(&b);
	run_sql(db, "BEGIN");
	sql_number(db, "SELECT count(*) FROM samples");
	record_sockets(&b, &dice, &now_ns, 100, 10000, 1);
	sqlite3_close(db);
	record_sockets(&b, &dice, &now_ns, 100, 4000, 1);
	finish_ring(&b, now_ns);
	assert_in_range(assert_rest(&b), 1000, 4999);
	bench_free(&b);
}

/* Containers come and go: what there is of them goes with the samples. */
static void cgroups_and_links_come_and_go(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	sqlite3 *db;
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	for (uint64_t i = 0; i < 40000; i++) {
		s.ts_ns += MS;
		s.id.cookie = 1 + i / 4;
		s.id.cgroup_id = 100 + i / 2;
		s.id.ifindex = (uint32_t)(5 + i % 2);
		s.id.netns = (uint32_t)(1000 + i / 2000);
		if (!writer_has_cgroup(b.writer, s.id.cgroup_id))
			assert_int_equal(
				writer_cgroup(b.writer, s.id.cgroup_id, "/a/pod/of/it", NULL), 0);
		if (!writer_has_netns(b.writer, s.id.netns))
			assert_int_equal(writer_netns(b.writer, s.id.netns, "blue"), 0);
		if (!writer_has_link(b.writer, s.id.netns, s.id.ifindex, 1000))
			assert_int_equal(writer_link(b.writer, s.id.netns, s.id.ifindex, 1000), 0);
		if (i % 4 == 3)
			s.reason = SAMPLE_CLOSE;
		bench_sample(&b, &s);
		s.reason = SAMPLE_GATE;
		assert_size(&b);
	}
	finish_ring(&b, s.ts_ns);
	assert_in_range(assert_rest(&b), 2000, 39999);
	db = bench_database(&b);
	assert_int_equal(sql_number(db, "SELECT count(*) FROM cgroups"),
			 sql_number(db, "SELECT count(DISTINCT cgroup) FROM socket_samples"));
	assert_int_equal(sql_number(db, "SELECT count(*) FROM socket_samples "
					"WHERE cgroup_path IS NULL"),
			 0);
	assert_int_equal(sql_number(db, "SELECT count(*) FROM namespaces"),
			 sql_number(db, "SELECT count(DISTINCT netns) FROM socket_samples "
					"WHERE netns_name = 'blue'"));
	assert_int_equal(sql_number(db, "SELECT count(*) FROM links"),
			 sql_number(db, "SELECT count(*) FROM (SELECT DISTINCT netns, ifindex "
					"FROM socket_samples JOIN links USING (netns, ifindex))"));
	sqlite3_close(db);
	bench_free(&b);
}

/* ---- ages ---- */

#define AGE_NS (80 * SECOND)
#define AGE_STEP_NS (AGE_NS / 64)

static uint64_t oldest_ns(const struct bench *b)
{
	sqlite3 *db = bench_database(b);
	int64_t t_ns = sql_number(db, "SELECT min(min(t_ns), (SELECT min(t_ns) FROM ticks)) "
				      "FROM samples");

	sqlite3_close(db);
	return START_NS + (uint64_t)t_ns;
}

static void an_age(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct bench b;

	(void)state;
	record_ring(&b, 0, AGE_NS);
	for (uint64_t now_ns = START_NS; now_ns < START_NS + 4 * AGE_NS; now_ns += SECOND) {
		s.ts_ns = now_ns;
		s.agg.segments++;
		bench_sample(&b, &s);
		bench_tick(&b, now_ns + 1);
		if (now_ns < START_NS + SECOND)
			continue;
		/* all of that age is there, and nothing of that age and a step */
		assert_true(now_ns < oldest_ns(&b) + AGE_NS + AGE_STEP_NS + 2 * SECOND);
		assert_true(oldest_ns(&b) == START_NS ||
			    now_ns > oldest_ns(&b) + AGE_NS - 2 * SECOND);
	}
	bench_finish(&b, s.ts_ns + 1);
	assert_whole(&b);
	assert_in_range(assert_rest(&b), 79, 87);
	bench_free(&b);
}

/* A capture that is younger keeps all. */
static void no_limit_is_reached(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 10 };
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 2 * SECOND);
	record_sockets(&b, &dice, &now_ns, 10, 1000, 2);
	finish_ring(&b, now_ns);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

static void an_age_and_a_size(void **state)
{
	uint64_t now_ns = START_NS;
	struct dice dice = { 11 };
	struct bench b;

	(void)state;
	record_ring(&b, MAX_BYTES, 5 * SECOND);
	record_sockets(&b, &dice, &now_ns, 50, 10000, 1); /* the size is reached before the age */
	record_sockets(&b, &dice, &now_ns, 50, 20000, 1000);
	finish_ring(&b, now_ns);
	assert_in_range(assert_rest(&b), 4900, 6200);
	bench_free(&b);
}

/* ---- what is said of it ---- */

static void the_ledger_of_what_is_left(void **state)
{
	struct ledger l = { 0 };
	struct reader *r;
	struct bench b;
	bool partial;

	(void)state;
	record_ring(&b, 0, AGE_NS);
	for (uint64_t second = 0; second <= 200; second++) {
		l.emitted = l.consumed = l.by_event[EVENT_SENDS] = 10 * second;
		assert_int_equal(writer_ledger(b.writer, START_NS + second * SECOND, &l), 0);
		bench_tick(&b, START_NS + second * SECOND + 1);
	}
	bench_finish(&b, START_NS + 200 * SECOND + 1);
	r = bench_open(&b);
	assert_true(reader_facts(r)->first_ns > START_NS + 100 * SECOND);
	assert_int_equal(reader_ledger(r, WHOLE, &l, &partial), 0);
	assert_true(partial);
	assert_in_range(l.emitted, 800, 930);
	assert_int_equal(l.consumed, l.emitted);
	assert_int_equal(l.by_event[EVENT_SENDS], l.emitted);
	reader_free(r);
	assert_in_range(count_rows(&b, "loss"), 80, 93);
	bench_free(&b);
}

/* The first samples may be older than the recorder. */
static void samples_before_the_start(void **state)
{
	struct bench b;
	struct reader *r;

	(void)state;
	record_ring(&b, MAX_BYTES, 0);
	for (uint64_t i = 0; i < 4000; i++) {
		struct sample s = plain_sample(1 + i, START_NS - 4000 + i);

		bench_sample(&b, &s);
		assert_size(&b);
	}
	bench_cut_off(&b);
	r = bench_open(&b);
	assert_true(reader_facts(r)->first_ns >= START_NS);
	reader_free(r);
	assert_whole(&b);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_changes_all_the_time),
		cmocka_unit_test(hardly_anything_changes),
		cmocka_unit_test(sockets_come_back),
		cmocka_unit_test(a_burst),
		cmocka_unit_test(ticks_alone),
		cmocka_unit_test(a_reader_holds_it_up),
		cmocka_unit_test(cgroups_and_links_come_and_go),
		cmocka_unit_test(an_age),
		cmocka_unit_test(no_limit_is_reached),
		cmocka_unit_test(an_age_and_a_size),
		cmocka_unit_test(the_ledger_of_what_is_left),
		cmocka_unit_test(samples_before_the_start),
	};

	return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
