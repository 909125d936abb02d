/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which setting is to blame, given that our receive window is the limit. Each cause is a row; a new cause is
 * a new row. The rows that share a base differ from it in what the cause rests on.
 */
#include "cause_fixture.h"

/* ---- our receive buffer and window ---- */

/* The buffer, and the clamp and the window that follow from it at a ratio of 160. */
#define RECV_BUFFER(bytes)                                                                         \
	RECEIVER, .last.rcvbuf_bytes = (bytes), .last.window_clamp_bytes = (bytes) / 256 * 160,    \
		  .last.rcv_ssthresh_bytes = (bytes) / 256 * 160,                                  \
		  .last.rcv_wnd_bytes = (bytes) / 256 * 160,                                       \
		  .agg.rcv_wnd_max_bytes = (bytes) / 256 * 160

/* 125 ticks of 4 ms; data came in so many of 1000 of them, and so many segments in all. */
#define TICKS(data_permille, segments)                                                             \
	.ev.data_time_permille = (data_permille), .ev.jiffies = 125, .ev.jiffy_ns = 4 * MS,        \
	.ev.received_bytes = (segments)*1448

static const struct row rcvbuf[] = {
	{ "as large as tcp_rmem allows", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "the default of tcp_rmem", RECV_BUFFER(6 * MIB), .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "larger than tcp_rmem allows by now", RECV_BUFFER(6 * MIB), .last.tcp_rmem[2] = 131072,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "below tcp_rmem: the kernel may raise it yet", RECV_BUFFER(131072),
	  .cause = CAUSE_AUTOTUNING },
	{ "below it, and at rest: its reader waits for much at a time", RECV_BUFFER(131072),
	  .trends.recv_window_rests = true, .rule = "rests-below-its-maximum" },
	{ "at it, and at rest", RECV_BUFFER(6 * MIB), .trends.recv_window_rests = true,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
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
	  .ev.rcv_standing_rtt_us = 235000, .rtt_steady = true, .cause = CAUSE_PATH_FULL },
	{ "half of it is as far as a window of small segments grows", RECV_BUFFER(262144),
	  .last.mss_bytes = 524, .last.scaling_ratio = 128, .last.tcp_rmem[2] = 262144,
	  .agg.rcv_wnd_max_bytes = 64128, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "a queue stands, and there is no scale", RECV_BUFFER(493480), .last.wscale_ok = false,
	  .ev.rcv_standing_rtt_us = 235000, .rtt_steady = true, .cause = CAUSE_PATH_FULL },
	{ "a queue stood in two of the last eight spans", RECV_BUFFER(6 * MIB), .recv_queues = 0x81,
	  .rule = "queue-lately" },
	{ "it stood in one: an accident", RECV_BUFFER(6 * MIB), .recv_queues = 0x80,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "it stood in all of them, the other way", RECV_BUFFER(6 * MIB), .send_queues = 0xff,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "another socket's RTT is shorter, and it meets a queue", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .queued_rtt_us = BASELINE_RTT_US * 4 / 5,
	  .cause = CAUSE_NONE },
	{ "a queue, or a longer path", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.rcv_standing_rtt_us = 150000, .ev.recv_bps = 4300000, .recv_held_bps = 13000000,
	  .send_held_bps = 13000000, .cause = CAUSE_NONE },
	{ "a queue, or a longer path of the other direction", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.rcv_standing_rtt_us = 235000, .rtt_steady = true,
	  .ev.recv_bps = 4300000, .send_held_bps = 13000000, .cause = CAUSE_PATH_FULL },
	{ "a queue comes and goes, as others share the path", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, .ev.rcv_rtt_us = 66000, .rule = "queue-in-doubt" },
	{ "a little jitter is no queue", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  .ev.rcv_rtt_us = 50800, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "so little, but the path is never idle", RECV_BUFFER(131072), .last.tcp_rmem[2] = 131072,
	  TICKS(950, 250), .ev.rcv_rtt_us = BASELINE_RTT_US + 201, .rule = "never-idle" },
	{ "the clock's error, and the path is never idle", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, TICKS(1000, 250), .ev.rcv_rtt_us = BASELINE_RTT_US + 200,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "so little, and the path is idle at times", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, TICKS(949, 250), .ev.rcv_rtt_us = BASELINE_RTT_US + 201,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "never idle, of ticks with too few segments to tell", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, TICKS(1000, 249), .ev.rcv_rtt_us = BASELINE_RTT_US + 201,
	  .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "never idle, by ticks too long to show a pause", RECV_BUFFER(131072),
	  .last.tcp_rmem[2] = 131072, TICKS(1000, 250), .ev.jiffy_ns = 10 * MS,
	  .ev.rcv_rtt_us = BASELINE_RTT_US + 201, .cause = CAUSE_TCP_RMEM, .undersized = true },
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

static void every_cause_has_a_row(void **state)
{
	(void)state;
	assert_all_causes(causes_of(rcvbuf, ARRAY_SIZE(rcvbuf)), DIRECTION_RECV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recv_buffer),
		cmocka_unit_test(every_cause_has_a_row),
	};

	return cmocka_run_group_tests_name("cause_recv", tests, NULL, NULL);
}
