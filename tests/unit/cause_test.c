/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which setting is to blame, given that a window or a buffer is the limit. Each cause is a row; a
 * new cause is a new row. The rows that share a base differ from it in what the cause rests on.
 */
#include "verdict/rules.h"

#include "model_fixture.h"

static void assert_causes(const struct row *rows, size_t count, enum rule_list list)
{
	for (size_t i = 0; i < count; i++) {
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);

		struct reason reason;

		assert_cause(&rows[i], (enum cause)rules_decide(list, &cf, &reason));
	}
}

/* ---- the peer's window ---- */

#define PEER_WINDOW(bytes)                                                                         \
	SENDER, .last.snd_wnd_bytes = (bytes), .last.max_window_bytes = (bytes),                   \
		.agg.snd_wnd_max_bytes = (bytes), .agg.snd_wnd_min_bytes = (bytes) / 10 * 8,       \
		.agg.inflight_max_bytes = (bytes), .ev.rwnd_permille = 1000

static const struct row rwnd[] = {
	{ "its largest window, filled", PEER_WINDOW(80512), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "it grows still", PEER_WINDOW(80512), .trends.peer_window_grows = true,
	  .cause = CAUSE_AUTOTUNING },
	{ "our own buffers grow: that says nothing of the peer's", PEER_WINDOW(80512),
	  .trends.sndbuf_grows = true, .trends.recv_window_grows = true, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "a queue stands", PEER_WINDOW(80512), .ev.standing_rtt_us = 120000,
	  .cause = CAUSE_PATH_FULL },
	{ "a queue comes and goes: a filled window sends no bursts, so it is the path's",
	  PEER_WINDOW(80512), .ev.srtt_us = 66000, .cause = CAUSE_PATH_FULL },
	{ "seen: of three segments one waits for a delayed ACK", PEER_WINDOW(4344),
	  .ev.srtt_us = 66000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "of three segments, a queue behind them", PEER_WINDOW(4344), .ev.srtt_us = 106000,
	  .cause = CAUSE_PATH_FULL },
	{ "without SACK no ACK tells its RTT: a queue, or delayed ACKs", PEER_WINDOW(80512),
	  .ev.doubtful_rtt_us = 56000, .cause = CAUSE_NONE },
	{ "a little jitter is no queue", PEER_WINDOW(80512), .ev.srtt_us = 60000,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "no queue this time, and the rate of the full path", PEER_WINDOW(80512),
	  .ev.send_bps = 9500000, .send_path_bps = 10000000, .cause = CAUSE_PATH_FULL },
	{ "another socket's RTT is shorter, and it meets a queue", PEER_WINDOW(80512),
	  .queued_rtt_us = BASELINE_RTT_US * 4 / 5, .cause = CAUSE_NONE },
	{ "another socket's RTT is about the same, and it meets a queue", PEER_WINDOW(80512),
	  .queued_rtt_us = BASELINE_RTT_US * 19 / 20, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "a queue, or a longer path: it was as small at three times the rate", PEER_WINDOW(80512),
	  .ev.standing_rtt_us = 150000, .ev.send_bps = 4300000, .send_held_bps = 13000000,
	  .cause = CAUSE_NONE },
	{ "a queue, and the rate is what it was", PEER_WINDOW(80512), .ev.standing_rtt_us = 150000,
	  .ev.send_bps = 12000000, .send_held_bps = 13000000, .cause = CAUSE_PATH_FULL },
	{ "no queue, and the rate is not what it was", PEER_WINDOW(80512), .ev.send_bps = 4300000,
	  .send_held_bps = 13000000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "well below the rate of the full path", PEER_WINDOW(80512), .ev.send_bps = 5000000,
	  .send_path_bps = 10000000, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "the rate of the other direction's full path", PEER_WINDOW(80512), .ev.send_bps = 9500000,
	  .ev.recv_bps = 9500000, .recv_path_bps = 10000000, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "our memory is short, which is not what binds", PEER_WINDOW(80512),
	  .last.memory_pressure = true, .host_memory_pressure = true, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	/* its reader */
	{ "it never gets near its largest again", PEER_WINDOW(80512),
	  .last.max_window_bytes = 3 * MIB, .cause = CAUSE_PEER_READER },
	{ "seen: it stands, and is carried: SO_RCVBUF set late, or a reader of a segment at a time",
	  PEER_WINDOW(28416), .last.max_window_bytes = 65160, .agg.snd_wnd_min_bytes = 24576,
	  .peer_stood = 5, .peer_shrunk = 10, .peer_below = 10, .peer_dipped = 10,
	  .ev.send_bps = 4300000, .cause = CAUSE_NONE },
	{ "a slow reader of a kilobyte at a time moves it in each sample", PEER_WINDOW(26378),
	  .last.max_window_bytes = 65160, .peer_stood = 4, .peer_shrunk = 10, .peer_below = 10,
	  .peer_dipped = 10, .ev.send_bps = 4300000, .cause = CAUSE_PEER_READER },
	{ "it stands, but for a segment of its four now and then", PEER_WINDOW(5792),
	  .last.max_window_bytes = 65160, .agg.snd_wnd_max_bytes = 7240,
	  .agg.snd_wnd_min_bytes = 4344, .peer_stood = 8, .peer_shrunk = 10, .ev.send_bps = 1000000,
	  .cause = CAUSE_NONE },
	{ "it stands, and is not carried", PEER_WINDOW(28416), .last.max_window_bytes = 65160,
	  .peer_stood = 10, .peer_shrunk = 10, .ev.send_bps = 3000000, .cause = CAUSE_PEER_READER },
	{ "no segment was seen, for it stands closed", PEER_WINDOW(80512),
	  .agg.snd_wnd_max_bytes = 0, .agg.snd_wnd_min_bytes = UINT32_MAX, .peer_shrunk = 1,
	  .with_events = 0, .cause = CAUSE_PEER_READER },
	{ "half-closed, where no ACK is seen, and its window never was", PEER_WINDOW(80512),
	  .with_events = 0, .cause = CAUSE_NONE },
	{ "it stands closed", PEER_WINDOW(80512), .agg.snd_wnd_max_bytes = 0,
	  .agg.snd_wnd_min_bytes = 0, .cause = CAUSE_PEER_READER },
	{ "it shrinks again and again", PEER_WINDOW(80512), .peer_shrunk = 9,
	  .cause = CAUSE_PEER_READER },
	{ "a reader that is slower by a little leaves most of its window open", PEER_WINDOW(212000),
	  .last.max_window_bytes = 262144, .cause = CAUSE_NONE },
	{ "it reads a lot at a time: the window opens and closes by an eighth", PEER_WINDOW(262144),
	  .peer_dipped = 6, .cause = CAUSE_NONE },
	{ "it begins to: the window is as it was in most of the time", PEER_WINDOW(262144),
	  .peer_below = 3, .cause = CAUSE_NONE },
	{ "it begins to: the window is below its largest at the end", PEER_WINDOW(262144),
	  .last.snd_wnd_bytes = 200000, .cause = CAUSE_NONE },
	{ "the window dips for a moment, as a reader is late", PEER_WINDOW(262144),
	  .agg.snd_wnd_min_bytes = 100000, .peer_below = 1, .peer_shrunk = 1,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a reader that pauses, and is seen to by few ACKs", PEER_WINDOW(80512), .peer_shrunk = 3,
	  .cause = CAUSE_NONE },
	{ "a whole segment less than ever", PEER_WINDOW(79064), .last.max_window_bytes = 80512,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "it shrank for once", PEER_WINDOW(80512), .peer_shrunk = 1, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "a slow reader behind a full path", PEER_WINDOW(80512), .peer_shrunk = 9,
	  .ev.standing_rtt_us = 120000, .cause = CAUSE_PEER_READER },
	{ "a slow reader without scaling", PEER_WINDOW(65535), .last.wscale_ok = false,
	  .peer_shrunk = 9, .cause = CAUSE_PEER_READER },
	/* no scaling */
	{ "we did not offer it", PEER_WINDOW(65535), .last.wscale_ok = false,
	  .last.window_scaling = false, .cause = CAUSE_NO_WSCALE_LOCAL, .undersized = true },
	{ "the peer or a middlebox did not", PEER_WINDOW(65535), .last.wscale_ok = false,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "this peer scales elsewhere: our setting was off, or a SYN cookie forgot it",
	  PEER_WINDOW(65535), .last.wscale_ok = false, .peer_may_scale = true,
	  .cause = CAUSE_NONE },
	{ "this peer scales elsewhere, and our setting is off", PEER_WINDOW(65535),
	  .last.wscale_ok = false, .last.window_scaling = false, .peer_may_scale = true,
	  .cause = CAUSE_NO_WSCALE_LOCAL, .undersized = true },
	{ "65535 less what is no whole segment", PEER_WINDOW(64240), .last.wscale_ok = false,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "it grew to its end a moment ago, without scaling", PEER_WINDOW(65535),
	  .last.wscale_ok = false, .trends.peer_window_grows = true, .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "no scaling, and a window well below what that allows", PEER_WINDOW(16384),
	  .last.wscale_ok = false, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "no scaling, and the path is full", PEER_WINDOW(65535), .last.wscale_ok = false,
	  .ev.standing_rtt_us = 120000, .cause = CAUSE_PATH_FULL },
	{ "scaled, and 65535 by chance", PEER_WINDOW(65535), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "scaled by us, then switched off: this connection has it", PEER_WINDOW(65535),
	  .last.window_scaling = false, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "the largest of all windows", PEER_WINDOW(65535u << 14),
	  .ev.send_bps = UINT64_C(200000000000), .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
};

static void peer_window(void **state)
{
	(void)state;
	assert_causes(rwnd, ARRAY_SIZE(rwnd), RULES_RWND_CAUSE);
}

/* ---- our send buffer ---- */

#define SEND_BUFFER(bytes)                                                                         \
	SENDER, .last.sndbuf_bytes = (bytes), .agg.wmem_queued_max_bytes = (bytes),                \
		.ev.unwriteable_permille = 1000, .ev.waiting_permille = 0

static const struct row sndbuf[] = {
	{ "as large as tcp_wmem allows", SEND_BUFFER(131072), .last.tcp_wmem[2] = 131072,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "larger than tcp_wmem allows by now", SEND_BUFFER(4 * MIB), .last.tcp_wmem[2] = 131072,
	  .ev.send_bps = 600000000, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "below tcp_wmem: the kernel may raise it yet", SEND_BUFFER(131072),
	  .cause = CAUSE_AUTOTUNING },
	{ "at tcp_wmem since a moment ago", SEND_BUFFER(4 * MIB), .trends.sndbuf_grows = true,
	  .cause = CAUSE_AUTOTUNING },
	{ "SO_SNDBUF", SEND_BUFFER(131072), .last.sndbuf_locked = true, .cause = CAUSE_SO_SNDBUF,
	  .undersized = true },
	{ "SO_SNDBUF, exactly what tcp_wmem would give", SEND_BUFFER(4 * MIB),
	  .ev.send_bps = 600000000, .last.sndbuf_locked = true, .cause = CAUSE_SO_SNDBUF, .undersized = true },
	{ "SO_SNDBUF, just set: it grows no more", SEND_BUFFER(131072), .last.sndbuf_locked = true,
	  .trends.sndbuf_grows = true, .cause = CAUSE_SO_SNDBUF, .undersized = true },
	{ "SO_RCVBUF is the other side's", SEND_BUFFER(131072), .last.rcvbuf_locked = true,
	  .last.tcp_wmem[2] = 131072, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "a queue stands: 4 MiB are enough", SEND_BUFFER(4 * MIB), .ev.standing_rtt_us = 222000,
	  .cause = CAUSE_PATH_FULL },
	{ "without SACK: a queue, or delayed ACKs", SEND_BUFFER(4 * MIB),
	  .ev.doubtful_rtt_us = 60000, .cause = CAUSE_NONE },
	{ "no queue this time, and the rate of the full path", SEND_BUFFER(4 * MIB),
	  .ev.send_bps = 9500000, .send_path_bps = 10000000, .cause = CAUSE_PATH_FULL },
	{ "a queue stands before SO_SNDBUF", SEND_BUFFER(131072), .last.sndbuf_locked = true,
	  .ev.standing_rtt_us = 222000, .cause = CAUSE_PATH_FULL },
	{ "another socket's RTT is shorter, and it meets a queue", SEND_BUFFER(131072),
	  .last.tcp_wmem[2] = 131072, .queued_rtt_us = BASELINE_RTT_US * 4 / 5,
	  .cause = CAUSE_NONE },
	{ "a queue, or a longer path", SEND_BUFFER(131072), .last.tcp_wmem[2] = 131072,
	  .ev.standing_rtt_us = 150000, .ev.send_bps = 20000000, .send_held_bps = 60000000,
	  .cause = CAUSE_NONE },
	{ "a mean RTT of bursts makes no queue", SEND_BUFFER(131072), .last.tcp_wmem[2] = 131072,
	  .ev.srtt_us = 183000, .ev.standing_rtt_us = 53300, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "memory is short, and the buffer at its end all the same", SEND_BUFFER(131072),
	  .last.tcp_wmem[2] = 131072, .host_memory_pressure = true, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "the cgroup's memory is short", SEND_BUFFER(131072), .last.memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
	{ "the host's memory is short", SEND_BUFFER(131072), .host_memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
	{ "memory is short, and the path full", SEND_BUFFER(131072), .host_memory_pressure = true,
	  .ev.standing_rtt_us = 222000, .cause = CAUSE_PATH_FULL },
};

static void send_buffer(void **state)
{
	(void)state;
	assert_causes(sndbuf, ARRAY_SIZE(sndbuf), RULES_SNDBUF_CAUSE);
}

/* ---- our receive buffer and window ---- */

/* The buffer, and the clamp and the window that follow from it at a ratio of 160. */
#define RECV_BUFFER(bytes)                                                                         \
	RECEIVER, .last.rcvbuf_bytes = (bytes), .last.window_clamp_bytes = (bytes) / 256 * 160,    \
		  .last.rcv_ssthresh_bytes = (bytes) / 256 * 160,                                  \
		  .last.rcv_wnd_bytes = (bytes) / 256 * 160,                                       \
		  .agg.rcv_wnd_max_bytes = (bytes) / 256 * 160

static const struct row rcvbuf[] = {
	{ "as large as tcp_rmem allows", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "the default of tcp_rmem", RECV_BUFFER(6 * MIB), .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "larger than tcp_rmem allows by now", RECV_BUFFER(6 * MIB), .last.tcp_rmem[2] = 131072,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "below tcp_rmem: the kernel may raise it yet", RECV_BUFFER(131072),
	  .cause = CAUSE_AUTOTUNING },
	{ "at tcp_rmem since a moment ago", RECV_BUFFER(6 * MIB), .trends.recv_window_grows = true,
	  .cause = CAUSE_AUTOTUNING },
	{ "the peer's window grows: that says nothing of ours", RECV_BUFFER(6 * MIB),
	  .trends.peer_window_grows = true, .trends.sndbuf_grows = true, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "autotuning is off", RECV_BUFFER(131072), .last.moderate_rcvbuf = false,
	  .cause = CAUSE_AUTOTUNE_OFF, .undersized = true },
	{ "autotuning is off, and tcp_rmem would not allow more", RECV_BUFFER(131072),
	  .last.moderate_rcvbuf = false, .last.tcp_rmem[2] = 131072, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "SO_RCVBUF", RECV_BUFFER(131072), .last.rcvbuf_locked = true, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "SO_RCVBUF, and autotuning is off anyway", RECV_BUFFER(131072),
	  .last.rcvbuf_locked = true, .last.moderate_rcvbuf = false, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "SO_RCVBUF, exactly what tcp_rmem would give", RECV_BUFFER(6 * MIB),
	  .last.rcvbuf_locked = true, .cause = CAUSE_SO_RCVBUF, .undersized = true },
	{ "SO_SNDBUF is the other side's", RECV_BUFFER(6 * MIB), .last.sndbuf_locked = true,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "a window far below what all of them allow: something else holds it down",
	  RECV_BUFFER(6 * MIB), .last.rcv_ssthresh_bytes = 400000, .last.rcv_wnd_bytes = 400000,
	  .agg.rcv_wnd_max_bytes = 400000, .cause = CAUSE_NONE },
	{ "so of a buffer of SO_RCVBUF", RECV_BUFFER(131072), .last.rcvbuf_locked = true,
	  .last.rcv_wnd_bytes = 60000, .agg.rcv_wnd_max_bytes = 60000, .cause = CAUSE_NONE },
	{ "a little below: it is rounded, and the ratio moves", RECV_BUFFER(131072),
	  .last.rcvbuf_locked = true, .last.rcv_wnd_bytes = 65000, .agg.rcv_wnd_max_bytes = 65000,
	  .cause = CAUSE_SO_RCVBUF, .undersized = true },
	/* seen: SO_RCVBUF raised to 4M after accept, the clamp stuck */
	{ "SO_RCVBUF set late: the clamp stays", RECV_BUFFER(8388608), .last.rcvbuf_locked = true,
	  .last.window_clamp_bytes = 1648797, .last.rcv_wnd_bytes = 1648797,
	  .agg.rcv_wnd_max_bytes = 1648797, .cause = CAUSE_WINDOW_CLAMP, .undersized = true },
	{ "TCP_WINDOW_CLAMP on an autotuned buffer", RECV_BUFFER(6 * MIB),
	  .last.window_clamp_bytes = 131072, .last.rcv_wnd_bytes = 131072,
	  .agg.rcv_wnd_max_bytes = 131072, .cause = CAUSE_WINDOW_CLAMP, .undersized = true },
	{ "a clamp a little below the buffer's window: the ratio has moved", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .last.window_clamp_bytes = 78000, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "no clamp: 65535 << 14, as before a connection's first autotuning", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .last.window_clamp_bytes = 65535u << 14,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "scale 0 from a small SO_RCVBUF before listen, raised after accept", RECV_BUFFER(8388608),
	  .last.rcvbuf_locked = true, .last.rcv_wscale = 0, .agg.rcv_wnd_max_bytes = 8126216,
	  .cause = CAUSE_WSCALE, .undersized = true },
	{ "seen: SO_RCVBUF cut to 425984, and the scale that half of it gets", RECV_BUFFER(425984),
	  .last.rcvbuf_locked = true, .last.rcv_wscale = 2, .last.scaling_ratio = 210,
	  .last.window_clamp_bytes = 349440, .last.rcv_wnd_bytes = 262140,
	  .agg.rcv_wnd_max_bytes = 262140, .cause = CAUSE_SO_RCVBUF, .undersized = true },
	{ "the scale of a smaller one", RECV_BUFFER(425984), .last.rcvbuf_locked = true,
	  .last.rcv_wscale = 0, .last.rcv_wnd_bytes = 65535, .agg.rcv_wnd_max_bytes = 65535,
	  .cause = CAUSE_WSCALE, .undersized = true },
	{ "both bind: the scale is the smaller", RECV_BUFFER(8388608), .last.rcvbuf_locked = true,
	  .last.rcv_wscale = 0, .last.window_clamp_bytes = 1648797, .cause = CAUSE_WSCALE,
	  .undersized = true },
	{ "both bind: the clamp is the smaller", RECV_BUFFER(8388608), .last.rcvbuf_locked = true,
	  .last.rcv_wscale = 5, .last.window_clamp_bytes = 1648797, .last.rcv_wnd_bytes = 1648797,
	  .agg.rcv_wnd_max_bytes = 1648797, .cause = CAUSE_WINDOW_CLAMP, .undersized = true },
	{ "tcp_rmem was raised, the connection's scale cannot follow", RECV_BUFFER(33554432),
	  .last.tcp_rmem[2] = 33554432, .cause = CAUSE_WSCALE, .undersized = true },
	{ "no scale offered by the peer", RECV_BUFFER(493480), .last.wscale_ok = false,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "none offered by us", RECV_BUFFER(493480), .last.wscale_ok = false,
	  .last.window_scaling = false, .cause = CAUSE_NO_WSCALE_LOCAL, .undersized = true },
	{ "none, and the buffer has just grown: the window cannot", RECV_BUFFER(493480),
	  .last.wscale_ok = false, .trends.recv_window_grows = true, .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "none, and SO_RCVBUF well below what 16 bits can tell", RECV_BUFFER(32768),
	  .last.wscale_ok = false, .last.rcvbuf_locked = true, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "a queue stands", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.rcv_standing_rtt_us = 135000, .cause = CAUSE_PATH_FULL },
	{ "half of it is as far as a window of small segments grows", RECV_BUFFER(262144),
	  .last.mss_bytes = 524, .last.scaling_ratio = 128, .last.tcp_rmem[2] = 262144,
	  .agg.rcv_wnd_max_bytes = 64128, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "a queue stands, and there is no scale", RECV_BUFFER(493480), .last.wscale_ok = false,
	  .ev.rcv_standing_rtt_us = 135000, .cause = CAUSE_PATH_FULL },
	{ "another socket's RTT is shorter, and it meets a queue", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .queued_rtt_us = BASELINE_RTT_US * 4 / 5,
	  .cause = CAUSE_NONE },
	{ "a queue, or a longer path", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.rcv_standing_rtt_us = 150000, .ev.recv_bps = 4300000, .recv_held_bps = 13000000,
	  .send_held_bps = 13000000, .cause = CAUSE_NONE },
	{ "a queue, or a longer path of the other direction", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.rcv_standing_rtt_us = 150000, .ev.recv_bps = 4300000,
	  .send_held_bps = 13000000, .cause = CAUSE_PATH_FULL },
	{ "a queue comes and goes, as others share the path", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.rcv_rtt_us = 66000, .cause = CAUSE_PATH_FULL },
	{ "a little jitter is no queue", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.rcv_rtt_us = 60000, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "no queue this time, and the rate of the full path", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.recv_bps = 9500000, .recv_path_bps = 10000000,
	  .cause = CAUSE_PATH_FULL },
	{ "well below the rate of the full path", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.recv_bps = 5000000, .recv_path_bps = 10000000, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "the sender's RTT is not ours to judge by", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.standing_rtt_us = 222000, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "memory is short, and the buffer at its end all the same", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .last.memory_pressure = true, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "memory is short, which has nothing to do with scaling", RECV_BUFFER(493480),
	  .last.wscale_ok = false, .last.memory_pressure = true, .cause = CAUSE_NO_WSCALE_PEER,
	  .undersized = true },
	{ "the cgroup's memory is short", RECV_BUFFER(131072), .last.memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
	{ "the host's memory is short", RECV_BUFFER(131072), .host_memory_pressure = true,
	  .cause = CAUSE_MEMORY_PRESSURE, .undersized = true },
	/* 6.1: half the buffer, no ratio */
	{ "6.1: as large as tcp_rmem allows", RECV_BUFFER(131072), .last.scaling_ratio = 0,
	  .last.tcp_rmem[2] = 131072, .last.window_clamp_bytes = 65536, .last.rcv_wnd_bytes = 65536,
	  .agg.rcv_wnd_max_bytes = 65536, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "6.1: adv_win_scale -2 gives a quarter, and no clamp is to blame", RECV_BUFFER(131072),
	  .last.scaling_ratio = 0, .last.adv_win_scale = -2, .last.tcp_rmem[2] = 131072,
	  .last.window_clamp_bytes = 32768, .last.rcv_wnd_bytes = 32768,
	  .agg.rcv_wnd_max_bytes = 32768, .cause = CAUSE_TCP_RMEM, .undersized = true },
};

static void recv_buffer(void **state)
{
	(void)state;
	assert_causes(rcvbuf, ARRAY_SIZE(rcvbuf), RULES_RCVBUF_CAUSE);
}

/* Every cause that DESIGN.md section 2 names has a row. */
static void every_cause_has_a_row(void **state)
{
	uint32_t seen = 1u << CAUSE_NONE;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rwnd); i++)
		seen |= 1u << rwnd[i].cause;
	for (size_t i = 0; i < ARRAY_SIZE(sndbuf); i++)
		seen |= 1u << sndbuf[i].cause;
	for (size_t i = 0; i < ARRAY_SIZE(rcvbuf); i++)
		seen |= 1u << rcvbuf[i].cause;
	assert_int_equal(seen, (1u << CAUSE_MAX) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(peer_window),
		cmocka_unit_test(send_buffer),
		cmocka_unit_test(recv_buffer),
		cmocka_unit_test(every_cause_has_a_row),
	};

	return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
