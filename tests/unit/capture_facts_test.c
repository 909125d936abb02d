/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a capture says beside its samples: itself, its spans, its ledger, and what the host knew. */
#include "capture_fixture.h"

#include <errno.h>

static void facts(void **state)
{
	struct writer_opts opts = writer_defaults();
	const struct reader_facts *f;
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record(&b, &opts);
	bench_finish(&b, START_NS + 3 * SECOND);
	r = bench_open(&b);
	f = reader_facts(r);
	assert_true(f->start_ns == START_NS);
	assert_true(f->start_realtime_ns == START_REALTIME_NS);
	assert_true(f->first_ns == START_NS);
	assert_true(f->end_ns == START_NS + 3 * SECOND);
	assert_true(f->ended);
	assert_int_equal(f->sample_interval_ms, 100);
	assert_string_equal(f->hook_recv, "tracepoint");
	assert_string_equal(f->hook_send, "fentry");
	assert_string_equal(reader_reason(r), "");
	reader_free(r);
	reader_free(NULL);
	writer_free(NULL);
	bench_free(&b);
}

static void facts_that_are_not_known(void **state)
{
	struct writer_opts opts = writer_defaults();
	struct reader *r;
	struct bench b;

	(void)state;
	opts.facts.hostname = opts.facts.hook_recv = opts.facts.hook_send = NULL;
	bench_new(&b);
	bench_record(&b, &opts);
	bench_finish(&b, START_NS);
	r = bench_open(&b);
	assert_true(reader_facts(r)->ended);
	assert_true(reader_facts(r)->end_ns == START_NS);
	assert_string_equal(reader_facts(r)->hook_recv, "");
	assert_string_equal(reader_facts(r)->hook_send, "");
	reader_free(r);
	bench_free(&b);
}

/* ---- spans ---- */

#define STEP_NS (100 * MS)
#define STEPS 20

/* A sample at every step, and a tick in the middle between two: events 0, 1, 2... */
static void record_steps(struct bench *b)
{
	bench_record_defaults(b);
	for (uint64_t i = 0; i < STEPS; i++) {
		struct sample s = plain_sample(1 + i % 3, START_NS + i * STEP_NS);

		bench_sample(b, &s);
		bench_tick(b, s.ts_ns + STEP_NS / 2);
	}
	bench_finish(b, START_NS + STEPS * STEP_NS);
}

static void spans(void **state)
{
	const uint64_t at_5 = START_NS + 5 * STEP_NS, at_9 = START_NS + 9 * STEP_NS;
	const struct {
		uint64_t from_ns, to_ns;
		size_t first, count;
	} rows[] = {
		{ WHOLE, 0, 2 * STEPS },
		{ 0, INT64_MAX, 0, 2 * STEPS },
		{ START_NS, START_NS + STEPS * STEP_NS, 0, 2 * STEPS },
		{ at_5, at_9, 10, 8 },
		{ at_5 + 1, at_9 + 1, 11, 8 },
		{ at_5, at_5 + 1, 10, 1 },
		{ at_5 + 1, at_5 + STEP_NS / 2, 0, 0 },
		{ at_5, at_5, 0, 0 },
		{ at_9, at_5, 0, 0 },
		{ at_9, UINT64_MAX, 18, 2 * (STEPS - 9) },
		{ 0, at_9, 0, 18 },
		{ 0, 0, 0, 0 },
		{ 0, 1, 0, 0 },
		{ START_NS + STEPS * STEP_NS, UINT64_MAX, 0, 0 },
		{ UINT64_MAX, UINT64_MAX, 0, 0 },
	};
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	record_steps(&b);
	r = bench_open(&b);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct events events = read_span(r, rows[i].from_ns, rows[i].to_ns);

		assert_int_equal(events.count, rows[i].count);
		for (size_t n = 0; n < events.count; n++)
			assert_happening_equal(&events.all[n], &b.written.all[rows[i].first + n]);
		events_free(&events);
	}
	reader_free(r);
	bench_free(&b);
}

/* ---- a consumer that has enough ---- */

struct limited {
	struct events events;
	size_t limit;
};

static int limited_sample(void *ctx, const struct sample *s)
{
	struct limited *l = ctx;

	events_sample(&l->events, s);
	return l->events.count < l->limit ? 0 : -E2BIG;
}

static int limited_tick(void *ctx, const struct tick *t)
{
	struct limited *l = ctx;

	events_tick(&l->events, t);
	return l->events.count < l->limit ? 0 : -ENOSPC;
}

static void a_consumer_ends_it(void **state)
{
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	record_steps(&b);
	r = bench_open(&b);
	for (size_t limit = 1; limit <= 2 * STEPS; limit++) {
		struct limited l = { .limit = limit };
		const struct consumer consumer = { limited_sample, limited_tick, &l };
		struct events whole;

		assert_int_equal(reader_run(r, WHOLE, &consumer), limit % 2 ? -E2BIG : -ENOSPC);
		assert_int_equal(l.events.count, limit);
		assert_string_equal(reader_reason(r), ""); /* it is not the reader's */
		events_free(&l.events);
		whole = read_span(r, WHOLE);
		assert_events_from(&whole, &b.written, 0);
		events_free(&whole);
	}
	reader_free(r);
	bench_free(&b);
}

/* ---- the ledger ---- */

#define SECONDS 5

/* What it is after so many seconds: in no second as in another. */
static struct ledger ledger_at(uint64_t second)
{
	const uint64_t n = second * second;

	return (struct ledger){
		.by_event = { 100 * n, 30 * n, 7 * n, n },
		.emitted = 90 * n,
		.suppressed = 40 * n,
		.dropped = 5 * n,
		.filtered = 3 * n,
		.consumed = 88 * n,
		.skipped = 2 * n,
		.skipped_known = true,
	};
}

static void assert_ledger(struct reader *r, uint64_t from_ns, uint64_t to_ns, uint64_t from_second,
			  uint64_t to_second, bool partial)
{
	const struct ledger a = ledger_at(from_second), b = ledger_at(to_second);
	struct ledger l;
	bool is_partial = !partial;

	assert_int_equal(reader_ledger(r, from_ns, to_ns, &l, &is_partial), 0);
	assert_int_equal(is_partial, partial);
	for (int i = 0; i < EVENT_MAX; i++)
		assert_true(l.by_event[i] == b.by_event[i] - a.by_event[i]);
	assert_true(l.emitted == b.emitted - a.emitted);
	assert_true(l.suppressed == b.suppressed - a.suppressed);
	assert_true(l.dropped == b.dropped - a.dropped);
	assert_true(l.filtered == b.filtered - a.filtered);
	assert_true(l.consumed == b.consumed - a.consumed);
	assert_true(l.skipped_known && l.skipped == b.skipped - a.skipped);
}

static void record_ledger(struct bench *b)
{
	bench_record_defaults(b);
	for (uint64_t second = 1; second <= SECONDS; second++) {
		const struct ledger l = ledger_at(second);

		assert_int_equal(writer_ledger(b->writer, START_NS + second * SECOND, &l), 0);
	}
}

static void ledger(void **state)
{
	const uint64_t end_ns = START_NS + SECONDS * SECOND;
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	record_ledger(&b);
	bench_finish(&b, end_ns);
	r = bench_open(&b);
	assert_ledger(r, WHOLE, 0, SECONDS, false);
	assert_ledger(r, START_NS, end_ns, 0, SECONDS, false);
	assert_ledger(r, START_NS, end_ns - 1, 0, SECONDS - 1, true);
	assert_ledger(r, START_NS + 1, end_ns, 0, SECONDS, true);
	assert_ledger(r, START_NS + 2 * SECOND, START_NS + 4 * SECOND, 2, 4, true);
	assert_ledger(r, START_NS + 2 * SECOND + 1, START_NS + 4 * SECOND - 1, 2, 3, true);
	assert_ledger(r, START_NS + 2 * SECOND, START_NS + 2 * SECOND, 2, 2, true);
	assert_ledger(r, 0, 1, 0, 0, true);
	reader_free(r);
	bench_free(&b);
}

static void ledger_of_a_run_that_is_cut_off(void **state)
{
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	record_ledger(&b);
	bench_tick(&b, START_NS + SECONDS * SECOND + WRITER_BATCH_NS);
	bench_cut_off(&b);
	r = bench_open(&b);
	assert_ledger(r, WHOLE, 0, SECONDS, true);
	reader_free(r);
	bench_free(&b);
}

static void ledger_of_nothing(void **state)
{
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	bench_finish(&b, START_NS + SECOND);
	r = bench_open(&b);
	assert_ledger(r, WHOLE, 0, 0, false);
	reader_free(r);
	bench_free(&b);
}

/* ---- what the host knew ---- */

static void cgroups(void **state)
{
	char longest[PATH_MAX];
	struct reader *r;
	struct bench b;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	bench_new(&b);
	bench_record_defaults(&b);
	assert_int_equal(writer_cgroup(b.writer, 1, "/", NULL), 0);
	assert_int_equal(writer_cgroup(b.writer, 2, "/old", NULL), 0);
	assert_int_equal(writer_cgroup(b.writer, INT64_MAX, longest, NULL), 0);
	assert_int_equal(writer_cgroup(b.writer, 3, "/it's \"\xff\n", NULL), 0);
	assert_int_equal(writer_cgroup(b.writer, 2, "/new", NULL), 0);
	bench_finish(&b, START_NS + SECOND);
	r = bench_open(&b);
	assert_string_equal(reader_cgroup_path(r, 1), "/");
	assert_string_equal(reader_cgroup_path(r, 2), "/new");
	assert_string_equal(reader_cgroup_path(r, 3), "/it's \"\xff\n");
	assert_string_equal(reader_cgroup_path(r, INT64_MAX), longest);
	assert_null(reader_cgroup_path(r, 4));
	assert_null(reader_cgroup_path(r, 0));
	reader_free(r);
	bench_free(&b);
}

/* Names as the host had them, and whoever has none. */
static void names(void **state)
{
	const struct workload_names pod = { "nginx", "web-0", "shop" }, nameless = { "" };
	const struct workload_names *told;
	char longest[READER_NETNS_LEN];
	struct reader *r;
	struct bench b;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	bench_new(&b);
	bench_record_defaults(&b);
	assert_int_equal(writer_cgroup(b.writer, 1, "/a", &pod), 0);
	assert_int_equal(writer_cgroup(b.writer, 2, "/b", &nameless), 0);
	assert_int_equal(writer_cgroup(b.writer, 3, "/c", NULL), 0);
	assert_false(writer_has_netns(b.writer, 7));
	assert_int_equal(writer_netns(b.writer, 7, "old"), 0);
	assert_true(writer_has_netns(b.writer, 7));
	assert_int_equal(writer_netns(b.writer, 7, "a;id\n\xff"), 0);
	assert_int_equal(writer_netns(b.writer, UINT32_MAX, longest), 0);
	assert_int_equal(writer_netns(b.writer, 8, "host"), 0);
	bench_finish(&b, START_NS + SECOND);
	r = bench_open(&b);
	told = reader_workload_names(r, 1);
	assert_string_equal(told->container, "nginx");
	assert_string_equal(told->pod, "web-0");
	assert_string_equal(told->pod_namespace, "shop");
	for (uint64_t id = 2; id <= 3; id++) {
		told = reader_workload_names(r, id);
		assert_string_equal(told->container, "");
		assert_string_equal(told->pod, "");
		assert_string_equal(told->pod_namespace, "");
	}
	assert_null(reader_workload_names(r, 4));
	assert_string_equal(reader_netns_name(r, 7), "a;id\n\xff");
	assert_string_equal(reader_netns_name(r, 8), "host");
	assert_string_equal(reader_netns_name(r, UINT32_MAX), longest);
	assert_null(reader_netns_name(r, 9));
	assert_null(reader_netns_name(r, 0));
	reader_free(r);
	bench_free(&b);
}

static void links(void **state)
{
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	assert_int_equal(writer_link(b.writer, 4026531840, 2, 1000000000), 0);
	assert_int_equal(writer_link(b.writer, 4026531840, 3, 100000000000), 0);
	assert_int_equal(writer_link(b.writer, UINT32_MAX, UINT32_MAX, 1), 0);
	assert_int_equal(writer_link(b.writer, 4026531840, 2, 2500000000), 0);
	bench_finish(&b, START_NS + SECOND);
	r = bench_open(&b);
	assert_true(reader_link_bps(r, 4026531840, 2) == 2500000000);
	assert_true(reader_link_bps(r, 4026531840, 3) == 100000000000);
	assert_true(reader_link_bps(r, UINT32_MAX, UINT32_MAX) == 1);
	assert_true(reader_link_bps(r, 4026531841, 2) == 0);
	assert_true(reader_link_bps(r, 4026531840, 4) == 0);
	reader_free(r);
	bench_free(&b);
}

static void sysctls(void **state)
{
	char text[16] = "as it was";
	struct reader *r;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	assert_int_equal(writer_sysctl(b.writer, 1, "net.ipv4.tcp_rmem", "4096\t131072\t1"), 0);
	assert_int_equal(writer_sysctl(b.writer, 1, "net.ipv4.tcp_rmem", "4096\t131072\t2"), 0);
	assert_int_equal(writer_sysctl(b.writer, UINT32_MAX, "net.ipv4.tcp_rmem", ""), 0);
	assert_int_equal(writer_sysctl(b.writer, 1, "long", "0123456789abcdef"), 0);
	bench_finish(&b, START_NS + SECOND);
	r = bench_open(&b);
	assert_int_equal(reader_sysctl(r, 2, "net.ipv4.tcp_rmem", text, sizeof(text)), -ENOENT);
	assert_int_equal(reader_sysctl(r, 1, "net.ipv4.tcp_wmem", text, sizeof(text)), -ENOENT);
	assert_int_equal(reader_sysctl(r, 1, "long", text, sizeof(text)), -ENOENT);
	assert_string_equal(text, "as it was");
	assert_int_equal(reader_sysctl(r, 1, "net.ipv4.tcp_rmem", text, sizeof(text)), 0);
	assert_string_equal(text, "4096\t131072\t2");
	assert_int_equal(reader_sysctl(r, UINT32_MAX, "net.ipv4.tcp_rmem", text, sizeof(text)), 0);
	assert_string_equal(text, "");
	reader_free(r);
	bench_free(&b);
}

/* Whose a setting of the host was read as does not matter; only its first namespace has tcp_mem. */
static void host(void **state)
{
	char text[16];
	struct reader *r;
	struct bench b;

	(void)state;
	for (uint32_t hosts = 0; hosts <= 2; hosts++) {
		bench_new(&b);
		bench_record_defaults(&b);
		assert_int_equal(writer_sysctl(b.writer, 7, "net.core.rmem_max", "212992"), 0);
		for (uint32_t netns = 8; netns < 8 + hosts; netns++)
			assert_int_equal(writer_sysctl(b.writer, netns, "net.ipv4.tcp_mem", "1"),
					 0);
		bench_finish(&b, START_NS + SECOND);
		r = bench_open(&b);
		assert_true(reader_facts(r)->memory_bytes == 1 << 30);
		assert_int_equal(reader_facts(r)->page_bytes, 4096);
		assert_int_equal(reader_facts(r)->host_netns, hosts == 1 ? 8 : 0);
		assert_int_equal(reader_sysctl(r, 0, "net.core.rmem_max", text, sizeof(text)), 0);
		assert_string_equal(text, "212992");
		assert_int_equal(reader_sysctl(r, 0, "net.core.wmem_max", text, sizeof(text)),
				 -ENOENT);
		reader_free(r);
		bench_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts),
		cmocka_unit_test(facts_that_are_not_known),
		cmocka_unit_test(spans),
		cmocka_unit_test(a_consumer_ends_it),
		cmocka_unit_test(ledger),
		cmocka_unit_test(ledger_of_a_run_that_is_cut_off),
		cmocka_unit_test(ledger_of_nothing),
		cmocka_unit_test(cgroups),
		cmocka_unit_test(names),
		cmocka_unit_test(links),
		cmocka_unit_test(sysctls),
		cmocka_unit_test(host),
	};

	return cmocka_run_group_tests_name("capture_facts", tests, NULL, NULL);
}
