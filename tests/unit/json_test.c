/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* NDJSON: DESIGN.md's lines to the byte, what is not known, what others wrote, what fails. */
#include "sink_fixture.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>

#include "sink/json.h"
#include "verdict/account.h"

static const char socket_line[] =
	"{\"type\":\"socket\",\"schema\":1,\"ts\":1763800000.123456,\"cookie\":\"4097\","
	"\"netns\":4026531840,\"netns_name\":null,\"family\":\"inet\",\"laddr\":\"10.9.0.1\",\"lport\":40522,"
	"\"raddr\":\"10.9.0.2\",\"rport\":873,\"state\":\"ESTABLISHED\",\"pid\":4711,"
	"\"comm\":\"rsync\",\"cgroup\":\"/system.slice/rsync.service\",\"unit\":\"rsync.service\","
	"\"container_id\":null,\"container_name\":null,\"container_runtime\":null,\"pod_uid\":null,"
	"\"pod_name\":null,\"pod_namespace\":null,\"interval_s\":1.0,"
	"\"rtt_min_us\":50120,\"srtt_us\":51100,\"mss\":1448,\"congestion_control\":\"cubic\","
	"\"send\":{\"limit\":\"rwnd\",\"cause\":\"no_wscale_peer\",\"undersized\":true,\"because\":null,"
	"\"limit_share\":0.97,\"rate_bps\":9912000,\"bdp_bytes\":62092,\"bdp_bound\":\"lower\","
	"\"window_bytes\":64240,\"ceiling_bps\":10253000,\"inflight_bytes\":63712,"
	"\"cwnd_bytes\":137560,\"peer_window_bytes\":64240,\"peer_wscale\":null,"
	"\"pacing_bps\":19000000,\"sent_bytes\":1303200,\"retrans_bytes\":27512,\"zero_windows\":2,"
	"\"buffer_bytes\":333040,\"buffer_used_bytes\":331000,\"buffer_max_bytes\":4194304,"
	"\"buffer_locked\":false,\"needed_bytes\":937500,\"needed_source\":\"given\","
	"\"app_share\":0.0,\"cwnd_share\":0.02,\"rwnd_share\":0.97,\"sndbuf_share\":0.01},"
	"\"recv\":{\"limit\":\"idle\",\"cause\":null,\"undersized\":false,\"because\":null,\"limit_share\":0.0,"
	"\"rate_bps\":0,\"bdp_bytes\":null,\"bdp_bound\":null,\"window_bytes\":64240,"
	"\"ceiling_bps\":10253000,\"unread_bytes\":0,\"wscale\":null,\"buffer_bytes\":131072,"
	"\"buffer_used_bytes\":0,\"buffer_max_bytes\":6291456,\"buffer_locked\":false,"
	"\"needed_bytes\":null,\"needed_source\":null}}\n";

static const char summary_line[] =
	"{\"type\":\"summary\",\"schema\":1,\"duration_s\":10.0,\"sockets\":42,"
	"\"undersized\":{\"tcp_rmem\":3},\"hooks\":{\"recv\":\"tracepoint\",\"send\":\"fentry\"},"
	"\"ledger\":{\"events_seen\":91234,\"by_event\":{\"segments\":80000,\"sends\":11000,"
	"\"reads\":200,\"closes\":34},\"samples_emitted\":820,\"samples_suppressed\":90414,"
	"\"samples_dropped\":0,\"events_filtered\":0,\"samples_consumed\":820,\"events_skipped\":null},"
	"\"partial\":false}\n";

static struct harness harness_open(void)
{
	struct harness h = { .out = tmpfile() };

	assert_non_null(h.out);
	assert_int_equal(json_sink_new(h.out, false, &h.sink), 0);
	return h;
}

/* The one line that was written, parsed; it must be printable ASCII. The caller decrefs. */
static json_t *take_line(struct harness *h)
{
	char *text = take_output(h->out);
	size_t len = strlen(text);
	json_t *object;

	assert_true(len > 0 && text[len - 1] == '\n');
	for (size_t i = 0; i < len - 1; i++)
		assert_in_range((unsigned char)text[i], 0x20, 0x7e);
	object = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	assert_true(json_is_object(object));
	free(text);
	return object;
}

static json_t *finding_line(struct harness *h, const struct finding *f)
{
	harness_finding(h, f);
	return take_line(h);
}

static const json_t *at(const json_t *object, const char *parent, const char *key)
{
	const json_t *value;

	if (parent)
		object = json_object_get(object, parent);
	value = json_object_get(object, key);
	assert_non_null(value);
	return value;
}

static void lines_are_as_designed(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	struct summary s = design_summary();

	(void)state;
	harness_finding(&h, &f);
	assert_output(h.out, socket_line); /* before the interval ends: flushed by the line */
	harness_interval_end(&h);
	assert_output(h.out, "");
	assert_int_equal(h.sink->ops->socket_end(h.sink, f.id.cookie), 0);
	free(take_output(h.out));
	harness_summary(&h, &s);
	assert_output(h.out, summary_line);
	harness_close(&h);
}

static void unknown_is_null(void **state)
{
	static const char *const keys[][2] = {
		{ NULL, "netns" },
		{ NULL, "netns_name" },
		{ NULL, "pid" },
		{ NULL, "comm" },
		{ NULL, "cgroup" },
		{ NULL, "unit" },
		{ NULL, "container_id" },
		{ NULL, "container_name" },
		{ NULL, "container_runtime" },
		{ NULL, "pod_uid" },
		{ NULL, "pod_name" },
		{ NULL, "pod_namespace" },
		{ NULL, "rtt_min_us" },
		{ NULL, "srtt_us" },
		{ NULL, "mss" },
		{ NULL, "congestion_control" },
		{ "send", "cause" },
		{ "send", "bdp_bytes" },
		{ "send", "bdp_bound" },
		{ "send", "ceiling_bps" },
		{ "send", "peer_wscale" },
		{ "send", "pacing_bps" },
		{ "send", "sent_bytes" },
		{ "send", "retrans_bytes" },
		{ "send", "zero_windows" },
		{ "send", "needed_bytes" },
		{ "send", "needed_source" },
		{ "recv", "cause" },
		{ "recv", "bdp_bytes" },
		{ "recv", "bdp_bound" },
		{ "recv", "ceiling_bps" },
		{ "recv", "wscale" },
		{ "recv", "needed_bytes" },
		{ "recv", "needed_source" },
	};
	struct harness h = harness_open();
	struct finding f = { .cgroup = "", .send.peer_wscale = -1, .recv.wscale = -1 };
	json_t *object;

	(void)state;
	/* numbers that mean nothing are not shown, whatever they are */
	f.send.dir.bdp_bytes = f.recv.dir.bdp_bytes = 1;
	f.send.dir.needed_bytes = f.recv.dir.needed_bytes = 1;
	object = finding_line(&h, &f);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_true(json_is_null(at(object, keys[i][0], keys[i][1])));
	/* these are known, and none */
	assert_int_equal(json_integer_value(at(object, "send", "rate_bps")), 0);
	assert_true(json_is_integer(at(object, "send", "window_bytes")));
	assert_true(json_is_integer(at(object, "recv", "unread_bytes")));
	assert_true(json_is_string(at(object, NULL, "cookie")));
	json_decref(object);
	harness_close(&h);
}

/* A scale of 0 was negotiated: it is not null */
static void zero_scale_is_known(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	json_t *object;

	(void)state;
	f.send.peer_wscale = 0;
	f.recv.wscale = 14;
	object = finding_line(&h, &f);
	assert_true(json_is_integer(at(object, "send", "peer_wscale")));
	assert_int_equal(json_integer_value(at(object, "send", "peer_wscale")), 0);
	assert_int_equal(json_integer_value(at(object, "recv", "wscale")), 14);
	json_decref(object);
	harness_close(&h);
}

static void largest_numbers(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	json_t *object;

	(void)state;
	f.ts_ns = f.interval_ns = UINT64_MAX;
	f.id.cookie = UINT64_MAX;
	f.id.pid = f.rtt_min_us = UINT32_MAX;
	f.id.local.port = 65535;
	f.recv.dir.window_bytes = UINT32_MAX;
	f.recv.dir.buffer_locked = true;
	f.recv.dir.rate_bps = f.recv.dir.ceiling_bps = UINT64_MAX; /* saturated */
	f.recv.dir.limit_share_permille = 1000;
	object = finding_line(&h, &f);
	assert_string_equal(json_string_value(at(object, NULL, "cookie")), "18446744073709551615");
	assert_int_equal(json_integer_value(at(object, NULL, "pid")), UINT32_MAX);
	assert_int_equal(json_integer_value(at(object, NULL, "rtt_min_us")), UINT32_MAX);
	assert_int_equal(json_integer_value(at(object, NULL, "lport")), 65535);
	assert_int_equal(json_integer_value(at(object, "recv", "window_bytes")), UINT32_MAX);
	assert_true(json_is_true(at(object, "recv", "buffer_locked")));
	assert_int_equal(json_integer_value(at(object, "recv", "rate_bps")), INT64_MAX);
	assert_int_equal(json_integer_value(at(object, "recv", "ceiling_bps")), INT64_MAX);
	assert_true(json_real_value(at(object, "recv", "limit_share")) == 1.0);
	json_decref(object);
	harness_close(&h);
}

/* Every permille prints as itself: never 0.008999999999999999. */
static void shares_are_short(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();

	(void)state;
	for (unsigned int permille = 0; permille <= 1000; permille++) {
		char expected[32], *text;
		double share = permille / 1000.0;

		f.send.dir.limit_share_permille = (uint16_t)permille;
		snprintf(expected, sizeof(expected),
			 permille % 1000 ? "limit_share\":%g," : "limit_share\":%.1f,", share);
		harness_finding(&h, &f);
		text = take_output(h.out);
		assert_non_null(strstr(text, expected));
		free(text);
	}
	harness_close(&h);
}

/* Microseconds, in every part of the second. */
static void timestamps(void **state)
{
	static const struct {
		uint64_t ts_ns;
		const char *text;
	} cases[] = {
		{ 1763800000123456000, "\"ts\":1763800000.123456," },
		{ 1763800000123456999, "\"ts\":1763800000.123456," },
		{ 1763800000000001000, "\"ts\":1763800000.000001," },
		{ 1763800000999999000, "\"ts\":1763800000.999999," },
		{ 1763800000500000000, "\"ts\":1763800000.5," },
		{ 1763800000000000000, "\"ts\":1763800000.0," },
		{ 0, "\"ts\":0.0," },
	};
	struct harness h = harness_open();
	struct finding f = rsync_finding();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text;

		f.ts_ns = cases[i].ts_ns;
		harness_finding(&h, &f);
		text = take_output(h.out);
		assert_non_null(strstr(text, cases[i].text));
		free(text);
	}
	harness_close(&h);
}

static void every_word(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	const char *word;
	json_t *object;

	(void)state;
	for (int i = 0; i < LIMIT_MAX; i++) {
		f.send.dir.limit = i;
		object = finding_line(&h, &f);
		word = json_string_value(at(object, "send", "limit"));
		assert_string_equal(word, limit_name(i));
		json_decref(object);
	}
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		f.recv.dir.cause = i;
		object = finding_line(&h, &f);
		word = json_string_value(at(object, "recv", "cause"));
		assert_string_equal(word, cause_name(i));
		json_decref(object);
	}
	for (int i = 0; i < TCP_STATE_MAX; i++) {
		f.state = i;
		object = finding_line(&h, &f);
		word = json_string_value(at(object, NULL, "state"));
		assert_string_equal(word, tcp_state_name(i));
		json_decref(object);
	}
	harness_close(&h);
}

static void addresses(void **state)
{
	struct harness h = harness_open();
	struct finding f = inet6_finding();
	json_t *object;

	(void)state;
	inet_pton(AF_INET6, "::ffff:10.9.0.2", f.id.remote.addr);
	object = finding_line(&h, &f);
	assert_string_equal(json_string_value(at(object, NULL, "family")), "inet6");
	assert_string_equal(json_string_value(at(object, NULL, "laddr")), "fd00:9::1");
	assert_string_equal(json_string_value(at(object, NULL, "raddr")), "::ffff:10.9.0.2");
	json_decref(object);
	harness_close(&h);
}

/* Whatever bytes a process has for a name, the line is ASCII and an object, and says which. */
/* Of a group that a runtime tells of. */
static void names_of_runtimes(void **state)
{
	const struct workload_names names = { "nginx", "web-0", "shop" };
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	json_t *object;

	(void)state;
	f.names = &names;
	object = finding_line(&h, &f);
	assert_string_equal(json_string_value(at(object, NULL, "container_name")), "nginx");
	assert_string_equal(json_string_value(at(object, NULL, "pod_name")), "web-0");
	assert_string_equal(json_string_value(at(object, NULL, "pod_namespace")), "shop");
	json_decref(object);
	harness_close(&h);
}

static void hostile_names(void **state)
{
	static const struct {
		const char *comm, *text;
	} cases[] = {
		{ "\"},{\"", "\"},{\"" },
		{ "a\\b/c", "a\\b/c" },
		{ "a\nb\x1b[2J", "a\nb\x1b[2J" },
		{ "\x7f", "\x7f" },
		{ "\xff\xfe", "\\xff\\xfe" },
		{ "caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80" },
		{ "\342\200\256exe", "\342\200\256exe" },
		{ "cut short \xe6\xbc", "cut short \\xe6\\xbc" },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		  "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
		  "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff" },
	};
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	json_t *object;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(f.id.comm, cases[i].comm, strlen(cases[i].comm) + 1);
		memcpy(f.id.congestion_control, cases[i].comm, strlen(cases[i].comm) + 1);
		f.cgroup = cases[i].comm;
		f.netns_name = cases[i].comm;
		object = finding_line(&h, &f);
		assert_string_equal(json_string_value(at(object, NULL, "comm")), cases[i].text);
		assert_string_equal(json_string_value(at(object, NULL, "netns_name")),
				    cases[i].text);
		assert_string_equal(json_string_value(at(object, NULL, "cgroup")), cases[i].text);
		assert_string_equal(json_string_value(at(object, NULL, "congestion_control")),
				    cases[i].text);
		json_decref(object);
	}
	for (int byte = 1; byte < 256; byte++) {
		snprintf(f.id.comm, sizeof(f.id.comm), "a%cb", byte);
		json_decref(finding_line(&h, &f));
	}
	harness_close(&h);
}

/* Lines longer than all before, and short ones after them. */
static void long_lines(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	char *cgroup = malloc(100001);

	(void)state;
	assert_non_null(cgroup);
	for (size_t len = 1; len <= 100000; len *= 10) {
		json_t *object;

		memset(cgroup, '\xff', len);
		cgroup[len] = '\0';
		f.cgroup = cgroup;
		object = finding_line(&h, &f);
		assert_int_equal(json_string_length(at(object, NULL, "cgroup")), 4 * len);
		json_decref(object);
		f.cgroup = "/system.slice/rsync.service";
		harness_finding(&h, &f);
		assert_output(h.out, socket_line);
	}
	free(cgroup);
	harness_close(&h);
}

static void empty_summary(void **state)
{
	struct harness h = harness_open();
	struct summary s = { 0 };
	json_t *object;

	(void)state;
	harness_summary(&h, &s);
	object = take_line(&h);
	assert_int_equal(json_object_size(at(object, NULL, "undersized")), 0);
	assert_true(json_is_null(at(object, "hooks", "recv")));
	assert_true(json_is_null(at(object, "hooks", "send")));
	assert_int_equal(json_integer_value(at(object, "ledger", "events_seen")), 0);
	json_decref(object);
	harness_close(&h);
}

static void full_summary(void **state)
{
	struct harness h = harness_open();
	struct summary s = design_summary();
	json_t *object;

	(void)state;
	for (int i = CAUSE_NONE; i < CAUSE_MAX; i++)
		s.undersized[i] = 100 + (uint64_t)i;
	s.ledger.dropped = 5;
	s.ledger.filtered = 6;
	s.ledger.consumed = 7;
	s.ledger.skipped_known = true;
	harness_summary(&h, &s);
	object = take_line(&h);
	assert_int_equal(json_object_size(at(object, NULL, "undersized")), CAUSE_MAX - 1);
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++)
		assert_int_equal(json_integer_value(at(object, "undersized", cause_name(i))),
				 100 + i);
	assert_int_equal(json_integer_value(at(object, "ledger", "samples_dropped")), 5);
	assert_int_equal(json_integer_value(at(object, "ledger", "events_filtered")), 6);
	assert_int_equal(json_integer_value(at(object, "ledger", "samples_consumed")), 7);
	assert_int_equal(json_integer_value(at(object, "ledger", "events_skipped")), 0);
	json_decref(object);
	harness_close(&h);
}

static void output_errors(void **state)
{
	struct finding f = rsync_finding();
	struct summary s = design_summary();
	FILE *full = fopen("/dev/full", "we");
	struct sink *sink;

	(void)state;
	assert_non_null(full);
	assert_int_equal(json_sink_new(full, false, &sink), 0);
	assert_int_equal(sink->ops->finding(sink, &f), -ENOSPC);
	assert_int_equal(sink->ops->summary(sink, &s), -ENOSPC);
	sink->ops->free(sink);
	fclose(full);
}

static void full_disk_leaves_whole_lines(void **state)
{
	struct harness h = harness_open();
	struct finding f = rsync_finding();
	struct rlimit before, limit;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 3 * sizeof(socket_line) / 2;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	harness_finding(&h, &f);
	assert_int_equal(h.sink->ops->finding(h.sink, &f), -EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_output(h.out, socket_line);
	harness_close(&h);
}

static const char total_line[] =
	"{\"type\":\"socket_summary\",\"schema\":1,\"cookie\":\"4097\",\"netns\":4026531840,"
	"\"family\":\"inet\",\"laddr\":\"10.9.0.1\",\"lport\":40522,\"raddr\":\"10.9.0.2\","
	"\"rport\":873,\"closed\":true,\"pid\":4711,\"comm\":\"rsync\",\"rtt_min_us\":50120,"
	"\"send\":{\"intervals\":1,\"active_s\":1.0,\"bytes\":1250000,\"rate_bps\":10000000,"
	"\"ceiling_bps\":10253000,\"limit\":\"rwnd\",\"limit_shares\":{\"rwnd\":0.9,\"app\":0.1},"
	"\"cause\":\"no_wscale_peer\",\"flagged_intervals\":{\"no_wscale_peer\":1},\"held_s\":0.97,"
	"\"change\":\"the peer, or a middlebox, must allow window scaling\",\"needed_bytes\":937500,"
	"\"needed_source\":\"given\",\"unknown_rule\":null,\"sent_bytes\":1303200,"
	"\"retrans_bytes\":27512},\"recv\":null}\n";

/* A line a socket at its end, and for those that live before the summary; alone, if that was asked for. */
static void socket_summaries(void **state)
{
	const struct account account = { .count = 2,
					 .cells = { { LIMIT_RWND, CAUSE_NO_WSCALE_PEER, 900 },
						    { LIMIT_APP, CAUSE_NONE, 100 } } };
	struct harness h = { .out = tmpfile() };
	struct summary s = design_summary();
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	assert_non_null(h.out);
	assert_int_equal(json_sink_new(h.out, true, &h.sink), 0);
	f.send.dir.account = &account;
	f.send.dir.bytes = 1250000;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, "");
	assert_int_equal(h.sink->ops->socket_end(h.sink, 1), 0);
	assert_output(h.out, "");
	assert_int_equal(h.sink->ops->socket_end(h.sink, f.id.cookie), 0);
	assert_output(h.out, total_line);
	harness_finding(&h, &f);
	harness_summary(&h, &s);
	text = take_output(h.out);
	assert_non_null(strstr(text, "\"closed\":false"));
	assert_non_null(strstr(text, summary_line));
	free(text);
	harness_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(socket_summaries), cmocka_unit_test(lines_are_as_designed),
		cmocka_unit_test(unknown_is_null),  cmocka_unit_test(zero_scale_is_known),
		cmocka_unit_test(largest_numbers),  cmocka_unit_test(shares_are_short),
		cmocka_unit_test(timestamps),       cmocka_unit_test(every_word),
		cmocka_unit_test(addresses),        cmocka_unit_test(names_of_runtimes),
		cmocka_unit_test(hostile_names),    cmocka_unit_test(long_lines),
		cmocka_unit_test(empty_summary),    cmocka_unit_test(full_summary),
		cmocka_unit_test(output_errors),    cmocka_unit_test(full_disk_leaves_whole_lines),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
