// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The closing report, to the byte: what held each socket back, and what would change it. */
#include "sink_fixture.h"

#include "sink/closing.h"
#include "verdict/account.h"
#include "verdict/rules.h"

static struct standings *standings_of(const struct finding *findings, size_t count)
{
	struct standings *standings = standings_new(STANDINGS_MAX);

	assert_non_null(standings);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(standings_add(standings, &findings[i]), 0);
	return standings;
}

static void assert_report(struct standings *standings, const struct summary *s,
			  const struct closing_opts *opts, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	FILE *mem = open_memstream(&text, &size);

	assert_non_null(mem);
	closing_print(mem, standings, s, opts);
	closing_print_events(mem, standings, s, opts);
	fclose(mem);
	assert_string_equal(text, expected);
	free(text);
	standings_free(standings);
}

static void nothing_was_seen(void **state)
{
	const struct summary s = { .duration_ns = 1500000000 };

	(void)state;
	assert_report(standings_of(NULL, 0), &s, &(struct closing_opts){ .header = true },
		      "1.5 s, 0 sockets, undersized: none\n");
	assert_report(standings_of(NULL, 0), &s, &(struct closing_opts){ 0 }, "");
}

/* Worst first; the causes by the intervals that they flagged; what is not flagged says what it waits for. */
static void a_line_a_socket(void **state)
{
	const struct account rwnd = { .count = 2,
				      .cells = { { LIMIT_RWND, CAUSE_NO_WSCALE_PEER, 900 },
						 { LIMIT_APP, CAUSE_NONE, 100 } } };
	const struct account rcvbuf = { .count = 1,
					.cells = { { LIMIT_RCVBUF, CAUSE_TCP_RMEM, 5 } } };
	const struct account cwnd = { .count = 2,
				      .cells = { { LIMIT_CWND, CAUSE_NONE, 96 },
						 { LIMIT_APP, CAUSE_NONE, 4 } } };
	struct finding f[4] = { rsync_finding(), inet6_finding(), inet6_finding(),
				rsync_finding() };
	const struct summary s = design_summary();

	(void)state;
	f[0].id.cookie = 7;
	f[0].send.dir.limit = LIMIT_CWND;
	f[0].send.dir.cause = CAUSE_NONE;
	f[0].send.dir.undersized = false;
	f[0].send.dir.bytes = 1250000;
	f[0].send.dir.account = &cwnd;
	f[1].recv.dir.account = f[2].recv.dir.account = &rcvbuf;
	f[2].recv.dir.cause = CAUSE_SO_RCVBUF;
	f[3].send.dir.account = &rwnd;
	assert_report(standings_of(f, 4), &s, &(struct closing_opts){ .header = true },
		      "10.0 s, 42 sockets, undersized: tcp_rmem 3\n"
		      "COMM   LOCAL              REMOTE           DIR   RATE      CEILING   "
		      "LIMITS             FLAGGED                     CHANGE\n"
		      "nginx  [fd00:9::1]:40522  [fd00:9::2]:873  recv  0b/s      -         "
		      "!rcvbuf:100%       so_rcvbuf:1/2,tcp_rmem:1/2  let the appli"
		      "cation set no SO_RCVBUF: needs 1.2MiB for twice the rate\n"
		      "rsync  10.9.0.1:40522     10.9.0.2:873     send  0b/s      10.3Mb/s  "
		      "!rwnd:90%,app:10%  no_wscale_peer:1/1          the peer, or "
		      "a middlebox, must allow window scaling\n"
		      "rsync  10.9.0.1:40522     10.9.0.2:873     send  10.0Mb/s  10.3Mb/s   "
		      "cwnd:96%          -                           the network an"
		      "d its congestion control, 2.1% sent again\n");
}

/* Of what is not known, the rule that left it open. */
static void an_open_question(void **state)
{
	static const struct rule rule = { .name = "too-idle", .why = "too little was sent" };
	const struct account open = { .count = 1,
				      .cells = { { LIMIT_UNKNOWN, CAUSE_NONE, 5 } },
				      .because.limit.rule = &rule };
	struct finding f = rsync_finding();
	const struct summary s = design_summary();

	(void)state;
	f.send.dir.limit = LIMIT_UNKNOWN;
	f.send.dir.undersized = false;
	f.send.dir.account = &open;
	assert_report(standings_of(&f, 1), &s, &(struct closing_opts){ 0 },
		      "rsync  10.9.0.1:40522  10.9.0.2:873  send  0b/s  10.3Mb/s   unknown:100%  "
		      "-        too-idle: too little was sent\n");
}

/* Event counters are for who asks, or where something was lost. */
static void loss_is_loud(void **state)
{
	struct summary s = design_summary();

	(void)state;
	assert_report(standings_of(NULL, 0), &s, &(struct closing_opts){ .events = true },
		      "hooks: recv tracepoint, send fentry\n"
		      "91234 events (80000 segments, 11000 sends, 200 reads, 34 closes): "
		      "820 samples, 90414 suppressed, 0 filtered, 0 lost\n");
	s.ledger.skipped_known = true;
	s.ledger.skipped = 49;
	s.ledger.suppressed -= 8;
	s.ledger.dropped += 8;
	s.ledger.consumed--;
	s.forgotten = 2;
	assert_report(standings_of(NULL, 0), &s, &(struct closing_opts){ .color = true },
		      "hooks: recv tracepoint, send fentry, 49 events skipped by the kernel\n"
		      "91234 events (80000 segments, 11000 sends, 200 reads, 34 closes): "
		      "820 samples, 90406 suppressed, 0 filtered, 8 lost\n"
		      "\033[31mLOST 8 samples\033[0m: the reader was too slow, try a longer "
		      "--sample-interval\n"
		      "\033[31mthe ledger does not add up\033[0m: 91234 events, 91234 accounted "
		      "for; 820 samples, 819 read\n"
		      "\033[31mFORGOT 2 sockets\033[0m: there were too many at a time; each was "
		      "judged, and began anew\n");
}

static size_t lines_printed(size_t sockets, const struct closing_opts *opts)
{
	const struct summary s = design_summary();
	struct standings *standings = standings_new(STANDINGS_MAX);
	struct finding f = rsync_finding();
	char *text = NULL;
	size_t size = 0, lines = 0;
	FILE *mem = open_memstream(&text, &size);

	for (size_t i = 0; i < sockets; i++) {
		f.id.cookie = i + 1;
		assert_int_equal(standings_add(standings, &f), 0);
	}
	closing_print(mem, standings, &s, opts);
	fclose(mem);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++)
		assert_true(!opts->room || strlen(line) <= opts->room);
	free(text);
	standings_free(standings);
	return lines;
}

/* A terminal gets what fits, and what is too much for a person is counted. A program gets all. */
static void bounded(void **state)
{
	(void)state;
	assert_int_equal(lines_printed(102, &(struct closing_opts){ .header = true, .room = 60 }),
			 1 + 1 + 100 + 1);
	assert_int_equal(lines_printed(102, &(struct closing_opts){ 0 }), 102);
}

static void what_was_left_out_is_said(void **state)
{
	struct finding f = rsync_finding();
	struct standings *standings = standings_new(2);
	const struct summary s = design_summary();
	char text[256] = "";
	FILE *mem = fmemopen(text, sizeof(text), "w");

	(void)state;
	for (f.id.cookie = 1; f.id.cookie <= 3; f.id.cookie++)
		assert_int_equal(standings_add(standings, &f), 0);
	closing_print_events(mem, standings, &s, &(struct closing_opts){ .color = true });
	fclose(mem);
	assert_string_equal(text, "\033[31mLEFT OUT 1 socket\033[0m: too many to keep, these are "
				  "the worst\n");
	standings_free(standings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_was_seen), cmocka_unit_test(a_line_a_socket),
		cmocka_unit_test(an_open_question), cmocka_unit_test(loss_is_loud),
		cmocka_unit_test(bounded),          cmocka_unit_test(what_was_left_out_is_said),
	};

	return cmocka_run_group_tests_name("closing", tests, NULL, NULL);
}
