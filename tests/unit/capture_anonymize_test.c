/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A capture for others' eyes: what is secret is nowhere in the file, and all else is as it was. */
#include "capture_fixture.h"

#include <arpa/inet.h>

static const char *const secrets[] = {
	"secret-host",   "secret-comm",   "secret.slice",
	"198.51.100.77", "2001:db8:5ec:", "other-comm",
};

static void assert_no_secret(const struct bench *b)
{
	FILE *file = fopen(b->path, "r");
	char *text = malloc(1 << 20);
	size_t len;

	assert_non_null(file);
	assert_non_null(text);
	len = fread(text, 1, 1 << 20, file);
	assert_in_range(len, 4096, (1 << 20) - 1);
	fclose(file);
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
		if (memmem(text, len, secrets[i], strlen(secrets[i])))
			fail_msg("%s", secrets[i]);
	free(text);
}

static struct sample secret_sample(uint64_t cookie, enum sample_family family)
{
	struct sample s = plain_sample(cookie, START_NS + cookie);
	const int af = family == FAMILY_INET6 ? AF_INET6 : AF_INET;

	s.id.family = family;
	memset(&s.id.local, 0, sizeof(s.id.local));
	inet_pton(af, family == FAMILY_INET6 ? "2001:db8:5ec::1" : "198.51.100.77",
		  s.id.local.addr);
	s.id.remote = s.id.local;
	s.id.local.port = 5201;
	s.id.remote.port = 80;
	set_name(s.id.comm, "secret-comm");
	return s;
}

static void record_secrets(struct bench *b, bool anonymize)
{
	const struct workload_names names = { "secret-container", "secret-pod", "secret-space" };
	struct writer_opts opts = writer_defaults();
	struct sample s;

	opts.anonymize = anonymize;
	opts.facts.hostname = "secret-host";
	bench_new(b);
	bench_record(b, &opts);
	assert_int_equal(writer_cgroup(b->writer, 5, "/secret.slice/x", &names), 0);
	assert_int_equal(writer_netns(b->writer, 7, "secret-netns"), 0);
	assert_true(writer_has_netns(b->writer, 7));
	s = secret_sample(1, FAMILY_INET);
	bench_sample(b, &s);
	set_name(s.id.comm, "other-comm");
	bench_sample(b, &s);
	set_name(s.id.comm, "");
	bench_sample(b, &s);
	s = secret_sample(2, FAMILY_INET6);
	bench_sample(b, &s);
	bench_tick(b, START_NS + SECOND);
	bench_finish(b, START_NS + SECOND);
}

static void secrets_are_nowhere(void **state)
{
	struct bench b;

	(void)state;
	record_secrets(&b, true);
	assert_no_secret(&b);
	bench_free(&b);
}

/* They would have been found. */
static void without_it_they_are_there(void **state)
{
	struct bench b;
	sqlite3 *db;

	(void)state;
	record_secrets(&b, false);
	assert_holds_from(&b, 0);
	db = bench_database(&b);
	assert_int_equal(sql_number(db, "SELECT anonymized FROM capture"), 0);
	assert_int_equal(sql_number(db, "SELECT count(*) FROM capture "
					"WHERE hostname = 'secret-host'"),
			 1);
	assert_int_equal(sql_number(db, "SELECT count(*) FROM sockets "
					"WHERE laddr IN ('198.51.100.77', '2001:db8:5ec::1')"),
			 2);
	sqlite3_close(db);
	bench_free(&b);
}

static void the_rest_is_as_it_was(void **state)
{
	struct events events;
	struct reader *r;
	struct bench b;
	sqlite3 *db;

	(void)state;
	record_secrets(&b, true);
	r = bench_open(&b);
	events = read_span(r, WHOLE);
	assert_int_equal(events.count, b.written.count);
	for (size_t i = 0; i < 4; i++) {
		struct sample *s = &events.all[i].sample, expected = b.written.all[i].sample;

		/* the same address has the same pseudonym, and ports stay */
		assert_memory_equal(s->id.local.addr, s->id.remote.addr, 16);
		assert_memory_not_equal(s->id.local.addr, expected.id.local.addr, 4);
		assert_memory_equal(s->id.comm, i == 2 ? "" : "comm-", i == 2 ? 1 : 5);
		memcpy(expected.id.local.addr, s->id.local.addr, 16);
		memcpy(expected.id.remote.addr, s->id.remote.addr, 16);
		set_name(expected.id.comm, s->id.comm);
		/* sequence numbers are others, but what lies between them is the same */
		assert_int_not_equal(s->snd_una, expected.snd_una);
		assert_int_not_equal(s->rcv_nxt, expected.rcv_nxt);
		expected.snd_nxt += s->snd_una - expected.snd_una;
		expected.write_seq += s->snd_una - expected.snd_una;
		expected.snd_una = s->snd_una;
		expected.copied_seq += s->rcv_nxt - expected.rcv_nxt;
		expected.rcv_nxt = s->rcv_nxt;
		assert_sample_equal(s, &expected);
	}
	assert_string_equal(events.all[0].sample.id.comm, events.all[3].sample.id.comm);
	assert_string_not_equal(events.all[0].sample.id.comm, events.all[1].sample.id.comm);
	assert_memory_equal(reader_cgroup_path(r, 5), "/cg-", 4);
	assert_string_equal(reader_workload_names(r, 5)->container, "");
	assert_null(reader_netns_name(r, 7));
	events_free(&events);
	reader_free(r);
	db = bench_database(&b);
	assert_int_equal(sql_number(db, "SELECT anonymized FROM capture"), 1);
	sqlite3_close(db);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_are_nowhere),
		cmocka_unit_test(without_it_they_are_there),
		cmocka_unit_test(the_rest_is_as_it_was),
	};

	return cmocka_run_group_tests_name("capture_anonymize", tests, NULL, NULL);
}
