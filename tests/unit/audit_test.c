/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What one snapshot says: what is there to see, the ceilings, and who could never use a bandwidth.
 * Baseline: 50 ms; a send buffer of 4 MiB at most (680 Mbit/s with all that can be in it), a receive
 * buffer of 6 MiB (1004 Mbit/s), both scales 7 (1339 Mbit/s).
 */
#include "finding/audit.h"

#include "base/units.h"
#include "model_fixture.h"

#define MBIT UINT64_C(1000000)
#define LONG_AGO (5 * SECOND)

struct flag_row {
	const char *name;
	struct sample s;
	uint64_t given_bps, link_bps;
	enum cause send, recv; /* CAUSE_NONE: not flagged */
};

#define PEER_WINDOW(bytes) .s.snd_wnd_bytes = bytes, .s.max_window_bytes = bytes

#define FLAG(n, given, link, snd, rcv, ...)                                                        \
	{                                                                                          \
		.name = n, .s = BASELINE_SAMPLE, .given_bps = given, .link_bps = link,             \
		.send = snd, .recv = rcv, ##__VA_ARGS__                                            \
	}

static const struct flag_row flag_rows[] = {
	FLAG("no bandwidth is known", 0, 0, CAUSE_NONE, CAUSE_NONE),
	FLAG("one that all can use", 600 * MBIT, 0, CAUSE_NONE, CAUSE_NONE),
	FLAG("headers take a tenth", 755 * MBIT, 0, CAUSE_NONE, CAUSE_NONE),
	FLAG("and no more", 760 * MBIT, 0, CAUSE_TCP_WMEM, CAUSE_NONE),
	FLAG("of the link", 0, 1000 * MBIT, CAUSE_TCP_WMEM, CAUSE_NONE),
	FLAG("what is given counts", 600 * MBIT, 1000 * MBIT, CAUSE_NONE, CAUSE_NONE),
	FLAG("both", 1200 * MBIT, 0, CAUSE_TCP_WMEM, CAUSE_TCP_RMEM),
	FLAG("no RTT", 100000 * MBIT, 0, CAUSE_NONE, CAUSE_NONE, .s.rtt_min_us = 0),
	FLAG("its peer told a small window till now", 600 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.max_window_bytes = 65536, .s.snd_wnd_bytes = 65536),
	FLAG("its own window is small till now", 600 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.rcvbuf_bytes = 131072, .s.rcv_wnd_bytes = 65536, .s.scaling_ratio = 128),
	FLAG("the ratio may become better", 600 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.scaling_ratio = 60),
	FLAG("6.1 has a fixed one: 3 MiB", 600 * MBIT, 0, CAUSE_NONE, CAUSE_TCP_RMEM,
	     .s.scaling_ratio = 0),
	FLAG("SO_SNDBUF", 100 * MBIT, 0, CAUSE_SO_SNDBUF, CAUSE_NONE, .s.sndbuf_locked = true,
	     .s.sndbuf_bytes = 131072),
	FLAG("a segment more fits into it", 22 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.sndbuf_locked = true, .s.sndbuf_bytes = 65536),
	FLAG("SO_RCVBUF", 100 * MBIT, 0, CAUSE_NONE, CAUSE_SO_RCVBUF, .s.rcvbuf_locked = true,
	     .s.rcvbuf_bytes = 131072, .s.rcv_wnd_bytes = 65536, .s.window_clamp_bytes = 81920),
	FLAG("set late: the clamp stays", 100 * MBIT, 0, CAUSE_NONE, CAUSE_WINDOW_CLAMP,
	     .s.rcvbuf_locked = true, .s.rcvbuf_bytes = 8 * MIB, .s.rcv_wnd_bytes = 65536,
	     .s.window_clamp_bytes = 81920),
	FLAG("an unlocked clamp moves", 600 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.window_clamp_bytes = 65536, .s.rcvbuf_bytes = 131072, .s.rcv_wnd_bytes = 65536),
	FLAG("autotuning is off", 100 * MBIT, 0, CAUSE_NONE, CAUSE_AUTOTUNE_OFF,
	     .s.moderate_rcvbuf = false, .s.rcvbuf_bytes = 131072, .s.rcv_wnd_bytes = 65536),
	FLAG("our scale", 100 * MBIT, 0, CAUSE_NONE, CAUSE_WSCALE, .s.rcv_wscale = 0,
	     .s.rcv_wnd_bytes = 65535),
	FLAG("the peer's scale", 100 * MBIT, 0, CAUSE_PEER_BUFFER, CAUSE_NONE, PEER_WINDOW(131070),
	     .s.snd_wscale = 1),
	FLAG("the peer has none", 100 * MBIT, 0, CAUSE_NO_WSCALE_PEER, CAUSE_NO_WSCALE_PEER,
	     PEER_WINDOW(65535), .s.wscale_ok = false),
	FLAG("we have none", 100 * MBIT, 0, CAUSE_NO_WSCALE_LOCAL, CAUSE_NO_WSCALE_LOCAL,
	     PEER_WINDOW(65535), .s.wscale_ok = false, .s.window_scaling = false),
	FLAG("none, and a buffer that is smaller still", 100 * MBIT, 0, CAUSE_NO_WSCALE_PEER,
	     CAUSE_SO_RCVBUF, PEER_WINDOW(65535), .s.wscale_ok = false, .s.rcvbuf_locked = true,
	     .s.rcvbuf_bytes = 16384, .s.rcv_wnd_bytes = 8192, .s.window_clamp_bytes = 10240),
	FLAG("a subflow of MPTCP", 100000 * MBIT, 0, CAUSE_NONE, CAUSE_NONE, .s.mptcp = true),
	FLAG("it sends no more", 100000 * MBIT, 0, CAUSE_NONE, CAUSE_TCP_RMEM,
	     .s.state = TCP_STATE_FIN_WAIT2),
	FLAG("it receives no more", 100000 * MBIT, 0, CAUSE_TCP_WMEM, CAUSE_NONE,
	     .s.state = TCP_STATE_CLOSE_WAIT),
	FLAG("it does neither", 100000 * MBIT, 0, CAUSE_NONE, CAUSE_NONE,
	     .s.state = TCP_STATE_LAST_ACK),
};

static void flagged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(flag_rows); i++) {
		const struct flag_row *row = &flag_rows[i];
		const struct flow_path path = { .given_bps = row->given_bps,
						.link_bps = row->link_bps };
		const struct snapshot seen = { .s = row->s };
		struct finding f;

		audit(&seen, &path, &f);
		if (f.send.dir.cause != row->send || f.recv.dir.cause != row->recv ||
		    f.send.dir.undersized != (row->send != CAUSE_NONE) ||
		    f.recv.dir.undersized != (row->recv != CAUSE_NONE))
			fail_msg("%s: send %s, recv %s", row->name, cause_name(f.send.dir.cause),
				 cause_name(f.recv.dir.cause));
		/* whoever is flagged shows a ceiling below the bandwidth */
		if (f.send.dir.undersized)
			assert_true(f.send.dir.ceiling_bps < row->given_bps + row->link_bps);
		if (f.recv.dir.undersized)
			assert_true(f.recv.dir.ceiling_bps < row->given_bps + row->link_bps);
	}
}

#define LIMITS(n, sent, received, snd, rcv, ...)                                                   \
	{                                                                                          \
		.name = n, .s = BASELINE_SAMPLE, .sent_ago_ns = sent, .received_ago_ns = received, \
		.send = snd, .recv = rcv, ##__VA_ARGS__                                            \
	}

static const struct limit_row {
	const char *name;
	struct sample s;
	uint64_t sent_ago_ns, received_ago_ns;
	enum limit send, recv;
} limit_rows[] = {
	LIMITS("fresh", 0, 0, LIMIT_IDLE, LIMIT_IDLE),
	LIMITS("long idle", LONG_AGO, LONG_AGO, LIMIT_IDLE, LIMIT_IDLE, .s.bytes_sent = 9,
	       .s.bytes_received = 9),
	LIMITS("a moment ago", SECOND - 1, SECOND - 1, LIMIT_UNKNOWN, LIMIT_UNKNOWN,
	       .s.bytes_sent = 9, .s.bytes_received = 9),
	LIMITS("in flight", LONG_AGO, 0, LIMIT_UNKNOWN, LIMIT_IDLE, .s.snd_nxt = 1001448,
	       .s.write_seq = 1001448),
	LIMITS("waiting, and the window is open", 0, 0, LIMIT_UNKNOWN, LIMIT_IDLE,
	       .s.write_seq = 1001448),
	LIMITS("waiting, and it is closed", 0, 0, LIMIT_RWND, LIMIT_IDLE, .s.write_seq = 1001448,
	       .s.snd_wnd_bytes = 0),
	LIMITS("all is sent", 0, 0, LIMIT_UNKNOWN, LIMIT_IDLE, .s.snd_nxt = 1001448,
	       .s.write_seq = 1001448, .s.snd_wnd_bytes = 0),
	LIMITS("it never was open", 0, 0, LIMIT_UNKNOWN, LIMIT_IDLE, .s.write_seq = 1001448,
	       .s.snd_wnd_bytes = 0, .s.max_window_bytes = 1448),
	LIMITS("unread", 0, LONG_AGO, LIMIT_IDLE, LIMIT_UNKNOWN, .s.rcv_nxt = 5065536),
	LIMITS("unread, and our window is closed", 0, LONG_AGO, LIMIT_IDLE, LIMIT_READER,
	       .s.rcv_nxt = 5065536, .s.rcv_wnd_bytes = 0),
	LIMITS("a subflow of MPTCP", 0, 0, LIMIT_UNKNOWN, LIMIT_UNKNOWN, .s.rcv_nxt = 5065536,
	       .s.rcv_wnd_bytes = 0, .s.write_seq = 1001448, .s.snd_wnd_bytes = 0, .s.mptcp = true),
	LIMITS("and its end is not read yet", 0, 0, LIMIT_IDLE, LIMIT_IDLE,
	       .s.state = TCP_STATE_CLOSE_WAIT, .s.rcv_nxt = 5000001, .s.bytes_received = 9),
	LIMITS("and one byte before it", 0, 0, LIMIT_IDLE, LIMIT_UNKNOWN,
	       .s.state = TCP_STATE_CLOSE_WAIT, .s.rcv_nxt = 5000002, .s.bytes_received = 9),
	LIMITS("its peer has sent all", 0, 0, LIMIT_IDLE, LIMIT_IDLE,
	       .s.state = TCP_STATE_CLOSE_WAIT, .s.bytes_received = 9),
	LIMITS("it has sent all", 0, 0, LIMIT_IDLE, LIMIT_IDLE, .s.state = TCP_STATE_FIN_WAIT2,
	       .s.bytes_sent = 9),
};

static void limits(void **state)
{
	const struct flow_path path = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(limit_rows); i++) {
		const struct limit_row *row = &limit_rows[i];
		const struct snapshot seen = { .s = row->s,
					       .sent_ago_ns = row->sent_ago_ns,
					       .received_ago_ns = row->received_ago_ns };
		struct finding f;

		audit(&seen, &path, &f);
		if (f.send.dir.limit != row->send || f.recv.dir.limit != row->recv)
			fail_msg("%s: send %s, recv %s", row->name, limit_name(f.send.dir.limit),
				 limit_name(f.recv.dir.limit));
		assert_false(finding_flagged(&f));
		assert_int_equal(f.send.dir.cause == CAUSE_PEER_READER, row->send == LIMIT_RWND);
	}
}

static void ceilings(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT };
	struct snapshot seen = { .s = BASELINE_SAMPLE };
	struct finding f;

	(void)state;
	seen.s.snd_wnd_bytes = 65536;
	seen.s.max_window_bytes = 131072;
	audit(&seen, &path, &f);
	assert_int_equal(f.send.dir.window_bytes, 65536);
	assert_int_equal(f.send.dir.ceiling_bps, 131072 * UINT64_C(8000000) / BASELINE_RTT_US);
	assert_true(f.send.dir.ceiling_is_lower); /* the peer may tell a larger one */
	assert_int_equal(f.recv.dir.ceiling_bps,
			 6 * MIB / 256 * 160 * UINT64_C(8000000) / BASELINE_RTT_US);
	assert_true(f.recv.dir.ceiling_is_lower); /* the ratio may become better */
	assert_int_equal(f.send.dir.needed_source, NEEDED_GIVEN);
	assert_int_equal(f.recv.dir.needed_bytes, 626500 * 256 / 160 + 1);

	seen.s.max_window_bytes = 8 * MIB;
	seen.s.scaling_ratio = 0;
	audit(&seen, &path, &f);
	assert_int_equal(f.send.dir.ceiling_bps,
			 window_ceiling_bps(mul_div(4 * MIB, 1000, 1013), BASELINE_RTT_US));
	assert_false(f.send.dir.ceiling_is_lower); /* our buffer bounds it */
	assert_false(f.recv.dir.ceiling_is_lower);
	assert_int_equal(f.interval_ns, 0);
}

static void less_detail(void **state)
{
	const struct flow_path path = { .given_bps = 100000 * MBIT };
	struct snapshot seen = { .s = BASELINE_SAMPLE, .detail = DETAIL_DIAG };
	struct finding f;

	(void)state;
	seen.s.rcv_nxt += 100000; /* unread, and a window that 6.1 does not tell */
	seen.s.rcv_wnd_bytes = 0;
	audit(&seen, &path, &f);
	assert_int_equal(f.detail, DETAIL_DIAG);
	assert_false(finding_flagged(&f));
	assert_int_equal(f.recv.dir.limit, LIMIT_UNKNOWN);
	assert_int_equal(f.send.dir.needed_source, NEEDED_NONE);
	assert_int_equal(f.rtt_min_us, BASELINE_RTT_US);

	seen.detail = DETAIL_MINI;
	audit(&seen, &path, &f);
	assert_int_equal(f.detail, DETAIL_MINI);
	assert_int_equal(f.id.cookie, 4097);
	assert_int_equal(f.rtt_min_us, 0);
	assert_int_equal(f.send.peer_wscale, -1);
	assert_int_equal(f.recv.dir.limit, LIMIT_UNKNOWN);
	assert_false(finding_flagged(&f));
}

static void listener(void **state)
{
	struct snapshot seen = { .s = BASELINE_SAMPLE };
	struct finding f;

	(void)state;
	seen.s.state = TCP_STATE_LISTEN;
	seen.s.rcvbuf_bytes = 131072;
	seen.s.scaling_ratio = 128;
	seen.s.window_clamp_bytes = 0;
	seen.s.wscale_ok = false;
	audit_listener(&seen, 212992, &f);
	assert_int_equal(f.recv.wscale, 7);
	assert_int_equal(f.send.peer_wscale, -1);
	assert_int_equal(f.recv.dir.window_bytes, 3 * MIB);
	assert_int_equal(f.recv.dir.buffer_bytes, 131072);
	assert_int_equal(f.send.dir.buffer_max_bytes, 4 * MIB);
	assert_int_equal(f.recv.dir.ceiling_bps, 0);
	assert_int_equal(f.recv.dir.limit, LIMIT_IDLE);

	seen.s.window_scaling = false;
	audit_listener(&seen, 212992, &f);
	assert_int_equal(f.recv.wscale, -1);
	assert_int_equal(f.recv.dir.window_bytes, 65535);

	/* rmem_max is not known, nor what inet_diag does not tell */
	seen.s.window_scaling = true;
	audit_listener(&seen, 0, &f);
	assert_int_equal(f.recv.wscale, -1);
	assert_int_equal(f.recv.dir.window_bytes, 0);
	seen.detail = DETAIL_DIAG;
	audit_listener(&seen, 212992, &f);
	assert_int_equal(f.recv.wscale, -1);
	assert_int_equal(f.recv.dir.window_bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flagged),  cmocka_unit_test(limits),
		cmocka_unit_test(ceilings), cmocka_unit_test(less_detail),
		cmocka_unit_test(listener),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
