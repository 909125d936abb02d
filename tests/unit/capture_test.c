/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a writer was given a reader gives: the same samples and ticks, in the same order. */
#include "capture_fixture.h"

#include <arpa/inet.h>

#define SOCKETS 40
#define EVENTS 4000

/* ---- any sockets ---- */

/* Another sample of the socket: a part of it is as it was. */
static void roll_on(struct dice *dice, struct sample *s)
{
	const struct sample before = *s, next = any_sample(dice);

	switch (roll(dice) % 4) {
	case 0: /* all is new but the socket */
		*s = next;
		s->id = before.id;
		break;
	case 1:
		s->agg = next.agg;
		break;
	case 2:
		s->bytes_acked = next.bytes_acked;
		s->snd_una = next.snd_una;
		break;
	default:
		s->reason = next.reason;
		s->jiffies = next.jiffies;
	}
	if (roll(dice) % 8 == 0) { /* it has another owner */
		s->id.pid = next.id.pid;
		s->id.cgroup_id = next.id.cgroup_id;
		memcpy(s->id.comm, next.id.comm, sizeof(s->id.comm));
	}
}

static void interleave(const struct writer_opts *opts)
{
	struct sample sockets[SOCKETS];
	struct dice dice = { 5 };
	uint64_t now_ns = START_NS;
	struct bench b;

	bench_new(&b);
	bench_record(&b, opts);
	for (size_t i = 0; i < SOCKETS; i++)
		sockets[i] = any_sample(&dice);
	for (size_t i = 0; i < EVENTS; i++) {
		struct sample *s = &sockets[roll(&dice) % SOCKETS];

		now_ns += roll(&dice) % (20 * MS);
		if (roll(&dice) % 8 == 0)
			bench_tick(&b, now_ns);
		roll_on(&dice, s);
		s->ts_ns = now_ns - roll(&dice) % (5 * MS); /* some before the start */
		bench_sample(&b, s);
	}
	bench_tick(&b, now_ns);
	bench_tick(&b, now_ns);
	bench_finish(&b, now_ns);
	assert_holds_from(&b, 0);
	assert_true(bench_alone(&b));
	bench_free(&b);
}

static void any_sockets_interleaved(void **state)
{
	struct writer_opts opts = writer_defaults();

	(void)state;
	interleave(&opts);
	opts.sockets_max = 3; /* which all but three are forgotten for, time and again */
	interleave(&opts);
}

/* ---- particular sockets ---- */

static void set_addresses(struct sample *s, enum sample_family family, const char *local,
			  const char *remote)
{
	int af = family == FAMILY_INET6 ? AF_INET6 : AF_INET;

	s->id.family = family;
	memset(&s->id.local, 0, sizeof(s->id.local));
	memset(&s->id.remote, 0, sizeof(s->id.remote));
	assert_int_equal(inet_pton(af, local, s->id.local.addr), 1);
	assert_int_equal(inet_pton(af, remote, s->id.remote.addr), 1);
	s->id.remote.port = 65535;
}

static void addresses(void **state)
{
	static const struct {
		enum sample_family family;
		const char *local, *remote;
	} rows[] = {
		{ FAMILY_INET, "0.0.0.0", "255.255.255.255" },
		{ FAMILY_INET, "10.9.0.1", "127.0.0.1" },
		{ FAMILY_INET6, "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ FAMILY_INET6, "::ffff:10.9.0.1", "::ffff:255.255.255.255" },
		{ FAMILY_INET6, "::10.9.0.1", "::1" },
		{ FAMILY_INET6, "2001:db8::9:0:0:1", "fe80::1" },
	};
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sample s = plain_sample(i + 1, START_NS + i);

		set_addresses(&s, rows[i].family, rows[i].local, rows[i].remote);
		bench_sample(&b, &s);
	}
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

static void names(void **state)
{
	static const char *const rows[] = {
		"",
		"rsync",
		"'; DROP TABLE --",
		"\"",
		"\n\r\t\x1b[31m",
		"\xff\xfe\xfd",
		"\xc3",
		"\xed\xa0\x80",
		"\xf4\x90\x80\x80",
		"\x01",
		"0123456789abcdef",
		"?1",
		"\xef\xbb\xbfname",
		"%s%n",
	};
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		struct sample s = plain_sample(7, START_NS + i);

		set_name(s.id.comm, rows[i % ARRAY_SIZE(rows)]);
		set_name(s.id.congestion_control, rows[i * 5 % ARRAY_SIZE(rows)]);
		bench_sample(&b, &s);
	}
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	bench_free(&b);
}

/* It is passed to another process: the socket stays, its owner does not. */
static void an_owner_changes(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 0; i < 6; i++) {
		s.ts_ns += 100 * MS;
		s.id.pid = i % 3 ? 4711 : 0;
		set_name(s.id.comm, i % 3 ? "nginx" : "");
		s.id.cgroup_id = i / 2;
		bench_sample(&b, &s);
	}
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	assert_int_equal(count_rows(&b, "sockets"), 1);
	bench_free(&b);
}

/* Its cookie is seen again after it was closed, and once with another address. */
static void a_cookie_comes_back(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 0; i < 9; i++) {
		s.ts_ns += 100 * MS;
		s.reason = i % 3 == 2 ? SAMPLE_CLOSE : SAMPLE_GATE;
		if (i == 4)
			s.id.local.port ^= 1;
		bench_sample(&b, &s);
	}
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	assert_int_equal(count_rows(&b, "sockets"), 4);
	bench_free(&b);
}

/* Of many sockets that never say that they close nothing is kept in memory for ever. */
static void a_silent_socket_comes_back(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	bench_sample(&b, &s);
	bench_tick(&b, START_NS + 600 * SECOND);
	s.ts_ns = START_NS + 600 * SECOND;
	bench_sample(&b, &s); /* known still */
	bench_tick(&b, START_NS + 1201 * SECOND);
	s.ts_ns = START_NS + 1201 * SECOND;
	bench_sample(&b, &s);
	bench_finish(&b, START_NS + 1202 * SECOND);
	assert_holds_from(&b, 0);
	assert_int_equal(count_rows(&b, "sockets"), 2);
	bench_free(&b);
}

/* A group's row stands for all samples until something in it changes. */
static void what_stays_is_written_once(void **state)
{
	struct sample s = plain_sample(7, START_NS), other = plain_sample(8, START_NS);
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 0; i < 10; i++) {
		s.ts_ns += 10 * MS;
		other.ts_ns += 10 * MS;
		if (i == 5)
			s.cwnd_segments ^= 1;
		if (i == 7)
			other.rcvbuf_bytes ^= 1;
		bench_sample(&b, &s);
		bench_sample(&b, &other);
	}
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	assert_int_equal(count_rows(&b, "samples"), 20);
	assert_int_equal(count_rows(&b, "sockets"), 2);
	assert_int_equal(count_rows(&b, "settings"), 2);
	assert_int_equal(count_rows(&b, "sending"), 3);
	assert_int_equal(count_rows(&b, "receiving"), 3);
	bench_free(&b);
}

/* ---- batches ---- */

/* What was given is in the file at the latest when the samples' clock has gone on so far. */
static void a_batch_is_written_in_time(void **state)
{
	struct sample s = plain_sample(7, START_NS + 1);
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	for (int i = 1; i <= 3; i++) {
		bench_sample(&b, &s);
		s.ts_ns += WRITER_BATCH_NS;
		assert_int_equal(writer_tick(b.writer, &(struct tick){ .ts_ns = s.ts_ns }), 0);
		assert_holds_from(&b, 0);
		assert_true(bench_alone(&b));
		events_tick(&b.written, &(struct tick){ .ts_ns = s.ts_ns });
		s.ts_ns++;
	}
	bench_free(&b);
}

/* A recorder that is cut off leaves all batches that were written, and nothing of the open one. */
static void a_run_that_is_cut_off(void **state)
{
	struct sample s = plain_sample(7, START_NS);
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	bench_sample(&b, &s);
	s.ts_ns += WRITER_BATCH_NS - 1;
	bench_sample(&b, &s);
	s.ts_ns += 2;
	assert_int_equal(writer_sample(b.writer, &s), 0);
	bench_cut_off(&b);
	assert_holds_from(&b, 0);
	assert_true(bench_alone(&b));
	r = bench_open(&b);
	assert_false(reader_facts(r)->ended);
	assert_true(reader_facts(r)->end_ns == START_NS + WRITER_BATCH_NS);
	reader_free(r);
	bench_free(&b);
}

/* Cut off before anything came */
static void a_run_of_nothing(void **state)
{
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	bench_cut_off(&b);
	assert_holds_from(&b, 0);
	r = bench_open(&b);
	assert_false(reader_facts(r)->ended);
	assert_true(reader_facts(r)->end_ns >= START_NS);
	reader_free(r);
	assert_true(bench_alone(&b));
	bench_free(&b);
}

static void totals(void **state)
{
	struct sample s = plain_sample(7, START_NS), other = plain_sample(8, START_NS);
	struct writer_totals t;
	struct stat st;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	writer_totals(b.writer, &t);
	assert_int_equal(t.samples, 0);
	bench_sample(&b, &s);
	bench_sample(&b, &other);
	bench_sample(&b, &s);
	writer_totals(b.writer, &t);
	assert_int_equal(t.samples, 0); /* none is in the file yet */
	assert_int_equal(writer_finish(b.writer, START_NS + 1), 0);
	writer_totals(b.writer, &t);
	assert_int_equal(t.samples, 3);
	assert_int_equal(t.sockets, 2);
	assert_int_equal(stat(b.path, &st), 0);
	assert_int_equal(t.bytes, st.st_size);
	assert_string_equal(writer_path(b.writer), b.path);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_sockets_interleaved),
		cmocka_unit_test(addresses),
		cmocka_unit_test(names),
		cmocka_unit_test(an_owner_changes),
		cmocka_unit_test(a_cookie_comes_back),
		cmocka_unit_test(a_silent_socket_comes_back),
		cmocka_unit_test(what_stays_is_written_once),
		cmocka_unit_test(a_batch_is_written_in_time),
		cmocka_unit_test(a_run_that_is_cut_off),
		cmocka_unit_test(a_run_of_nothing),
		cmocka_unit_test(totals),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
