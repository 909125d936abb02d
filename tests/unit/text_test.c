/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The table for a person, to the byte. */
#include "sink_fixture.h"

#include <errno.h>
#include <stdbool.h>

#include "sink/text.h"
#include "sink/text_column.h"

#define HEADER4                                                                                    \
	"PID   COMM   LOCAL           REMOTE        DIR   RTT     RATE     BDP      WINDOW  LIMIT" \
	"  SHARE  WHY\n"
#define RSYNC                                                                                      \
	"4711  rsync  10.9.0.1:40522  10.9.0.2:873  send  50.1ms  9.9Mb/s  >=61KiB  63KiB   !rwnd" \
	"  97%    peer sends no window scale, window closed 2 times\n"

static struct harness harness_open(struct text_opts opts)
{
	struct harness h = { .out = tmpfile() };

	assert_non_null(h.out);
	assert_int_equal(text_sink_new(h.out, &opts, &h.sink), 0);
	return h;
}

static void one_row(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	assert_output(h.out, ""); /* not before the interval ends */
	harness_interval_end(&h);
	assert_output(h.out, HEADER4 RSYNC);
	harness_close(&h);
}

/* Who it is a part of, and where, from the moment that there are two. */
static void places(void **state)
{
	const struct workload_names web = { "web" };
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, HEADER4 RSYNC);
	f.cgroup = "/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	f.names = &web;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(
		h.out,
		"\nPID   COMM   UNIT           LOCAL           REMOTE        DIR   RTT     RATE     "
		"BDP      WINDOW  LIMIT  SHARE  WHY\n"
		"4711  rsync  docker:web     10.9.0.1:40522  10.9.0.2:873  send  50.1ms  "
		"9.9Mb/s  >=61KiB  63KiB   !rwnd  97%    peer sends no window scale, window closed 2 times\n");
	f.netns_name = "bl\033ue";
	f.cgroup = NULL;
	f.names = NULL;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(
		h.out,
		"\nPID   COMM   UNIT           NETNS       LOCAL           REMOTE        DIR   RTT  "
		"   RATE     BDP      WINDOW  LIMIT  SHARE  WHY\n"
		"4711  rsync  -              bl\\x1bue    10.9.0.1:40522  10.9.0.2:873  send  "
		"50.1ms  9.9Mb/s  >=61KiB  63KiB   !rwnd  97%    peer sends no window scale, window closed 2 times\n");
	harness_close(&h);
	/* what reads lines without titles counts fields */
	h = harness_open((struct text_opts){ 0 });
	harness_finding(&h, &f);
	f = rsync_finding();
	f.id.cookie = 1;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, RSYNC RSYNC);
	harness_close(&h);
}

static void nothing_to_say(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding();

	(void)state;
	harness_interval_end(&h);
	assert_output(h.out, "no socket was active\n");
	f.send.dir.limit = LIMIT_IDLE;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, "\nno socket was active\n");
	harness_close(&h);
	h = harness_open((struct text_opts){ .header = true, .flagged = true, .timestamp = true });
	harness_interval_end(&h);
	harness_interval_end(&h);
	assert_output(h.out, "no socket was flagged\nno socket was flagged\n");
	harness_close(&h);
	h = harness_open((struct text_opts){ .flagged = true });
	harness_interval_end(&h);
	assert_output(h.out, "");
	harness_close(&h);
}

/* A blank line, or the time, is between intervals; never within one, however many rows it has. */
static void intervals_are_separated(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, HEADER4 RSYNC "\n" RSYNC);
	for (int i = 0; i < 9000; i++)
		harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_int_equal(text[0], '\n');
	assert_null(strstr(text, "\n\n"));
	free(text);
	harness_close(&h);
}

static void no_header(void **state)
{
	struct harness h = harness_open((struct text_opts){ .tty = true, .rows = 3 });
	struct finding f = rsync_finding();

	(void)state;
	for (int i = 0; i < 5; i++) {
		harness_finding(&h, &f);
		harness_interval_end(&h);
	}
	assert_output(h.out, RSYNC RSYNC RSYNC RSYNC RSYNC);
	harness_close(&h);
}

/* Without titles a line has so many fields and then a sentence, whatever a process is called. */
static void fields_are_fixed(void **state)
{
	struct harness h = harness_open((struct text_opts){ 0 });
	struct finding f = rsync_finding();
	char *text, *word, *rest;
	int fields = 0;

	(void)state;
	strcpy(f.id.comm, "Web Content");
	f.send.dir.undersized = false;
	f.send.dir.limit = LIMIT_APP;
	f.send.dir.cause = CAUSE_NONE;
	f.send.zero_windows = 0;
	f.send.retrans_bytes = 0;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_non_null(strstr(text, " Web\\x20Content "));
	assert_string_equal(text + strlen(text) - 3, " -\n");
	for (word = strtok_r(text, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest))
		fields++;
	assert_int_equal(fields, COLUMN_MAX - 3); /* no TIME, UNIT and NETNS */
	free(text);
	harness_close(&h);
}

/* The columns that are asked for, in that order, and no others for any reason. */
static void chosen_columns(void **state)
{
	struct text_opts opts = {
		.choice = { { COLUMN_LIMIT, COLUMN_PID, COLUMN_RTT }, 3 },
		.header = true,
		.tty = true,
		.columns = 10,
	};
	struct harness h = harness_open(opts);
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	f.id.netns++;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, "LIMIT  PID\n!rwnd  471\n!rwnd  471\n");
	harness_close(&h);
}

/* Both families, both directions, by rate; no owner and no RTT known; no blank ends a line. */
static void rows_are_aligned(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding(), g = inet6_finding(), both = rsync_finding();

	(void)state;
	both.id.cookie = 9;
	both.id.pid = 0;
	both.id.comm[0] = '\0';
	both.id.family = FAMILY_INET6;
	inet_pton(AF_INET6, "::ffff:10.9.0.1", both.id.local.addr);
	inet_pton(AF_INET6, "::ffff:10.9.0.2", both.id.remote.addr);
	both.rtt_min_us = 0;
	both.send.dir = (struct finding_direction){
		.limit = LIMIT_APP,
		.limit_share_permille = 4,
		.rate_bps = 1000,
	};
	both.recv.dir.limit = LIMIT_UNKNOWN;
	both.recv.dir.rate_bps = 2000000000;
	both.recv.dir.window_bytes = 0;
	harness_finding(&h, &f);
	harness_finding(&h, &g);
	harness_finding(&h, &both);
	harness_interval_end(&h);
	assert_output(
		h.out,
		"PID   COMM   LOCAL                    REMOTE                 DIR   RTT     RATE      "
		"BDP      WINDOW  LIMIT     SHARE  WHY\n"
		"-     -      [::ffff:10.9.0.1]:40522  [::ffff:10.9.0.2]:873  recv  -       2.0Gb/s   "
		"-        0B       unknown  -\n"
		"12    nginx  [fd00:9::1]:40522        [fd00:9::2]:873        recv  50.1ms  15.0Mb/s  "
		">=96KiB  64KiB   !rcvbuf   100%   net.ipv4.tcp_rmem[2] is too small: 128KiB, needs "
		"1.2MiB for twice the rate\n"
		"4711  rsync  10.9.0.1:40522           10.9.0.2:873           send  50.1ms  9.9Mb/s   "
		">=61KiB  63KiB   !rwnd     97%    peer sends no window scale, window closed 2 times\n"
		"-     -      [::ffff:10.9.0.1]:40522  [::ffff:10.9.0.2]:873  send  -       1.0kb/s   "
		"-        0B       app      0%\n");
	harness_close(&h);
}

/* By rate, then cookie, then send before recv: the same for every order of the findings. */
static void order_is_total(void **state)
{
	static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
	struct finding f[3] = { rsync_finding(), rsync_finding(), rsync_finding() };

	(void)state;
	for (int i = 0; i < 3; i++) {
		f[i].id.pid = 1 + (uint32_t)i;
		f[i].id.cookie = 10 - (uint64_t)i;
		f[i].recv.dir.limit = LIMIT_SENDER;
		f[i].recv.dir.rate_bps = f[i].send.dir.rate_bps;
	}
	f[0].send.dir.rate_bps = UINT64_MAX;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct harness h = harness_open((struct text_opts){ 0 });
		char *text, *line, *rest, order[64] = "";

		for (int k = 0; k < 3; k++)
			harness_finding(&h, &f[orders[i][k]]);
		harness_interval_end(&h);
		text = take_output(h.out);
		for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
			strncat(order, line, 1);
			strcat(order, strstr(line, " send ") ? "s" : "r");
		}
		assert_string_equal(order, "1s3s3r2s2r1r");
		free(text);
		harness_close(&h);
	}
}

/* Columns grow and stay; where it is no terminal, the header came once. */
static void columns_never_shrink(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, HEADER4 RSYNC);
	strcpy(f.id.comm, "rsyncd-long");
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(
		h.out,
		"\n4711  rsyncd-long  10.9.0.1:40522  10.9.0.2:873  send  50.1ms  9.9Mb/s  >=61KiB  "
		"63KiB   !rwnd  97%    peer sends no window scale, window closed 2 times\n");
	strcpy(f.id.comm, "rsync");
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(
		h.out,
		"\n4711  rsync        10.9.0.1:40522  10.9.0.2:873  send  50.1ms  9.9Mb/s  >=61KiB  "
		"63KiB   !rwnd  97%    peer sends no window scale, window closed 2 times\n");
	harness_close(&h);
}

static unsigned int count(const char *text, const char *what)
{
	unsigned int n = 0;

	for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* How often the header comes in 12 intervals of a row each. */
static unsigned int headers(struct text_opts opts)
{
	struct harness h;
	struct finding f = rsync_finding();
	unsigned int n;
	char *text;

	opts.header = true;
	opts.timestamp = true;
	h = harness_open(opts);
	for (int i = 0; i < 12; i++) {
		harness_finding(&h, &f);
		harness_interval_end(&h);
	}
	text = take_output(h.out);
	assert_int_equal(count(text, "rsync"), 12);
	n = count(text, "COMM");
	free(text);
	harness_close(&h);
	return n;
}

static void header_every_screen(void **state)
{
	(void)state;
	assert_int_equal(headers((struct text_opts){ 0 }), 1);
	assert_int_equal(headers((struct text_opts){ .rows = 5 }), 1);
	assert_int_equal(headers((struct text_opts){ .tty = true }), 1);
	assert_int_equal(headers((struct text_opts){ .tty = true, .rows = 24 }), 1);
	/* a header, three rows and the cursor's are a screen */
	assert_int_equal(headers((struct text_opts){ .tty = true, .rows = 5 }), 4);
	/* no line is wider than the screen: each is one */
	assert_int_equal(headers((struct text_opts){ .tty = true, .rows = 5, .columns = 200 }), 4);
	assert_int_equal(headers((struct text_opts){ .tty = true, .rows = 5, .columns = 80 }), 4);
	/* a screen too small for anything */
	assert_int_equal(headers((struct text_opts){ .tty = true, .rows = 1 }), 12);
}

/* Columns go in a stated order, what is left of the last is cut, and nothing is wrapped. */
static void narrow(void **state)
{
	static const struct {
		unsigned columns;
		const char *expected;
	} screens[] = {
		{ 40, "REMOTE        DIR   RATE     LIMIT\n"
		      "10.9.0.2:873  send  9.9Mb/s  !rwnd\n" },
		{ 80,
		  "COMM   REMOTE        DIR   RTT     RATE     LIMIT  SHARE  WHY\n"
		  "rsync  10.9.0.2:873  send  50.1ms  9.9Mb/s  !rwnd  97%    peer sends no windo...\n" },
		{ 132,
		  HEADER4 "4711  rsync  10.9.0.1:40522  10.9.0.2:873  send  50.1ms  9.9Mb/s  "
			  ">=61KiB  63KiB   !rwnd  97%    peer sends no window scale, wind...\n" },
		{ 10, "REMOTE\n10.9.0....\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		struct harness h = harness_open((struct text_opts){
			.header = true, .tty = true, .columns = screens[i].columns });
		struct finding f = rsync_finding();

		harness_finding(&h, &f);
		harness_interval_end(&h);
		assert_output(h.out, screens[i].expected);
		harness_close(&h);
	}
}

/* On a terminal the header follows the columns when they move. */
static void header_follows_columns(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true, .tty = true });
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (i == 2)
			strcpy(f.id.comm, "rsyncd");
		harness_finding(&h, &f);
		harness_interval_end(&h);
	}
	text = take_output(h.out);
	assert_int_equal(count(text, "COMM"), 2);
	assert_non_null(strstr(text, "COMM    LOCAL"));
	free(text);
	harness_close(&h);
}

static void timestamp(void **state)
{
	struct harness h = harness_open((struct text_opts){ .timestamp = true, .header = true });
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	harness_interval_end(&h);
	assert_output(h.out, "TIME      " HEADER4 "08:26:40  " RSYNC);
	harness_close(&h);
}

static void colors(void **state)
{
	struct harness h = harness_open((struct text_opts){ .color = true, .header = true });
	struct finding f = rsync_finding(), g = inet6_finding();
	char *text;

	(void)state;
	g.recv.dir.undersized = false;
	harness_finding(&h, &f);
	harness_finding(&h, &g);
	harness_interval_end(&h);
	text = take_output(h.out);
	/* outside of the padding */
	assert_non_null(strstr(text, "  \033[35m10.9.0.1:40522\033[0m     "
				     "\033[35m10.9.0.2:873\033[0m"));
	assert_non_null(strstr(text, "  \033[34m[fd00:9::1]:40522\033[0m  "
				     "\033[34m[fd00:9::2]:873\033[0m"));
	assert_non_null(strstr(text, "  \033[31m!rwnd\033[0m    97%"));
	assert_int_equal(count(text, "\033[31m"), 1);
	assert_int_equal(count(text, "\033"), 10);
	free(text);
	harness_close(&h);
}

/* No byte of a name reaches the terminal as a control, and wide letters keep the columns. */
static void hostile_names(void **state)
{
	struct harness h = harness_open((struct text_opts){ .utf8 = true });
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		snprintf(f.id.comm, sizeof(f.id.comm), "a%cb", byte);
		harness_finding(&h, &f);
	}
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_int_equal(count(text, "\n"), 255);
	for (const char *p = text; *p; p++)
		assert_true(*p == '\n' || (*p >= 0x20 && *p <= 0x7e));
	assert_non_null(strstr(text, "4711  a\\x1bb  10.9.0.1:40522  10.9.0.2:873"));
	free(text);
	strcpy(f.id.comm, "\xe6\xbc\xa2");
	harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_non_null(strstr(text, "4711  \xe6\xbc\xa2      10.9.0.1:40522"));
	free(text);
	harness_close(&h);
	h = harness_open((struct text_opts){ .utf8 = false });
	harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_non_null(strstr(text, "4711  \\u6f22  10.9.0.1:40522"));
	free(text);
	harness_close(&h);
}

/* Who lifts the limit alone should know what comes next. */
static void a_second_limit(void **state)
{
	static const struct {
		uint16_t sndbuf;
		bool flagged;
		const char *said;
	} cases[] = { { 380, true, ", and sndbuf 38%\n" },
		      { 200, true, ", and sndbuf 20%\n" },
		      { 199, true, NULL },
		      { 380, false, NULL } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct harness h = harness_open((struct text_opts){ 0 });
		struct finding f = rsync_finding();
		char *text;

		f.send.shares = (struct send_shares){ .rwnd = 600, .sndbuf = cases[i].sndbuf };
		f.send.dir.undersized = cases[i].flagged;
		harness_finding(&h, &f);
		harness_interval_end(&h);
		text = take_output(h.out);
		assert_int_equal(count(text, ", and "), cases[i].said != NULL);
		if (cases[i].said)
			assert_int_equal(count(text, cases[i].said), 1);
		free(text);
		harness_close(&h);
	}
}

/* Of two that are as good as equal the smaller may be named, and that is said. */
static void a_tie(void **state)
{
	struct harness h = harness_open((struct text_opts){ 0 });
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	f.send.dir.limit_share_permille = 480;
	f.send.shares = (struct send_shares){ .rwnd = 480, .app = 520 };
	harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_int_equal(count(text, ", as good as equal to app 52%\n"), 1);
	free(text);
	harness_close(&h);
}

/* The largest of everything, and more rows than there was room for. */
static void largest(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true, .timestamp = true });
	struct finding f = rsync_finding();
	char *text;

	(void)state;
	memset(&f.id.local, 0xff, sizeof(f.id.local));
	memset(&f.id.remote, 0xff, sizeof(f.id.remote));
	memset(f.id.comm, 0xff, sizeof(f.id.comm) - 1);
	f.id.family = FAMILY_INET6;
	f.id.pid = f.rtt_min_us = UINT32_MAX;
	f.send.dir.rate_bps = f.send.dir.bdp_bytes = UINT64_MAX;
	f.send.dir.window_bytes = UINT32_MAX;
	f.send.dir.limit_share_permille = 1000;
	f.ts_ns = UINT64_MAX;
	for (int i = 0; i < 1000; i++)
		harness_finding(&h, &f);
	harness_interval_end(&h);
	text = take_output(h.out);
	assert_int_equal(count(text, "\n"), 1001);
	assert_int_equal(count(text, "  4294967295  "
				     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
				     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff  "
				     "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535  "
				     "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535  send  "
				     "4295s  18.4Eb/s  >=16EiB  4.0GiB  !rwnd  100%   peer"),
			 1000);
	free(text);
	harness_close(&h);
}

/* Rows of an interval that was cut short are not lost, and a line a socket ends it all. */
static void closing_report(void **state)
{
	struct harness h = harness_open((struct text_opts){ .header = true });
	struct summary s = design_summary();
	struct finding f = rsync_finding();

	(void)state;
	harness_finding(&h, &f);
	harness_summary(&h, &s);
	assert_output(h.out, HEADER4 RSYNC
		      "\n10.0 s, 42 sockets, undersized: tcp_rmem 3\n"
		      "COMM   LOCAL           REMOTE        DIR   RATE  CEILING   LIMITS  FLAGGED"
		      "             CHANGE\n"
		      "rsync  10.9.0.1:40522  10.9.0.2:873  send  0b/s  10.3Mb/s  !-      "
		      "no_wscale_peer:1/1  the peer, or a middlebox, must allow window scaling\n");
	harness_close(&h);
}

/* The report alone, with titles or without; and no report where lines have no titles. */
static void closing_report_alone(void **state)
{
	static const struct {
		struct text_opts opts;
		unsigned lines;
	} rows[] = { { { .header = true, .summary_alone = true }, 3 },
		     { { .summary_alone = true }, 1 },
		     { { .header = false }, 1 } };
	struct summary s = design_summary();
	struct finding f = rsync_finding();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct harness h = harness_open(rows[i].opts);
		char *text;

		harness_finding(&h, &f);
		harness_interval_end(&h);
		harness_summary(&h, &s);
		text = take_output(h.out);
		assert_int_equal(count(text, "\n"), rows[i].lines);
		assert_int_equal(count(text, "middlebox"), rows[i].opts.summary_alone);
		free(text);
		harness_close(&h);
	}
}

static void output_errors(void **state)
{
	struct text_opts opts = { .header = true };
	struct finding f = rsync_finding();
	struct summary s = design_summary();
	FILE *full = fopen("/dev/full", "we");
	struct sink *sink;

	(void)state;
	assert_non_null(full);
	assert_int_equal(text_sink_new(full, &opts, &sink), 0);
	assert_int_equal(sink->ops->finding(sink, &f), 0);
	assert_int_equal(sink->ops->interval_end(sink), -ENOSPC);
	assert_int_equal(sink->ops->summary(sink, &s), -ENOSPC);
	assert_int_equal(sink->ops->finding(sink, &f), 0);
	sink->ops->free(sink); /* with a row that was never written */
	fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row),
		cmocka_unit_test(places),
		cmocka_unit_test(nothing_to_say),
		cmocka_unit_test(intervals_are_separated),
		cmocka_unit_test(no_header),
		cmocka_unit_test(fields_are_fixed),
		cmocka_unit_test(chosen_columns),
		cmocka_unit_test(rows_are_aligned),
		cmocka_unit_test(order_is_total),
		cmocka_unit_test(columns_never_shrink),
		cmocka_unit_test(header_every_screen),
		cmocka_unit_test(narrow),
		cmocka_unit_test(header_follows_columns),
		cmocka_unit_test(timestamp),
		cmocka_unit_test(colors),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(a_second_limit),
		cmocka_unit_test(a_tie),
		cmocka_unit_test(largest),
		cmocka_unit_test(closing_report),
		cmocka_unit_test(closing_report_alone),
		cmocka_unit_test(output_errors),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
