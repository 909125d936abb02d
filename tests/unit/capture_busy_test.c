/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A writer that is not alone, that has no room, and that is killed: what it leaves is sound. */
#include "capture_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* A second of a socket's run. */
static void record_second(struct bench *b, struct sample *s)
{
	for (int i = 0; i < 10; i++) {
		s->ts_ns += 100 * MS;
		s->bytes_acked++;
		s->cwnd_segments++;
		bench_sample(b, s);
	}
	bench_tick(b, s->ts_ns);
}

/* How many of the events that were written the capture holds: its first ones, as they were. */
static size_t held(const struct bench *b)
{
	struct reader *r = bench_open(b);
	struct events events = read_span(r, WHOLE);
	size_t count = events.count;

	assert_false(reader_facts(r)->ended);
	assert_true(count <= b->written.count);
	for (size_t i = 0; i < count; i++)
		assert_happening_equal(&events.all[i], &b->written.all[i]);
	events_free(&events);
	reader_free(r);
	return count;
}

/* ---- others at the file ---- */

/* Somebody reads for long: that waits for nobody, and nothing is lost by it. */
static void a_reader_that_stays(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	int64_t count;
	struct bench b;
	sqlite3 *db;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record_second(&b, &s);
	db = bench_database(&b);
	run_sql(db, "BEGIN");
	count = sql_number(db, "SELECT count(*) FROM samples");
	assert_true(count > 0);
	for (int i = 0; i < 30; i++)
		record_second(&b, &s);
	assert_int_equal(sql_number(db, "SELECT count(*) FROM samples"), count);
	run_sql(db, "COMMIT");
	record_second(&b, &s);
	assert_true(sql_number(db, "SELECT count(*) FROM samples") > 300);
	bench_finish(&b, s.ts_ns);
	sqlite3_close(db);
	assert_holds_from(&b, 0);
	assert_true(bench_alone(&b));
	bench_free(&b);
}

/* A replay of what is being recorded sees whole batches, and goes on to the end that it found. */
static void a_replay_meanwhile(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 0; i < 10; i++) {
		record_second(&b, &s);
		assert_true(held(&b) >= b.written.count - 7);
	}
	r = bench_open(&b);
	for (int i = 0; i < 3; i++) {
		struct events events;

		record_second(&b, &s);
		events = read_span(r, WHOLE);
		assert_true(events.count >= b.written.count - 7);
		for (size_t n = 0; n < events.count; n++)
			assert_happening_equal(&events.all[n], &b.written.all[n]);
		events_free(&events);
	}
	reader_free(r);
	bench_finish(&b, s.ts_ns);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

/* Who is left to read at the end cannot be waited for without end: that is told. */
static void a_reader_that_outstays(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct bench b;
	sqlite3 *db;
	size_t before;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	record_second(&b, &s);
	before = held(&b);
	db = bench_database(&b);
	run_sql(db, "BEGIN");
	sql_number(db, "SELECT count(*) FROM samples");
	record_second(&b, &s);
	assert_int_equal(writer_finish(b.writer, s.ts_ns), -EBUSY);
	assert_non_null(strstr(writer_reason(b.writer), "locked"));
	assert_int_equal(writer_sample(b.writer, &s), -EBUSY); /* it stays so */
	bench_cut_off(&b);
	sqlite3_close(db);
	assert_int_equal(held(&b), before);
	assert_true(bench_alone(&b));
	bench_free(&b);
}

/* ---- no room ---- */

/* Until the limit is lifted no file grows beyond so much. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Nothing could be written: nothing is left. */
static void no_room_at_the_start(void **state)
{
	static const rlim_t limits[] = { 0, 1, 4096, 10000, 40000 };
	struct writer_opts opts = writer_defaults();
	struct bench b;

	(void)state;
	bench_new(&b);
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		char reason[WRITER_REASON_LEN] = "";
		int err;

		limit_files(limits[i]);
		err = writer_new(b.path, &opts, &b.writer, reason);
		limit_files(RLIM_INFINITY);
		if (err != -EFBIG)
			fail_msg("%d: %s", err, reason);
		assert_non_null(strstr(reason, b.path));
		assert_non_null(strstr(reason, "ulimit -f"));
		assert_true(bench_empty(&b));
	}
	bench_free(&b);
}

/* No room any more: what was written stays. */
static void no_room_later(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct writer_totals totals;
	struct stat st;
	struct bench b;
	size_t before;
	int err = 0;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 0; i < 10; i++)
		record_second(&b, &s);
	before = held(&b);
	assert_int_equal(stat(b.path, &st), 0);
	limit_files((rlim_t)st.st_size + 100);
	for (int i = 0; i < 10000 && !err; i++) {
		s.ts_ns += 10 * MS;
		s.cwnd_segments++;
		events_sample(&b.written, &s);
		err = writer_sample(b.writer, &s);
	}
	assert_int_equal(err, -EFBIG);
	assert_int_equal(writer_tick(b.writer, &(struct tick){ 0 }), -EFBIG); /* it stays so */
	assert_int_equal(writer_finish(b.writer, s.ts_ns), -EFBIG);
	assert_non_null(strstr(writer_reason(b.writer), b.path));
	assert_non_null(strstr(writer_reason(b.writer), "ulimit -f"));
	writer_totals(b.writer, &totals);
	bench_cut_off(&b);
	limit_files(RLIM_INFINITY);
	assert_true(bench_alone(&b));
	assert_true(held(&b) >= before);
	assert_int_equal(count_rows(&b, "samples"), totals.samples);
	assert_sound(&b);
	bench_free(&b);
}

/* ---- killed ---- */

/* Between two batches the file is sound, and nothing has to be mended. */
static void a_recorder_is_killed(void **state)
{
	(void)state;
	for (int samples = 0; samples < 16; samples++) {
		struct sample s = plain_sample(7, START_NS);
		struct bench b;
		int status;
		pid_t pid;

		bench_new(&b);
		pid = fork();
		assert_true(pid >= 0);
		if (!pid)
			bench_record_defaults(&b);
		for (int i = 0; i < samples; i++) {
			s.ts_ns += 100 * MS;
			s.cwnd_segments++;
			pid ? events_sample(&b.written, &s) : bench_sample(&b, &s);
		}
		if (!pid)
			_exit(0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_true(bench_alone(&b));
		assert_true(held(&b) + 5 >= b.written.count);
		assert_true(bench_alone(&b));
		assert_sound(&b);
		bench_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_that_stays),    cmocka_unit_test(a_replay_meanwhile),
		cmocka_unit_test(a_reader_that_outstays), cmocka_unit_test(no_room_at_the_start),
		cmocka_unit_test(no_room_later),          cmocka_unit_test(a_recorder_is_killed),
	};

	return cmocka_run_group_tests_name("capture_busy", tests, NULL, NULL);
}
