/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which setting is to blame, given that the peer's window, the congestion window or our send buffer is the
 * limit. Each cause is a row; a new cause is a new row. The rows that share a base differ from it in what
 * the cause rests on.
 */
#include "cause_fixture.h"

/* The RTT is at least so long, all the time. */
#define NEVER_BELOW(us) .ev.srtt_us = (us), .ev.standing_rtt_us = (us), .ev.doubtful_rtt_us = (us)

/* ---- the peer's window ---- */

/* All of it is on its way in each round trip. */
#define PEER_WINDOW(bytes)                                                                         \
	SENDER, LOOKS(120, 120, 0, 0, 0),                                                          \
		.last.snd_wnd_bytes = (bytes), .last.max_window_bytes = (bytes),                   \
		.agg.snd_wnd_max_bytes = (bytes), .agg.snd_wnd_min_bytes = (bytes) / 10 * 8,       \
		.agg.inflight_max_bytes = (bytes), .ev.rwnd_permille = 1000,                       \
		SENDS_AT(UINT64_C(152) * (bytes))

/* The path was seen full at 10 Mbit/s. */
#define FULL_AT_10M .send_path_bps = 10000000

static const struct row rwnd_rows[] = {
	{ "its largest window, filled", PEER_WINDOW(80512), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "it grows still", PEER_WINDOW(80512), .trends.peer_window_grows = true,
	  .cause = CAUSE_AUTOTUNING },
	{ "our own buffers grow: that says nothing of the peer's", PEER_WINDOW(80512),
	  .trends.sndbuf_grows = true, .trends.recv_window_grows = true, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "our memory is short, which is not what binds", PEER_WINDOW(80512),
	  .last.memory_pressure = true, .host_memory_pressure = true, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "the largest of all windows", PEER_WINDOW(65535u << 14), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "a third of it is carried", PEER_WINDOW(80512), SENDS_AT(4170000),
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "less than a third: the window was closed in part", PEER_WINDOW(80512), SENDS_AT(4150000),
	  .rule = "not-carried" },
	{ "losses, and four fifths of it are carried", PEER_WINDOW(80512), SENDS_AT(10100000),
	  .ev.retrans_bytes = 30000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "losses, and less than that: what waits for a hole fills the window", PEER_WINDOW(80512),
	  SENDS_AT(9900000), .ev.retrans_bytes = 30000, .rule = "not-carried" },
	/* the path */
	{ "as much as the path carried when it was full, and no queue this time",
	  PEER_WINDOW(80512), SENDS_AT(9500000), FULL_AT_10M, .cause = CAUSE_PATH_FULL },
	{ "as much as that, and a queue stands", PEER_WINDOW(80512), NEVER_BELOW(66000),
	  SENDS_AT(9500000), FULL_AT_10M, .cause = CAUSE_PATH_FULL },
	{ "well below the rate of the full path", PEER_WINDOW(80512), SENDS_AT(5000000),
	  FULL_AT_10M, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "well above it: another path", PEER_WINDOW(80512), SENDS_AT(12600000), FULL_AT_10M,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "the rate of the other direction's full path", PEER_WINDOW(80512), SENDS_AT(9500000),
	  .ev.recv_bps = 9500000, .recv_path_bps = 10000000, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "nine tenths of the bandwidth that was given", PEER_WINDOW(80512), SENDS_AT(9000000),
	  .known_path_bps = 10000000, .cause = CAUSE_PATH_FULL },
	{ "less of it", PEER_WINDOW(80512), SENDS_AT(8999999), .known_path_bps = 10000000,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "the RTT is four times the least, and steady: most of what is in flight stands in a queue",
	  PEER_WINDOW(80512), NEVER_BELOW(200480), .rtt_steady = true, .cause = CAUSE_PATH_FULL,
	  .rule = "far-above-bdp" },
	{ "it is, and is not steady", PEER_WINDOW(80512), NEVER_BELOW(200480),
	  .rule = "queue-unproven" },
	{ "a long RTT, and the rate was never seen to stay while it became longer",
	  PEER_WINDOW(80512), NEVER_BELOW(100239), .rule = "queue-unproven" },
	{ "a queue that just stands", PEER_WINDOW(80512), NEVER_BELOW(56406),
	  .rule = "queue-unproven" },
	{ "a queue in doubt", PEER_WINDOW(80512), NEVER_BELOW(50822), .rule = "queue-in-doubt" },
	{ "an RTT that is longer by a hundredth is none", PEER_WINDOW(80512), NEVER_BELOW(50821),
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a queue that comes and goes proves nothing", PEER_WINDOW(80512), .ev.srtt_us = 66000,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "seen: of three segments one waits for a delayed ACK", PEER_WINDOW(4344),
	  .ev.srtt_us = 66000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "without SACK no ACK tells its RTT: a queue, or delayed ACKs", PEER_WINDOW(80512),
	  .ev.doubtful_rtt_us = 56000, .rule = "queue-in-doubt" },
	{ "the RTT wanders: no queue of one bottleneck", PEER_WINDOW(80512), NEVER_BELOW(150000),
	  .rtt_wanders = true, .rule = "rtt-wanders" },
	{ "it wanders, and no queue stands", PEER_WINDOW(80512), .rtt_wanders = true,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "bulk goes the other way: the queue may be that one's", PEER_WINDOW(80512),
	  NEVER_BELOW(150000), .against_bps = 12500000, .rule = "queue-against" },
	{ "bulk goes the other way, and no queue stands", PEER_WINDOW(80512),
	  .against_bps = 12500000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a queue, or a longer path: it was as small at three times the rate", PEER_WINDOW(80512),
	  NEVER_BELOW(150000), SENDS_AT(4300000), .send_held_bps = 13000000,
	  .rule = "slower-behind-a-queue" },
	{ "a queue, and the rate is what it was", PEER_WINDOW(80512), NEVER_BELOW(66000),
	  SENDS_AT(11700000), .send_held_bps = 13000000, .rule = "queue-unproven" },
	{ "no queue, and the rate is not what it was", PEER_WINDOW(80512), SENDS_AT(4300000),
	  .send_held_bps = 13000000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a queue stood in two of the last eight spans", PEER_WINDOW(80512), .send_queues = 0x81,
	  .rule = "queue-lately" },
	{ "it stood in one: an accident", PEER_WINDOW(80512), .send_queues = 0x80,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "it stood in all of them, the other way", PEER_WINDOW(80512), .recv_queues = 0xff,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "another socket's RTT is shorter, and it meets a queue", PEER_WINDOW(80512),
	  .queued_rtt_us = BASELINE_RTT_US * 4 / 5, .rule = "came-to-a-queue" },
	{ "another socket's RTT is about the same, and it meets a queue", PEER_WINDOW(80512),
	  .queued_rtt_us = BASELINE_RTT_US * 19 / 20, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	/* its reader */
	{ "it never gets near its largest again", PEER_WINDOW(80512),
	  .last.max_window_bytes = 3 * MIB, .cause = CAUSE_PEER_READER },
	{ "it opens to three quarters of its largest", PEER_WINDOW(60384),
	  .last.max_window_bytes = 80512, .rule = "reader-in-doubt" },
	{ "to a byte less", PEER_WINDOW(60383), .last.max_window_bytes = 80512,
	  .cause = CAUSE_PEER_READER },
	{ "a reader that is slower by a little leaves most of its window open", PEER_WINDOW(212000),
	  .last.max_window_bytes = 262144, .rule = "reader-in-doubt" },
	{ "two segments of a small window are missing", PEER_WINDOW(75521),
	  .last.max_window_bytes = 80512, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "more than those", PEER_WINDOW(75520), .last.max_window_bytes = 80512,
	  .rule = "reader-in-doubt" },
	{ "the window dips for a moment, as a reader is late", PEER_WINDOW(262144),
	  .agg.snd_wnd_min_bytes = 0, .last.snd_wnd_bytes = 100000, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "it is full all the time, and an eighth of it is carried", PEER_WINDOW(80512),
	  SENDS_AT(1565000), .rule = "not-carried" },
	{ "less than an eighth: the reader takes the rest of the time", PEER_WINDOW(80512),
	  SENDS_AT(1560000), .cause = CAUSE_PEER_READER },
	{ "nothing at all", PEER_WINDOW(80512), SENDS_AT(0), .cause = CAUSE_PEER_READER },
	{ "over too short a time for a rate", PEER_WINDOW(80512), SENDS_AT(0),
	  .ev.busy_ns = 40 * MS - 1, .rule = "not-carried" },
	{ "it stands closed, and no segment is seen", PEER_WINDOW(80512), .last.snd_wnd_bytes = 0,
	  .agg.snd_wnd_max_bytes = 0, .agg.snd_wnd_min_bytes = UINT32_MAX, .with_events = 0,
	  .cause = CAUSE_PEER_READER },
	{ "seen: it stands, and is carried: SO_RCVBUF set late, or a reader of a segment at a time",
	  PEER_WINDOW(28416), .last.max_window_bytes = 65160, .peer_stood = 2,
	  .rule = "reader-in-doubt" },
	{ "it stands, and is not carried", PEER_WINDOW(28416), .last.max_window_bytes = 65160,
	  .peer_stood = 2, SENDS_AT(1000000), .rule = "not-carried" },
	{ "a slow reader of a kilobyte at a time moves it in most samples", PEER_WINDOW(26378),
	  .last.max_window_bytes = 65160, .peer_stood = 1, .cause = CAUSE_PEER_READER },
	{ "what a lossy path leaves out of order takes the window, too", PEER_WINDOW(80512),
	  .last.max_window_bytes = 3 * MIB, .ev.retrans_bytes = 80000, .rule = "lossy-reader" },
	{ "a slow reader behind a full path", PEER_WINDOW(80512), .last.max_window_bytes = 3 * MIB,
	  NEVER_BELOW(120000), .cause = CAUSE_PEER_READER },
	{ "a slow reader without scaling", PEER_WINDOW(20000), .last.wscale_ok = false,
	  .last.max_window_bytes = 65535, .cause = CAUSE_PEER_READER },
};

static void peer_window(void **state)
{
	(void)state;
	assert_causes(rwnd_rows, ARRAY_SIZE(rwnd_rows), RULES_RWND_CAUSE);
}

#define UNSCALED(bytes) PEER_WINDOW(bytes), .last.wscale_ok = false

static const struct row unscaled_rows[] = {
	{ "we did not offer it", UNSCALED(65535), .last.window_scaling = false,
	  .cause = CAUSE_NO_WSCALE_LOCAL, .undersized = true },
	{ "the peer or a middlebox did not", UNSCALED(65535), .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "this peer scales elsewhere: our setting was off, or a SYN cookie forgot it",
	  UNSCALED(65535), .peer_may_scale = true, .rule = "unscaled-here-alone" },
	{ "this peer scales elsewhere, and our setting is off", UNSCALED(65535),
	  .last.window_scaling = false, .peer_may_scale = true, .cause = CAUSE_NO_WSCALE_LOCAL,
	  .undersized = true },
	{ "65535 less what is no whole segment", UNSCALED(64240), .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "three quarters of 65535", UNSCALED(49152), .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "a byte less has another reason", UNSCALED(49150), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "the peer's tcp_workaround_signed_windows", UNSCALED(32767),
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "a byte more is none of its", UNSCALED(32768), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "it grew to its end a moment ago", UNSCALED(65535), .trends.peer_window_grows = true,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "a window well below what no scaling allows", UNSCALED(16384), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "the path is full", UNSCALED(65535), NEVER_BELOW(222000), .rtt_steady = true,
	  .cause = CAUSE_PATH_FULL },
	{ "scaled, and 65535 by chance", PEER_WINDOW(65535), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "scaled by us, then switched off: this connection has it", PEER_WINDOW(65535),
	  .last.window_scaling = false, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a middlebox took one end's scale: the handshake's window never comes again",
	  UNSCALED(8190), .last.max_window_bytes = 65535, .peer_stood = 3,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "an eighth of that window is none of it", UNSCALED(8191), .last.max_window_bytes = 65535,
	  .peer_stood = 3, .rule = "reader-in-doubt" },
	{ "it moves: a reader's", UNSCALED(8190), .last.max_window_bytes = 65535,
	  .cause = CAUSE_PEER_READER },
	{ "it grows", UNSCALED(8190), .last.max_window_bytes = 65535, .peer_stood = 3,
	  .trends.peer_window_grows = true, .cause = CAUSE_AUTOTUNING },
	{ "we offered none", UNSCALED(8190), .last.max_window_bytes = 65535, .peer_stood = 3,
	  .last.window_scaling = false, .rule = "reader-in-doubt" },
};

static void unscaled_peer_window(void **state)
{
	(void)state;
	assert_causes(unscaled_rows, ARRAY_SIZE(unscaled_rows), RULES_RWND_CAUSE);
}

/* ---- the congestion window ---- */

static const struct row cwnd_rows[] = {
	{ "no field is known", .rule = "free" },
	{ "the network's", SENDER, .rule = "free" },
	{ "at its cap", SENDER, .last.cwnd_clamp_segments = 500, .cause = CAUSE_CWND_CLAMP },
	{ "above a cap that was lowered", SENDER, .last.cwnd_clamp_segments = 1,
	  .cause = CAUSE_CWND_CLAMP },
	{ "a segment below its cap", SENDER, .last.cwnd_clamp_segments = 501, .rule = "free" },
	{ "all that can be counted, and no cap", SENDER, .last.cwnd_segments = UINT32_MAX - 1,
	  .rule = "free" },
};

static void congestion_window(void **state)
{
	(void)state;
	assert_causes(cwnd_rows, ARRAY_SIZE(cwnd_rows), RULES_CWND_CAUSE);
}

/* ---- our send buffer ---- */

/* All of it is on its way in each round trip. */
#define SEND_BUFFER(bytes)                                                                         \
	SENDER, LOOKS(120, 0, 0, 0, 120), .last.sndbuf_bytes = (bytes),                            \
					  .agg.wmem_queued_max_bytes = (bytes),                    \
					  SENDS_AT(UINT64_C(152) * (bytes))

/* No larger may it grow. */
#define SMALL_WMEM SEND_BUFFER(131072), .last.tcp_wmem[2] = 131072

static const struct row sndbuf_rows[] = {
	{ "as large as tcp_wmem allows", SMALL_WMEM, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "larger than tcp_wmem allows by now", SEND_BUFFER(4 * MIB), .last.tcp_wmem[2] = 131072,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "below tcp_wmem: the kernel may raise it yet", SEND_BUFFER(131072),
	  .cause = CAUSE_AUTOTUNING },
	{ "at tcp_wmem since a moment ago", SEND_BUFFER(4 * MIB), .trends.sndbuf_grows = true,
	  .cause = CAUSE_AUTOTUNING },
	{ "SO_SNDBUF", SEND_BUFFER(131072), .last.sndbuf_locked = true, .cause = CAUSE_SO_SNDBUF,
	  .undersized = true },
	{ "SO_SNDBUF, exactly what tcp_wmem would give", SEND_BUFFER(4 * MIB),
	  .last.sndbuf_locked = true, .cause = CAUSE_SO_SNDBUF, .undersized = true },
	{ "SO_SNDBUF, just set: it grows no more", SEND_BUFFER(131072), .last.sndbuf_locked = true,
	  .trends.sndbuf_grows = true, .cause = CAUSE_SO_SNDBUF, .undersized = true },
	{ "SO_RCVBUF is the other side's", SMALL_WMEM, .last.rcvbuf_locked = true,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "a third of it is carried", SMALL_WMEM, SENDS_AT(6700000), .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "less than a third: the writer waited for something else", SMALL_WMEM, SENDS_AT(6680000),
	  .rule = "not-carried" },
	{ "seen: a queue came within the span, and what is carried beyond the path stands in it",
	  SMALL_WMEM, SENDS_AT(6680000), .ev.srtt_us = 110000, .ev.doubtful_rtt_us = 100000,
	  .rule = "not-carried" },
	{ "a third of it is the path's own", SMALL_WMEM, SENDS_AT(7000000), .ev.srtt_us = 110000,
	  .ev.doubtful_rtt_us = 100000, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "an RTT that wanders is the path's", SMALL_WMEM, SENDS_AT(6680000), .ev.srtt_us = 110000,
	  .ev.doubtful_rtt_us = 100000, .rtt_wanders = true, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "losses, and less than four fifths", SMALL_WMEM, SENDS_AT(16000000),
	  .ev.retrans_bytes = 30000, .rule = "not-carried" },
	/* the path */
	{ "a deep queue: 4 MiB are enough", SEND_BUFFER(4 * MIB), NEVER_BELOW(222000),
	  .rtt_steady = true, .cause = CAUSE_PATH_FULL },
	{ "as much as the path carried when it was full", SEND_BUFFER(4 * MIB), SENDS_AT(9500000),
	  FULL_AT_10M, .cause = CAUSE_PATH_FULL },
	{ "a deep queue before SO_SNDBUF", SEND_BUFFER(131072), .last.sndbuf_locked = true,
	  NEVER_BELOW(222000), .rtt_steady = true, .cause = CAUSE_PATH_FULL },
	{ "memory is short, and the path full", SEND_BUFFER(131072), .host_memory_pressure = true,
	  NEVER_BELOW(222000), .rtt_steady = true, .cause = CAUSE_PATH_FULL },
	{ "a long RTT alone", SMALL_WMEM, NEVER_BELOW(66000), .rule = "queue-unproven" },
	{ "the RTT wanders", SMALL_WMEM, NEVER_BELOW(222000), .rtt_wanders = true,
	  .rule = "rtt-wanders" },
	{ "bulk goes the other way", SMALL_WMEM, NEVER_BELOW(222000), .against_bps = 12500000,
	  .rule = "queue-against" },
	{ "a queue, or a longer path", SMALL_WMEM, NEVER_BELOW(150000), SENDS_AT(7000000),
	  .send_held_bps = 20000000, .rule = "slower-behind-a-queue" },
	{ "a burst that waits for itself at the bottleneck", SMALL_WMEM,
	  .ev.standing_rtt_us = 51573, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "longer than that", SMALL_WMEM, .ev.standing_rtt_us = 51574, .rule = "queue-in-doubt" },
	{ "a queue stood in two of the last eight spans", SMALL_WMEM, .send_queues = 0x81,
	  .rule = "queue-lately" },
	{ "it stood in one: an accident", SMALL_WMEM, .send_queues = 0x80, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "it stood in all of them, the other way", SMALL_WMEM, .recv_queues = 0xff,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "another socket's RTT is shorter, and it meets a queue", SMALL_WMEM,
	  .queued_rtt_us = BASELINE_RTT_US * 4 / 5, .rule = "came-to-a-queue" },
	{ "a mean RTT of bursts makes no queue", SMALL_WMEM, .ev.srtt_us = 183000,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	/* memory */
	{ "memory is short, and the buffer at its end all the same", SMALL_WMEM,
	  .host_memory_pressure = true, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "the cgroup's memory is short", SEND_BUFFER(131072), .last.memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
	{ "the host's memory is short", SEND_BUFFER(131072), .host_memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
};

static void send_buffer(void **state)
{
	(void)state;
	assert_causes(sndbuf_rows, ARRAY_SIZE(sndbuf_rows), RULES_SNDBUF_CAUSE);
}

static void every_cause_has_a_row(void **state)
{
	uint32_t seen = 0;

	(void)state;
	seen |= causes_of(rwnd_rows, ARRAY_SIZE(rwnd_rows));
	seen |= causes_of(unscaled_rows, ARRAY_SIZE(unscaled_rows));
	seen |= causes_of(cwnd_rows, ARRAY_SIZE(cwnd_rows));
	seen |= causes_of(sndbuf_rows, ARRAY_SIZE(sndbuf_rows));
	assert_all_causes(seen, DIRECTION_SEND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(peer_window),           cmocka_unit_test(unscaled_peer_window),
		cmocka_unit_test(congestion_window),     cmocka_unit_test(send_buffer),
		cmocka_unit_test(every_cause_has_a_row),
	};

	return cmocka_run_group_tests_name("cause_send", tests, NULL, NULL);
}
