/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What limits a receiver: every limit with what leads to it, and what must not. A row is a span of a healthy
 * receiver (sender) of model_fixture.h and what differs from it.
 */
#include "model_fixture.h"

static void assert_recv(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct judgement judged;
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);

		verdict_recv(&cf, &judged);
		assert_verdict(&rows[i], &judged);
	}
}

/* Seen on 6.18: tcp_rmem[2] 131072, 13.1 Mbit/s. Each round trip brings the window. */
#define RMEM_CAPPED                                                                                \
	RECEIVER, .last.rcv_wnd_bytes = 80512, .last.rcv_ssthresh_bytes = 80480,                   \
		  .last.window_clamp_bytes = 81920, .last.rcvbuf_bytes = 131072,                   \
		  .last.tcp_rmem[2] = 131072, .agg.rcv_wnd_max_bytes = 80512,                      \
		  .agg.rcv_wnd_min_bytes = 60000, .agg.segments = 340, .agg.data_segments = 340,   \
		  .agg.read_up = 170, .agg.room_min_bytes = 40000, .agg.rounds = 5,                \
		  .agg.full_rounds = 5, RECEIVES_AT(13100000), .ev.rtt_min_us = 50313,             \
		  .ev.rcv_rtt_us = 50400, .ev.rcv_standing_rtt_us = 50200,                         \
		  .rcv_least_rtt_us = 50200

/* Captures of schema 1 count neither rounds nor what a segment found. */
#define NOT_COUNTED                                                                                \
	.last.detailed = false, .agg.data_segments = 0, .agg.read_up = 0, .agg.filled = 0,         \
	.agg.room_min_bytes = UINT32_MAX, .agg.rounds = 0, .agg.full_rounds = 0

static const struct row senders[] = {
	{ "the baseline", RECEIVER, .limit = LIMIT_SENDER, .rule = "window-has-room" },
	{ "so of an old capture", RECEIVER, NOT_COUNTED, .limit = LIMIT_SENDER },
	{ "nothing came", SENDER, .limit = LIMIT_IDLE },
	{ "no field is known", .limit = LIMIT_IDLE, .rule = "silent" },
	{ "no time at all", RMEM_CAPPED, .ev.span_ns = 0, .ev.received_bytes = 0,
	  .limit = LIMIT_IDLE },
	{ "one segment in a span", RECEIVER, .ev.received_bytes = 1448, .agg.segments = 1,
	  .agg.data_segments = 1, .agg.rounds = 0, .limit = LIMIT_SENDER },
	{ "a small window that covers the path", RMEM_CAPPED, RECEIVES_AT(6400000),
	  .agg.full_rounds = 0, .limit = LIMIT_SENDER, .rule = "window-has-room" },
	{ "seven tenths of the window per RTT", RMEM_CAPPED, RECEIVES_AT(9000000),
	  .agg.full_rounds = 0, .limit = LIMIT_SENDER },
	{ "so little in all time", RMEM_CAPPED, .ev.span_ns = UINT64_MAX, .agg.full_rounds = 0,
	  .limit = LIMIT_SENDER },
	{ "a segment as large as no field should be", RECEIVER, .last.mss_bytes = 1u << 29,
	  .limit = LIMIT_SENDER },
	{ "seen: an echo of 64 bytes on a busy host; the receiver's RTT has the peer's idle time in it",
	  RMEM_CAPPED, .agg.segments = 12600, .agg.data_segments = 12600, .agg.full_rounds = 0,
	  RECEIVES_AT(21600000), .ev.rtt_min_us = 5, .ev.rcv_standing_rtt_us = 26000,
	  .ev.rcv_rtt_us = 26000, .limit = LIMIT_SENDER },
	{ "small segments of such an echo, whose rounds look full", RMEM_CAPPED,
	  .agg.segments = 12600, .agg.data_segments = 12600, .limit = LIMIT_SENDER,
	  .rule = "trickle" },
	{ "the ACKs of what we send are no small segments", RMEM_CAPPED, .agg.segments = 12600,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "in an old capture they cannot be told from them", RMEM_CAPPED, NOT_COUNTED,
	  .agg.segments = 12600, .limit = LIMIT_SENDER, .rule = "trickle" },
	{ "more than a window per round trip: it was no round trip", RMEM_CAPPED,
	  .ev.rtt_min_us = 5000, .ev.rcv_standing_rtt_us = 80000, .ev.rcv_rtt_us = 80000,
	  .agg.full_rounds = 0, .limit = LIMIT_SENDER },
	{ "objects of a window that we ask for one by one: each round has a request in it",
	  RMEM_CAPPED, .agg.full_rounds = 4, .agg.asked_rounds = 4, RECEIVES_AT(9000000),
	  .limit = LIMIT_UNKNOWN, .rule = "full-at-times" },
	{ "one round trip that ended proves nothing", RMEM_CAPPED, RECEIVES_AT(6400000),
	  .agg.rounds = 1, .agg.full_rounds = 1, .limit = LIMIT_UNKNOWN, .rule = "full-at-times" },
	{ "less than a third of the round trips", RMEM_CAPPED, RECEIVES_AT(6400000),
	  .agg.rounds = 10, .agg.full_rounds = 3, .limit = LIMIT_UNKNOWN, .rule = "full-at-times" },
	{ "a queue stands, and the window has room", RMEM_CAPPED, NOT_COUNTED,
	  .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500, .ev.rcv_standing_rtt_us = 8700,
	  RECEIVES_AT(63200000), .limit = LIMIT_UNKNOWN, .rule = "not-counted" },
};

static void recv_by_sender(void **state)
{
	(void)state;
	assert_recv(senders, ARRAY_SIZE(senders));
}

static const struct row readers[] = {
	{ "data waits for the reader all the time, and narrows the window", RMEM_CAPPED,
	  .unread_kept = 3, .agg.rcv_wnd_min_bytes = 40000, .limit = LIMIT_READER,
	  .rule = "slow-reader" },
	{ "in half of the samples it is done", RMEM_CAPPED, .unread_kept = 2, .with_events = 4,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "without an RTT, too", RMEM_CAPPED, .unread_kept = 3, .ev.rtt_min_us = 0,
	  .agg.rcv_wnd_min_bytes = 40000, .limit = LIMIT_READER },
	{ "MPTCP's reader reads of all subflows", RMEM_CAPPED, .last.mptcp = true, .unread_kept = 3,
	  .limit = LIMIT_UNKNOWN, .rule = "mptcp" },
	{ "the window fills, and opens many round trips later", RMEM_CAPPED, .agg.filled = 2,
	  .agg.full_rounds = 0, RECEIVES_AT(1400000), .limit = LIMIT_READER,
	  .rule = "closed-for-long" },
	{ "it fills, and opens before eight round trips are over", RMEM_CAPPED, .agg.filled = 2,
	  .agg.full_rounds = 0, .agg.read_up = 0, RECEIVES_AT(1700000), .limit = LIMIT_SENDER },
	{ "it fills, and how long a round trip is is not known", RMEM_CAPPED, .agg.filled = 3,
	  .agg.full_rounds = 0, .agg.rounds = 0, .agg.read_up = 0, .ev.rtt_min_us = 0,
	  .ev.rcv_rtt_us = 0, .ev.rcv_standing_rtt_us = 0, .rcv_least_rtt_us = 0,
	  .limit = LIMIT_UNKNOWN, .rule = "no-rtt" },
	{ "a segment as large as the window each time, in an old capture", RMEM_CAPPED, NOT_COUNTED,
	  .agg.segments = 1, RECEIVES_AT(1400000), .limit = LIMIT_READER,
	  .rule = "closed-for-long" },
	{ "SO_RCVLOWAT: it takes what came once a second, and the window has room", RECEIVER,
	  .agg.segments = 70, .ev.received_bytes = 100000, .unread_kept = 3,
	  .limit = LIMIT_SENDER },
	{ "a quarter of the window is gone by what waits", RECEIVER, .agg.segments = 70,
	  .agg.rcv_wnd_min_bytes = 1474559, .ev.received_bytes = 100000, .unread_kept = 3,
	  .limit = LIMIT_READER },
	{ "half of the buffer is", RECEIVER, .agg.segments = 70,
	  .agg.rmem_alloc_max_bytes = 3 * MIB / 2 + 1, .ev.received_bytes = 100000,
	  .unread_kept = 3, .limit = LIMIT_READER },
	{ "half of the window per RTT is as much as it reads", RECEIVER, RECEIVES_AT(160000000),
	  .unread_kept = 3, .limit = LIMIT_READER },
	{ "seen: a reader at nine tenths of its window lags now and then", RMEM_CAPPED,
	  .agg.full_rounds = 0, RECEIVES_AT(11200000), .unread_kept = 1, .limit = LIMIT_UNKNOWN,
	  .rule = "reader-in-doubt" },
	{ "it lags, and has all of its window to read into", RMEM_CAPPED, .agg.full_rounds = 0,
	  RECEIVES_AT(6240000), .unread_kept = 1, .limit = LIMIT_SENDER },
	{ "bursts that close the window: messages as large, or a reader of as much at a time",
	  RECEIVER, .closed = 2, .limit = LIMIT_UNKNOWN, .rule = "bursts-close-it" },
	{ "they do in half of the samples", RECEIVER, .closed = 2, .with_events = 4,
	  .limit = LIMIT_SENDER },
};

static void recv_by_reader(void **state)
{
	(void)state;
	assert_recv(readers, ARRAY_SIZE(readers));
}

/* A window of seven segments. */
#define SEVEN_SEGMENTS                                                                             \
	RMEM_CAPPED, NOT_COUNTED, .last.rcvbuf_bytes = 16384, .last.rcvbuf_locked = true,          \
				  .last.window_clamp_bytes = 10240, .last.rcv_wnd_bytes = 10240,   \
				  .agg.rcv_wnd_max_bytes = 10240, .agg.segments = 36

/* Of three, in round trips that none filled by itself. */
#define THREE_SEGMENTS                                                                             \
	SEVEN_SEGMENTS, .last.detailed = true, .agg.full_rounds = 0, .last.rcvbuf_bytes = 8192,    \
			.agg.rcv_wnd_max_bytes = 3 * 1448, .agg.segments = 15

static const struct row buffers[] = {
	{ "seen: tcp_rmem is capped", RMEM_CAPPED, .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "so in an old capture, by what came on average", RMEM_CAPPED, NOT_COUNTED,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "it pauses: a third of the round trips brings the window", RMEM_CAPPED,
	  RECEIVES_AT(6400000), .agg.rounds = 6, .agg.full_rounds = 2, .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "we ask meanwhile, in half of those that are full", RMEM_CAPPED, .agg.asked_rounds = 2,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "more rounds with a request than full ones", RMEM_CAPPED, .agg.full_rounds = 0,
	  .agg.asked_rounds = UINT32_MAX, RECEIVES_AT(6400000), .limit = LIMIT_SENDER },
	{ "as many round trips as can be counted", RMEM_CAPPED, .agg.rounds = UINT32_MAX,
	  .agg.full_rounds = UINT32_MAX, .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "a queue of its own window's was there from the first segment on", RMEM_CAPPED,
	  .ev.rcv_rtt_us = 51100, .rcv_least_rtt_us = 51000, .limit = LIMIT_RCVBUF,
	  .rule = "queue-in-doubt" },
	{ "by a handshake that was slower there is none", RMEM_CAPPED, .ev.rtt_min_us = 56000,
	  .ev.rcv_rtt_us = 51400, .rcv_least_rtt_us = 50200, .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "by the receiver's own least and a tick there is one", RMEM_CAPPED,
	  .ev.rtt_min_us = 56000, .ev.rcv_rtt_us = 52000, .rcv_least_rtt_us = 50200,
	  .limit = LIMIT_RCVBUF, .rule = "queue-in-doubt" },
	{ "it fills, and the reader empties it each time, whatever the RTT", RMEM_CAPPED,
	  .agg.filled = 4, .agg.read_up = 4, .agg.full_rounds = 0, .ev.rtt_min_us = 20000,
	  .ev.rcv_standing_rtt_us = 20000, .ev.rcv_rtt_us = 20000, .rcv_least_rtt_us = 20000,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "seen: no scaling, and tp->rcv_wnd above what 16 bits can tell", RMEM_CAPPED,
	  .last.wscale_ok = false, .last.rcvbuf_bytes = 493480, .last.rcv_wnd_bytes = 308424,
	  .last.tcp_rmem[2] = 6 * MIB, .last.window_clamp_bytes = 308425,
	  .agg.rcv_wnd_max_bytes = 308424, RECEIVES_AT(10320000), .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "without timestamps and ACKs the handshake is all there is", RMEM_CAPPED, NOT_COUNTED,
	  .ev.rcv_rtt_us = 0, .ev.rcv_standing_rtt_us = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "handshake-alone" },
	{ "by that handshake the rounds are counted, too", RMEM_CAPPED, .ev.rcv_rtt_us = 0,
	  .ev.rcv_standing_rtt_us = 0, .limit = LIMIT_UNKNOWN, .rule = "handshake-alone" },
	{ "of whoever connected, its SYN counts as a byte", RMEM_CAPPED, NOT_COUNTED,
	  .ev.rcv_rtt_us = 0, .ev.rcv_standing_rtt_us = 0, .last.bytes_acked = 1,
	  .limit = LIMIT_UNKNOWN, .rule = "handshake-alone" },
	{ "without timestamps, but an ACK confirms it", RMEM_CAPPED, NOT_COUNTED,
	  .ev.rcv_rtt_us = 0, .ev.rcv_standing_rtt_us = 0, .last.bytes_acked = 100,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "ten such flows fill the link: the receiver's RTT shows the queue", RMEM_CAPPED,
	  RECEIVES_AT(5100000), .ev.rcv_rtt_us = 235000, .ev.rcv_standing_rtt_us = 235000,
	  .rtt_steady = true, .limit = LIMIT_RCVBUF, .cause = CAUSE_PATH_FULL },
	{ "no RTT is known", RMEM_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "no-rtt" },
	{ "one RTT is no evidence", RMEM_CAPPED, NOT_COUNTED, .agg.segments = 70,
	  .ev.span_ns = 60 * MS, .ev.received_bytes = 100000, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "memory is short: segments are dropped, and no window tells", RMEM_CAPPED,
	  .agg.full_rounds = 0, .last.memory_pressure = true, .limit = LIMIT_UNKNOWN,
	  .rule = "memory-short" },
	{ "more than windows can carry in the least of round trips: it was none", RMEM_CAPPED,
	  .ev.received_bytes = UINT64_MAX, .limit = LIMIT_UNKNOWN, .rule = "impossible-rtt" },
	{ "half of the window on average, of round trips that nobody counted", RMEM_CAPPED,
	  NOT_COUNTED, RECEIVES_AT(6500000), .limit = LIMIT_UNKNOWN, .rule = "not-counted" },
	{ "seen: a window of seven segments never holds the eighth's half", SEVEN_SEGMENTS,
	  RECEIVES_AT(1400000), .limit = LIMIT_RCVBUF, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "three of seven segments", SEVEN_SEGMENTS, RECEIVES_AT(680000), .limit = LIMIT_SENDER },
	{ "two segments and a bit: a message each 50 ms fills half of it", SEVEN_SEGMENTS,
	  .last.detailed = true, .last.mss_bytes = 8948, .last.rcvbuf_bytes = 40960,
	  .last.window_clamp_bytes = 20480, .last.rcv_wnd_bytes = 20480,
	  .agg.rcv_wnd_max_bytes = 20480, RECEIVES_AT(1520000), .agg.segments = 6,
	  .limit = LIMIT_SENDER, .rule = "window-has-room" },
	{ "a window of three segments, of which none is missing", THREE_SEGMENTS,
	  RECEIVES_AT(630000), .limit = LIMIT_RCVBUF, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "one may be missing: a delayed ACK's, or the sender's", THREE_SEGMENTS,
	  RECEIVES_AT(560000), .limit = LIMIT_UNKNOWN, .rule = "few-segments" },
	{ "it is missing in each round trip", THREE_SEGMENTS, RECEIVES_AT(460000),
	  .limit = LIMIT_SENDER, .rule = "window-has-room" },
	{ "of four segments less than nine tenths are enough", THREE_SEGMENTS,
	  .agg.rcv_wnd_max_bytes = 4 * 1448, RECEIVES_AT(747000), .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_SO_RCVBUF, .undersized = true },
	/* timestamps tick at 1 ms, which is ten RTTs of a LAN */
	{ "a LAN: 0.1 ms by the handshake, 1 ms by the receiver's clock", RMEM_CAPPED,
	  .ev.rtt_min_us = 100, .ev.rcv_standing_rtt_us = 300, .ev.rcv_rtt_us = 300,
	  .agg.full_rounds = 0, RECEIVES_AT(UINT64_C(1000000000)), .limit = LIMIT_UNKNOWN,
	  .rule = "between-two-clocks" },
	{ "a LAN without timestamps: the handshake's RTT is exact", RMEM_CAPPED,
	  .ev.rtt_min_us = 100, .ev.rcv_standing_rtt_us = 0, .ev.rcv_rtt_us = 0,
	  .agg.full_rounds = 0, RECEIVES_AT(UINT64_C(1000000000)), .limit = LIMIT_SENDER },
	{ "a LAN whose window is far from filled by any clock", RECEIVER, .ev.rtt_min_us = 100,
	  .ev.rcv_standing_rtt_us = 300, RECEIVES_AT(UINT64_C(1000000000)), .limit = LIMIT_SENDER },
	{ "a queue stands behind a window that may have room", RMEM_CAPPED, .agg.full_rounds = 0,
	  .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500, .ev.rcv_standing_rtt_us = 9000,
	  RECEIVES_AT(57000000), .limit = LIMIT_SENDER, .rule = "queue-behind-it" },
	{ "with room for a fifth of it", RMEM_CAPPED, .agg.full_rounds = 0, RECEIVES_AT(8300000),
	  .limit = LIMIT_SENDER, .rule = "window-has-room" },
	{ "which a TLS record that is not whole may have taken", RMEM_CAPPED, .agg.full_rounds = 0,
	  .last.tls = true, RECEIVES_AT(8300000), .limit = LIMIT_UNKNOWN,
	  .rule = "between-two-clocks" },
	{ "it may be full, as the round trip is longer at times", RMEM_CAPPED, .agg.full_rounds = 0,
	  .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500, .ev.rcv_standing_rtt_us = 9000,
	  RECEIVES_AT(63200000), .limit = LIMIT_UNKNOWN, .rule = "between-two-clocks" },
	{ "so where bulk goes the other way: the queue may be that one's", RMEM_CAPPED,
	  .agg.full_rounds = 0, .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500,
	  .ev.rcv_standing_rtt_us = 9000, .against_bps = 14300000, RECEIVES_AT(57000000),
	  .limit = LIMIT_UNKNOWN, .rule = "between-two-clocks" },
	{ "so where the RTT wanders: a queue proves nothing", RMEM_CAPPED, .agg.full_rounds = 0,
	  .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500, .ev.rcv_standing_rtt_us = 9000,
	  .rtt_wanders = true, RECEIVES_AT(57000000), .limit = LIMIT_UNKNOWN,
	  .rule = "between-two-clocks" },
	{ "no queue, and the clock leaves it open", RMEM_CAPPED, .agg.full_rounds = 0,
	  .ev.rtt_min_us = 8900, .ev.rcv_rtt_us = 9100, .ev.rcv_standing_rtt_us = 9000,
	  RECEIVES_AT(63200000), .limit = LIMIT_UNKNOWN, .rule = "between-two-clocks" },
};

static void recv_by_buffer(void **state)
{
	(void)state;
	assert_recv(buffers, ARRAY_SIZE(buffers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recv_by_sender),
		cmocka_unit_test(recv_by_reader),
		cmocka_unit_test(recv_by_buffer),
	};

	return cmocka_run_group_tests_name("verdict_recv", tests, NULL, NULL);
}
