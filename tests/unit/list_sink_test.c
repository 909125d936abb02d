/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A list of sockets as a table and as JSON: what is known, what is not, and names of others' making. */
#include "sink_fixture.h"

#include <errno.h>
#include <stdbool.h>

#include "sink/list_sink.h"

struct output {
	FILE *out;
	struct list_sink *sink;
};

static void open_text(struct output *o, bool header, bool color)
{
	const struct list_text_opts opts = {
		.header = header,
		.color = color,
		.utf8 = true,
	};

	o->out = tmpfile();
	assert_non_null(o->out);
	assert_int_equal(list_text_new(o->out, &opts, &o->sink), 0);
}

static void open_json(struct output *o)
{
	o->out = tmpfile();
	assert_non_null(o->out);
	assert_int_equal(list_json_new(o->out, &o->sink), 0);
}

static void give(struct output *o, const struct finding *f)
{
	assert_int_equal(o->sink->ops->socket(o->sink, f), 0);
}

/* What was written until the end. */
static char *end_with(struct output *o, const struct socket_counts *counts, size_t missed)
{
	char *text;

	assert_int_equal(o->sink->ops->end(o->sink, counts, missed), 0);
	text = take_output(o->out);
	o->sink->ops->free(o->sink);
	fclose(o->out);
	return text;
}

static char *end(struct output *o, const struct socket_counts *counts)
{
	return end_with(o, counts, 0);
}

static void ends_as(struct output *o, const struct socket_counts *counts, const char *expected)
{
	char *text = end(o, counts);

	assert_string_equal(text, expected);
	free(text);
}

/* Of a moment: no interval, no rate. */
static struct finding listed(void)
{
	struct finding f = rsync_finding();

	f.interval_ns = 0;
	f.send.dir.limit = LIMIT_IDLE;
	f.send.shares = (struct send_shares){ 0 };
	f.send.dir.limit_share_permille = 0;
	f.send.dir.bdp_bound = BDP_UNKNOWN;
	f.recv.dir.limit = LIMIT_UNKNOWN;
	f.recv.dir.ceiling_is_lower = true;
	f.recv.dir.buffer_locked = true;
	f.recv.dir.buffer_max_bytes = 131072;
	return f;
}

#define TITLES                                                                                     \
	"PID      COMM             UNIT                 NETNS       STATE        LOCAL"            \
	"                  REMOTE                 RTT     SRTT    WSCALE  SNDBUF         RCVBUF"   \
	"         SNDWND  RCVWND  SEND<=     RECV<=     LIMIT              WHY\n"
#define START                                                                                      \
	"4711     rsync            rsync.service        4026531840  ESTABLISHED  10.9.0.1:40522"   \
	"         10.9.0.2:873           50.1ms  51.1ms  -       "

static void table(void **state)
{
	struct output o;
	struct finding f = listed();

	(void)state;
	open_text(&o, true, false);
	give(&o, &f);
	f.send.dir.undersized = false;
	f.send.dir.cause = CAUSE_NONE;
	f.send.peer_wscale = 7;
	f.recv.wscale = 10;
	give(&o, &f);
	ends_as(&o, NULL,
		TITLES START
		"325KiB/4.0MiB  128KiB/locked  63KiB   63KiB   10.3Mb/s   10.3Mb/s+  !idle/unknown"
		"      send, whatever the traffic: peer sends no window scale\n"
		"4711     rsync            rsync.service        4026531840  ESTABLISHED  "
		"10.9.0.1:40522         10.9.0.2:873           50.1ms  51.1ms  7,10    "
		"325KiB/4.0MiB  128KiB/locked  63KiB   63KiB   10.3Mb/s   10.3Mb/s+   idle/unknown\n");
}

static void empty_table(void **state)
{
	struct output o;

	(void)state;
	open_text(&o, true, false);
	ends_as(&o, NULL, TITLES);
	open_text(&o, false, false);
	ends_as(&o, NULL, "");
}

static char *text_of(const struct finding *f, bool color)
{
	struct output o;

	open_text(&o, false, color);
	give(&o, f);
	return end(&o, NULL);
}

static void says(const struct finding *f, const char *part)
{
	char *text = text_of(f, false);

	if (!strstr(text, part))
		fail_msg("no \"%s\" in %s", part, text);
	free(text);
}

static void names_of_others(void **state)
{
	struct finding f = listed();

	(void)state;
	strcpy(f.id.comm, "a\033[31m");
	f.id.netns = 4026531841;
	f.netns_name = "blue\033";
	f.cgroup = "/system.slice/\033evil.service";
	says(&f, "a\\x1b[31m");
	says(&f, " blue\\x1b ");
	says(&f, " \\x1bevil.service ");
	f.cgroup = "/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	says(&f, " docker:0123456789ab ");
	f.cgroup = NULL;
	f.id.comm[0] = '\0';
	f.id.pid = 0;
	says(&f, "-        -                -                    ");
}

/* A cell that is too wide pushes the next, which comes back to its column. */
static void wide_cells(void **state)
{
	struct finding f = inet6_finding();

	(void)state;
	f.interval_ns = 0;
	inet_pton(AF_INET6, "2001:db8:1111:2222:3333:4444:5555:6666", f.id.local.addr);
	says(&f, " [2001:db8:1111:2222:3333:4444:5555:6666]:40522 [fd00:9::2]:873 50.1ms");
}

static void colors(void **state)
{
	struct finding f = listed();
	char *text = text_of(&f, true);

	(void)state;
	assert_non_null(strstr(text, "\033[35m10.9.0.1:40522\033[0m         \033[35m10.9.0.2:873"));
	assert_non_null(strstr(text, "\033[31m!idle/unknown\033[0m"));
	free(text);
}

static void less_detail(void **state)
{
	struct finding f = listed();

	(void)state;
	f.detail = DETAIL_DIAG;
	says(&f, "-       325KiB         128KiB         63KiB   63KiB   -          -  ");
	f.detail = DETAIL_MINI;
	f.rtt_min_us = f.srtt_us = 0;
	says(&f,
	     "-       -       -       -              -              -       -       -          - ");
	f = listed();
	f.state = TCP_STATE_LISTEN;
	f.rtt_min_us = f.srtt_us = 0;
	f.send.dir.window_bytes = 0;
	f.send.dir.ceiling_bps = f.recv.dir.ceiling_bps = 0;
	f.recv.wscale = 7;
	says(&f, "10.9.0.1:40522         -                      -       -       ,7      "
		 "325KiB/4.0MiB  128KiB/locked  -       63KiB   -          -  ");
}

/* The same numbers again are not formatted again, and others are. */
static void what_is_remembered(void **state)
{
	struct output o;
	struct finding f = listed();
	char *text, *line;

	(void)state;
	open_text(&o, false, false);
	for (int i = 0; i < 2; i++) {
		f.id.pid = 4711;
		f.rtt_min_us = 50120;
		f.send.dir.buffer_bytes = 333040;
		give(&o, &f);
		f.id.pid = 1;
		strcpy(f.id.comm, "init");
		f.rtt_min_us = 20;
		f.send.dir.buffer_bytes = 16384;
		give(&o, &f);
		strcpy(f.id.comm, "rsync");
	}
	text = end(&o, NULL);
	line = strchr(text, '\n') + 1;
	assert_non_null(strstr(line, "1        init             rsync.service"));
	assert_non_null(strstr(line, " 20us    51.1ms  -       16KiB/4.0MiB "));
	line = strchr(line, '\n') + 1;
	assert_int_equal(strncmp(line, text, (size_t)(strchr(text, '\n') - text)), 0);
	free(text);
}

static void json_object(void **state)
{
	struct output o;
	struct finding f = listed();

	(void)state;
	open_json(&o);
	give(&o, &f);
	ends_as(&o, NULL,
		"{\"type\":\"list\",\"schema\":1,\"sockets\":[\n"
		"{\"type\":\"socket\",\"schema\":1,\"ts\":1763800000.123456,\"cookie\":\"4097\","
		"\"netns\":4026531840,\"netns_name\":null,\"family\":\"inet\",\"laddr\":\"10.9.0.1\",\"lport\":40522,"
		"\"raddr\":\"10.9.0.2\",\"rport\":873,\"state\":\"ESTABLISHED\",\"pid\":4711,"
		"\"comm\":\"rsync\",\"cgroup\":\"/system.slice/rsync.service\","
		"\"unit\":\"rsync.service\",\"container_id\":null,\"container_name\":null,"
		"\"container_runtime\":null,\"pod_uid\":null,\"pod_name\":null,\"pod_namespace\":null,"
		"\"held_by_others\":null,\"rtt_min_us\":50120,\"srtt_us\":51100,\"mss\":1448,"
		"\"congestion_control\":\"cubic\","
		"\"send\":{\"limit\":\"idle\",\"cause\":\"no_wscale_peer\",\"undersized\":true,"
		"\"limit_share\":null,\"rate_bps\":null,\"bdp_bytes\":null,\"bdp_bound\":null,"
		"\"window_bytes\":64240,\"ceiling_bps\":10253000,\"ceiling_bound\":\"exact\","
		"\"inflight_bytes\":63712,\"cwnd_bytes\":137560,\"peer_window_bytes\":64240,"
		"\"peer_wscale\":null,\"pacing_bps\":19000000,\"sent_bytes\":null,"
		"\"retrans_bytes\":null,\"zero_windows\":null,\"buffer_bytes\":333040,\"buffer_used_bytes\":331000,"
		"\"buffer_max_bytes\":4194304,\"buffer_locked\":false,\"needed_bytes\":937500,"
		"\"needed_source\":\"given\",\"app_share\":null,\"cwnd_share\":null,"
		"\"rwnd_share\":null,\"sndbuf_share\":null},"
		"\"recv\":{\"limit\":\"unknown\",\"cause\":null,\"undersized\":false,"
		"\"limit_share\":null,\"rate_bps\":null,\"bdp_bytes\":null,\"bdp_bound\":null,"
		"\"window_bytes\":64240,\"ceiling_bps\":10253000,\"ceiling_bound\":\"lower\","
		"\"unread_bytes\":0,\"wscale\":null,\"buffer_bytes\":131072,"
		"\"buffer_used_bytes\":0,\"buffer_max_bytes\":131072,\"buffer_locked\":true,"
		"\"needed_bytes\":null,\"needed_source\":null}}\n]}\n");
}

static void json_nulls(void **state)
{
	static const char *const diag[] = {
		"\"ceiling_bps\":null,\"ceiling_bound\":null",
		"\"buffer_bytes\":333040,\"buffer_used_bytes\":331000,\"buffer_max_bytes\":null,"
		"\"buffer_locked\":null",
	};
	static const char *const mini[] = {
		"\"window_bytes\":null",
		"\"inflight_bytes\":null,\"cwnd_bytes\":null",
		"\"buffer_bytes\":null,\"buffer_used_bytes\":null",
		"\"unread_bytes\":null",
	};
	struct finding f = listed();
	struct output o;
	char *text;

	(void)state;
	f.detail = DETAIL_DIAG;
	open_json(&o);
	give(&o, &f);
	text = end(&o, NULL);
	for (size_t i = 0; i < 2; i++)
		assert_non_null(strstr(text, diag[i]));
	free(text);
	f.detail = DETAIL_MINI;
	open_json(&o);
	give(&o, &f);
	text = end(&o, NULL);
	for (size_t i = 0; i < 4; i++)
		assert_non_null(strstr(text, mini[i]));
	free(text);
}

static void lists_of_json(void **state)
{
	struct output o;
	struct finding f = listed();
	struct socket_counts_netns netns = {
		.netns = 4026531840, .pid = 12, .sockets = 2, .flagged = 1
	};
	struct socket_counts counts = {
		.sockets = 2, .flagged = 1, .netns = &netns, .netns_count = 1
	};
	char *text;

	(void)state;
	open_json(&o);
	ends_as(&o, NULL, "{\"type\":\"list\",\"schema\":1,\"sockets\":[]}\n");
	open_json(&o);
	give(&o, &f);
	give(&o, &f);
	text = end(&o, NULL);
	assert_non_null(strstr(text, "}},\n{\"type\":\"socket\""));
	free(text);
	counts.states[TCP_STATE_ESTABLISHED] = 2;
	counts.undersized[CAUSE_TCP_RMEM] = 1;
	open_json(&o);
	ends_as(&o, &counts,
		"{\"type\":\"list\",\"schema\":1,\"sockets\":[],\"summary\":{\"sockets\":2,"
		"\"flagged\":1,\"states\":{\"ESTABLISHED\":2},\"send\":{},\"recv\":{},"
		"\"undersized\":{\"tcp_rmem\":1},"
		"\"netns\":[{\"netns\":4026531840,\"netns_name\":null,\"pid\":12,\"sockets\":2,\"flagged\":1}]}}\n");
	open_text(&o, true, false);
	ends_as(&o, &counts,
		"sockets     2, 1 flagged\n"
		"states      ESTABLISHED 2\n"
		"send        none\n"
		"recv        none\n"
		"undersized  tcp_rmem 1\n"
		"netns 4026531840 (of pid 12): 2, 1 flagged\n");
}

/* More than is written at once. */
static void long_list(void **state)
{
	struct finding f = listed();
	struct output o;
	size_t lines = 0;
	char *text;

	(void)state;
	open_text(&o, false, false);
	for (int i = 0; i < 1000; i++) {
		f.id.local.port = (uint16_t)i;
		give(&o, &f);
	}
	text = end(&o, NULL);
	for (char *line = text; *line; line = strchr(line, '\n') + 1) {
		char local[32];

		snprintf(local, sizeof(local), " 10.9.0.1:%zu ", lines++);
		assert_non_null(strstr(line, local));
		assert_true(strstr(line, local) < strchr(line, '\n'));
	}
	assert_int_equal(lines, 1000);
	free(text);
}

static void missed_namespaces(void **state)
{
	struct output o;
	char *text;

	(void)state;
	open_json(&o);
	text = end_with(&o, NULL, 12);
	assert_string_equal(
		text, "{\"type\":\"list\",\"schema\":1,\"sockets\":[],\"netns_missed\":12}\n");
	free(text);
}

static void no_output(void **state)
{
	struct finding f = listed();
	struct output o;

	(void)state;
	o.out = fopen("/dev/full", "w");
	assert_non_null(o.out);
	assert_int_equal(list_json_new(o.out, &o.sink), 0);
	give(&o, &f);
	assert_int_equal(o.sink->ops->end(o.sink, NULL, 0), -ENOSPC);
	o.sink->ops->free(o.sink);
	fclose(o.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(empty_table),
		cmocka_unit_test(names_of_others),
		cmocka_unit_test(wide_cells),
		cmocka_unit_test(colors),
		cmocka_unit_test(less_detail),
		cmocka_unit_test(what_is_remembered),
		cmocka_unit_test(json_object),
		cmocka_unit_test(json_nulls),
		cmocka_unit_test(lists_of_json),
		cmocka_unit_test(long_list),
		cmocka_unit_test(missed_namespaces),
		cmocka_unit_test(no_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
