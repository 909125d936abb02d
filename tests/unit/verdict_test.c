/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What limits each direction: every limit with what leads to it, and what must not. A row is a
 * healthy sender (cwnd) or receiver (sender) of model_fixture.h and what differs from it.
 */
#include "verdict/shares.h"
#include "verdict/verdict.h"

#include "model_fixture.h"

static void assert_send(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);

		assert_verdict(&rows[i], verdict_send(&cf));
	}
}

static void assert_recv(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);

		assert_verdict(&rows[i], verdict_recv(&cf));
	}
}

/* An application that gives too little: the same link, a tenth of the rate, nothing waits. */
#define SLOW_WRITER                                                                                \
	SENDER, .last.write_seq = 1700000, .agg.waiting = 0, .agg.inflight_max_bytes = 62000,      \
		.agg.wmem_queued_max_bytes = 65000, .ev.waiting_permille = 0,                      \
		.ev.acked_bytes = 1250000, .ev.delivered_bytes = 1250000

static const struct row no_buffer[] = {
	{ "the baseline", SENDER, .limit = LIMIT_CWND },
	{ "nothing at all", .last = BASELINE_SAMPLE, .agg = NO_EVENTS, .limit = LIMIT_IDLE },
	{ "no field is known", .limit = LIMIT_IDLE },
	{ "ACKs for what it receives are no sending", RECEIVER, .limit = LIMIT_IDLE },
	{ "busy, by the kernel's count alone", .last = BASELINE_SAMPLE, .ev.busy_ns = MS,
	  .limit = LIMIT_APP },
	{ "the last ACK of a request", .last = BASELINE_SAMPLE, .ev.acked_bytes = 1,
	  .limit = LIMIT_APP },
	{ "a segment that found data in flight", .last = BASELINE_SAMPLE, .agg.busy = 1,
	  .limit = LIMIT_APP },
	{ "a call that sent nothing", .last = BASELINE_SAMPLE, .agg.sends = 1, .limit = LIMIT_APP },
	{ "the application writes little", SLOW_WRITER, .limit = LIMIT_APP },
	{ "it writes little, on a path without an RTT", SLOW_WRITER, .ev.rtt_min_us = 0,
	  .limit = LIMIT_APP },
	{ "one small request, answered", SLOW_WRITER, .last.snd_nxt = 1000000, .agg.busy = 1,
	  .agg.sends = 1, .ev.busy_ns = 50 * MS, .ev.acked_bytes = 100, .limit = LIMIT_APP },
	{ "written into the void: no ACK yet", SENDER, .agg.busy = 0, .agg.waiting = 0,
	  .agg.sends = 1, .ev.acked_bytes = 0, .ev.waiting_permille = 0, .limit = LIMIT_UNKNOWN },
	{ "too few ACKs, data in flight", SENDER, .agg.busy = 7, .agg.waiting = 7,
	  .limit = LIMIT_UNKNOWN },
	{ "just enough ACKs", SENDER, .agg.busy = 8, .agg.waiting = 8, .limit = LIMIT_CWND },
	{ "paced well below both windows, as BBR does", SENDER, .last.cwnd_segments = 500,
	  .last.max_window_bytes = 500000, .agg.snd_wnd_max_bytes = 500000,
	  .agg.snd_wnd_min_bytes = 490000, .agg.inflight_max_bytes = 250000, .limit = LIMIT_CWND },
	{ "data waits, and not for the congestion window: SO_MAX_PACING_RATE", SENDER,
	  .agg.inflight_max_bytes = 62000, .ev.acked_bytes = 1250000, .ev.send_bps = 10000000,
	  .limit = LIMIT_UNKNOWN },
	{ "as fast as SO_MAX_PACING_RATE lets it: its congestion window came to twice that", SENDER,
	  .last.pacing_bytes_per_s = 13000000, .limit = LIMIT_UNKNOWN },
	{ "paced, and slower than that", SENDER, .last.pacing_bytes_per_s = 14000000,
	  .limit = LIMIT_CWND },
	{ "BBR is as fast as it paces", SENDER, .last.id.congestion_control = "bbr",
	  .last.pacing_bytes_per_s = 13000000, .limit = LIMIT_CWND },
	{ "MPTCP keeps back what waits for the window of all subflows", SLOW_WRITER,
	  .last.mptcp = true, .limit = LIMIT_UNKNOWN },
	{ "a subflow's own congestion window may not be the limit of all", SENDER,
	  .last.mptcp = true, .limit = LIMIT_UNKNOWN },
	{ "seen: BBR paces 20 KB each 10 ms, and the ACKs of those before come just then", SENDER,
	  .last.app_limited = true, .last.cwnd_segments = 79, .agg.inflight_max_bytes = 34099,
	  .ev.waiting_permille = 580, .limit = LIMIT_APP },
	{ "so it may have been before it wrote in earnest", SENDER, .last.app_limited = true,
	  .last.cwnd_segments = 79, .agg.inflight_max_bytes = 60000, .ev.waiting_permille = 580,
	  .limit = LIMIT_CWND },
	{ "the application is slow, the congestion window smaller yet", SLOW_WRITER,
	  .last.cwnd_segments = 43, .ev.waiting_permille = 600, .limit = LIMIT_CWND },
	{ "the congestion window, though no RTT is known", SENDER, .ev.rtt_min_us = 0,
	  .limit = LIMIT_CWND },
	/* KERNEL.md B: a false SNDBUF */
	{ "the kernel books SNDBUF for NOTSENT_LOWAT: the buffer is far from full", SLOW_WRITER,
	  .last.nospace = true, .ev.sndbuf_permille = 1000, .ev.unwriteable_permille = 1000,
	  .limit = LIMIT_APP },
	{ "the buffer is filled now and then, the application is slow", SLOW_WRITER,
	  .agg.wmem_queued_max_bytes = 5 * MIB / 2, .ev.unwriteable_permille = 300,
	  .limit = LIMIT_APP },
	{ "the peer's window shows now and then, the congestion window rules", SENDER,
	  .ev.rwnd_permille = 300, .limit = LIMIT_CWND },
	{ "in flight reaches the peer's window, for the congestion window is no larger", SENDER,
	  .agg.snd_wnd_max_bytes = 720000, .agg.snd_wnd_min_bytes = 700000,
	  .last.max_window_bytes = 720000, .limit = LIMIT_CWND },
};

static void send_without_buffers(void **state)
{
	(void)state;
	assert_send(no_buffer, ARRAY_SIZE(no_buffer));
}

/* Seen on 6.18: tcp_rmem[2] 131072 at the receiver, 50 ms between. */
#define PEER_CAPPED                                                                                \
	SENDER, .last.snd_wnd_bytes = 80512, .last.max_window_bytes = 80512,                       \
		.last.snd_nxt = 1080512, .last.cwnd_segments = 135,                                \
		.agg.inflight_max_bytes = 80512, .agg.snd_wnd_max_bytes = 80512,                   \
		.agg.snd_wnd_min_bytes = 79000, .ev.rwnd_permille = 1000,                          \
		.ev.acked_bytes = 1637500, .ev.delivered_bytes = 1637500, .ev.send_bps = 13100000, \
		.ev.srtt_us = 52500, .ev.standing_rtt_us = 52000

/* At 2 ms, by BBR; the kernel books little of it, as the timer comes first. */
#define PEER_CAPPED_PACED                                                                          \
	PEER_CAPPED, .last.id.congestion_control = "bbr", .ev.rtt_min_us = 2000,                   \
		     .ev.srtt_us = 2050, .ev.standing_rtt_us = 2040, .ev.rwnd_permille = 249,      \
		     .ev.blocked_permille = 950, .ev.send_bps = 310000000

/* At 60 us, of which a queue makes 162 but for a moment. */
#define PEER_CAPPED_NEAR                                                                           \
	PEER_CAPPED, .ev.rtt_min_us = 60, .ev.srtt_us = 162, .ev.standing_rtt_us = 65

static const struct row rwnd[] = {
	{ "seen: the peer's tcp_rmem is capped", PEER_CAPPED, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "seen: it has ten flows, which fill the link together", PEER_CAPPED,
	  .ev.rtt_min_us = 51000, .ev.srtt_us = 135000, .ev.standing_rtt_us = 120000,
	  .limit = LIMIT_RWND, .cause = CAUSE_PATH_FULL },
	{ "seen: no scaling, as ours is off", PEER_CAPPED, .last.wscale_ok = false,
	  .last.window_scaling = false, .last.max_window_bytes = 65535,
	  .agg.snd_wnd_max_bytes = 65535, .agg.snd_wnd_min_bytes = 64000,
	  .agg.inflight_max_bytes = 65160, .limit = LIMIT_RWND, .cause = CAUSE_NO_WSCALE_LOCAL,
	  .undersized = true },
	{ "a third of the window in each round trip, and pauses", PEER_CAPPED,
	  .ev.send_bps = 4300000, .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "seen: a lossy path, whose holes fill the window", PEER_CAPPED, .ev.send_bps = 4600000,
	  .ev.retrans_bytes = 30000, .limit = LIMIT_UNKNOWN },
	{ "losses, but the window is carried all the same", PEER_CAPPED, .ev.retrans_bytes = 30000,
	  .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "less than that: it was not the window that it waited for", PEER_CAPPED,
	  .ev.send_bps = 4000000, .limit = LIMIT_UNKNOWN },
	{ "pacing stops the kernel's own count: the window is full all the same", PEER_CAPPED,
	  .ev.rwnd_permille = 0, .ev.blocked_permille = 950, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "paced, on a short path: the window is carried", PEER_CAPPED_PACED, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "nine tenths of it: the path's own rate would look the same", PEER_CAPPED_PACED,
	  .ev.send_bps = 290000000, .limit = LIMIT_UNKNOWN },
	{ "by SO_MAX_PACING_RATE, too", PEER_CAPPED_PACED, .last.id.congestion_control = "cubic",
	  .last.pacing_bytes_per_s = 37000000, .ev.send_bps = 290000000, .limit = LIMIT_UNKNOWN },
	{ "the kernel books a quarter of the time: not even BBR probes as often", PEER_CAPPED_PACED,
	  .ev.rwnd_permille = 250, .ev.send_bps = 290000000, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "what is sent at a time is little beside the window of a longer path", PEER_CAPPED_PACED,
	  .ev.rtt_min_us = 10000, .ev.srtt_us = 10200, .ev.standing_rtt_us = 10100,
	  .ev.send_bps = 58000000, .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "unpaced, the window is what it waits for", PEER_CAPPED_PACED,
	  .last.id.congestion_control = "cubic", .ev.send_bps = 290000000, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a queue that was gone for a moment: far less is on its way than the window",
	  PEER_CAPPED_NEAR, .ev.send_bps = 4200000000, .limit = LIMIT_UNKNOWN },
	{ "hosts that are late: two fifths of the window are on their way", PEER_CAPPED_NEAR,
	  .ev.send_bps = 4300000000, .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "BBR behind a policer touches the window once: it is not what it waits for", PEER_CAPPED,
	  .ev.rwnd_permille = 0, .ev.blocked_permille = 30, .limit = LIMIT_CWND },
	{ "what a lossy path leaves out of order takes the peer's window: its reader is not to blame",
	  PEER_CAPPED, .peer_shrunk = 9, .ev.retrans_bytes = 80000, .limit = LIMIT_UNKNOWN },
	{ "the kernel's count alone, of few ACKs: a window that is closed", PEER_CAPPED,
	  .agg.busy = 2, .agg.waiting = 2, .agg.snd_wnd_max_bytes = 0, .agg.snd_wnd_min_bytes = 0,
	  .limit = LIMIT_RWND, .cause = CAUSE_PEER_READER },
	{ "both buffers bind (SO_SNDBUF and SO_RCVBUF of 64K): the larger is named", PEER_CAPPED,
	  .last.sndbuf_locked = true, .last.sndbuf_bytes = 131072,
	  .agg.wmem_queued_max_bytes = 131072, .ev.rwnd_permille = 500, .ev.sndbuf_permille = 410,
	  .ev.waiting_permille = 500, .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "the peer's window more often than the congestion window", PEER_CAPPED,
	  .agg.inflight_max_bytes = 60000, .ev.rwnd_permille = 600, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "no RTT is known", PEER_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN },
	{ "one RTT is no evidence", PEER_CAPPED, .ev.busy_ns = 60 * MS, .limit = LIMIT_UNKNOWN },
	{ "no time at all", PEER_CAPPED, .ev.span_ns = 0, .ev.busy_ns = 0, .limit = LIMIT_UNKNOWN },
	{ "two ACKs, data in flight", PEER_CAPPED, .agg.busy = 2, .agg.waiting = 2,
	  .ev.rwnd_permille = 0, .limit = LIMIT_UNKNOWN },
	{ "two ACKs, and nothing more to send", PEER_CAPPED, .last.snd_nxt = 1000000,
	  .last.write_seq = 1000000, .agg.busy = 2, .agg.waiting = 2, .ev.rwnd_permille = 0,
	  .limit = LIMIT_UNKNOWN },
};

static void send_by_peer_window(void **state)
{
	(void)state;
	assert_send(rwnd, ARRAY_SIZE(rwnd));
}

/* Seen on 6.18: tcp_wmem[2] 131072 at the sender; large writes overshoot the buffer. */
#define WMEM_CAPPED                                                                                \
	SENDER, .last.sndbuf_bytes = 131072, .last.tcp_wmem[2] = 131072, .last.nospace = true,     \
		.last.write_seq = 1700000, .agg.waiting = 12, .agg.unwriteable = 388,              \
		.agg.wmem_queued_max_bytes = 3295432, .ev.waiting_permille = 30,                   \
		.ev.unwriteable_permille = 970, .ev.srtt_us = 183000, .ev.standing_rtt_us = 53300

static const struct row sndbuf[] = {
	{ "seen: tcp_wmem is capped; bursts swell the mean RTT, and no queue stands", WMEM_CAPPED,
	  .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "seen: a host too busy to send: 4 MiB are full, and 18 Mbit/s leave at 101 ms",
	  WMEM_CAPPED, .agg.wmem_queued_max_bytes = 4194304, .last.sndbuf_bytes = 4194304,
	  .last.tcp_wmem[2] = 4194304, .ev.rtt_min_us = 100926, .ev.srtt_us = 105000,
	  .ev.standing_rtt_us = 101000, .ev.send_bps = 18279113, .limit = LIMIT_UNKNOWN },
	{ "seen: a queue that a stalled host let drain at once: far less is on its way than 4 MiB",
	  WMEM_CAPPED, .last.sndbuf_bytes = 4194304, .last.tcp_wmem[2] = 4194304,
	  .agg.wmem_queued_max_bytes = 4194304, .ev.rtt_min_us = 101209, .ev.srtt_us = 400000,
	  .ev.standing_rtt_us = 102000, .ev.send_bps = 66000000, .limit = LIMIT_UNKNOWN },
	{ "seen: defaults, a deep queue lets 4 MiB of buffer bind", WMEM_CAPPED,
	  .last.sndbuf_bytes = 4194304, .last.tcp_wmem[2] = 4194304,
	  .agg.wmem_queued_max_bytes = 4258360, .ev.waiting_permille = 120,
	  .ev.unwriteable_permille = 880, .ev.srtt_us = 240000, .ev.standing_rtt_us = 222000,
	  .limit = LIMIT_SNDBUF, .cause = CAUSE_PATH_FULL },
	{ "the kernel's count alone", WMEM_CAPPED, .ev.unwriteable_permille = 0,
	  .ev.sndbuf_permille = 900, .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "filled but for a large segment", WMEM_CAPPED, .agg.wmem_queued_max_bytes = 118000,
	  .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "filled each time by one write that just fits: nothing waits", WMEM_CAPPED,
	  .last.nospace = false, .limit = LIMIT_APP },
	{ "half of the time nothing waits, and half of it the buffer is full", WMEM_CAPPED,
	  .ev.waiting_permille = 0, .ev.unwriteable_permille = 500, .limit = LIMIT_APP },
	{ "a queue that was gone for a moment: far less is on its way than the buffer", WMEM_CAPPED,
	  .ev.rtt_min_us = 60, .ev.srtt_us = 162, .ev.standing_rtt_us = 65,
	  .ev.send_bps = 3000000000, .limit = LIMIT_UNKNOWN },
	{ "never filled", WMEM_CAPPED, .agg.wmem_queued_max_bytes = 90000, .limit = LIMIT_APP },
	{ "seen: BBR paces at the rate that a small buffer gave it", WMEM_CAPPED,
	  .last.cwnd_segments = 124, .agg.inflight_max_bytes = 75616,
	  .agg.wmem_queued_max_bytes = 122208, .ev.waiting_permille = 650,
	  .ev.unwriteable_permille = 350, .ev.send_bps = 13000000, .limit = LIMIT_SNDBUF,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "BBR fills the half of its window, as the buffer is ample", WMEM_CAPPED,
	  .last.cwnd_segments = 124, .agg.inflight_max_bytes = 90000, .ev.waiting_permille = 650,
	  .ev.unwriteable_permille = 350, .limit = LIMIT_CWND },
	{ "seen on 6.1: a writer that waits for room writes when all is sent: no application's limit",
	  WMEM_CAPPED, .last.app_limited = true, .last.cwnd_segments = 124,
	  .agg.inflight_max_bytes = 75616, .ev.waiting_permille = 600,
	  .ev.unwriteable_permille = 200, .limit = LIMIT_CWND },
	{ "BBR is slow, and its buffer has always more to send", WMEM_CAPPED,
	  .last.cwnd_segments = 124, .agg.inflight_max_bytes = 75616, .ev.waiting_permille = 800,
	  .ev.unwriteable_permille = 200, .limit = LIMIT_CWND },
	{ "data waits as often: the congestion window comes first", WMEM_CAPPED,
	  .ev.waiting_permille = 600, .ev.unwriteable_permille = 400, .limit = LIMIT_CWND },
	{ "no RTT is known", WMEM_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN },
	{ "one RTT is no evidence", WMEM_CAPPED, .ev.busy_ns = 60 * MS, .limit = LIMIT_UNKNOWN },
	{ "a few ACKs at the end of a transfer", WMEM_CAPPED, .last.snd_nxt = 1000000,
	  .last.write_seq = 1000000, .agg.busy = 3, .agg.waiting = 0, .agg.unwriteable = 3,
	  .ev.waiting_permille = 0, .ev.unwriteable_permille = 1000, .limit = LIMIT_UNKNOWN },
};

static void send_by_send_buffer(void **state)
{
	(void)state;
	assert_send(sndbuf, ARRAY_SIZE(sndbuf));
}

/* Seen on 6.18: tcp_rmem[2] 131072, 13.1 Mbit/s. */
#define RMEM_CAPPED                                                                                \
	RECEIVER, .last.rcv_wnd_bytes = 80512, .last.rcv_ssthresh_bytes = 80480,                   \
		  .last.window_clamp_bytes = 81920, .last.rcvbuf_bytes = 131072,                   \
		  .last.tcp_rmem[2] = 131072, .agg.rcv_wnd_max_bytes = 80512,                      \
		  .agg.rcv_wnd_min_bytes = 60000, .agg.segments = 1140,                            \
		  .ev.received_bytes = 1637500, .ev.rtt_min_us = 50313,                            \
		  .ev.rcv_standing_rtt_us = 50200

static const struct row recv_rows[] = {
	{ "the baseline", RECEIVER, .limit = LIMIT_SENDER },
	{ "nothing came", SENDER, .limit = LIMIT_IDLE },
	{ "no field is known", .limit = LIMIT_IDLE },
	{ "seen: tcp_rmem is capped", RMEM_CAPPED, .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "without timestamps and ACKs the handshake is all there is", RMEM_CAPPED,
	  .ev.rcv_standing_rtt_us = 0, .limit = LIMIT_UNKNOWN },
	{ "of whoever connected, its SYN counts as a byte", RMEM_CAPPED,
	  .ev.rcv_standing_rtt_us = 0, .last.bytes_acked = 1, .limit = LIMIT_UNKNOWN },
	{ "without timestamps, but an ACK confirms it", RMEM_CAPPED, .ev.rcv_standing_rtt_us = 0,
	  .last.bytes_acked = 100, .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM,
	  .undersized = true },
	{ "seen: no scaling, and tp->rcv_wnd above what 16 bits can tell", RMEM_CAPPED,
	  .last.wscale_ok = false, .last.rcvbuf_bytes = 493480, .last.rcv_wnd_bytes = 308424,
	  .last.tcp_rmem[2] = 6 * MIB, .last.window_clamp_bytes = 308425,
	  .agg.rcv_wnd_max_bytes = 308424, .ev.received_bytes = 1290000, .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_NO_WSCALE_PEER, .undersized = true },
	{ "ten such flows fill the link: the receiver's RTT shows the queue", RMEM_CAPPED,
	  .ev.received_bytes = 640000, .ev.rcv_standing_rtt_us = 135000, .limit = LIMIT_RCVBUF,
	  .cause = CAUSE_PATH_FULL },
	{ "a small window that covers the path", RMEM_CAPPED, .ev.received_bytes = 800000,
	  .limit = LIMIT_SENDER },
	{ "half the window per RTT", RMEM_CAPPED, .ev.received_bytes = 820000,
	  .limit = LIMIT_SENDER },
	{ "seven tenths", RMEM_CAPPED, .ev.received_bytes = 1120000, .limit = LIMIT_SENDER },
	{ "seen: an echo of 64 bytes on a busy host; the receiver's RTT has the peer's idle time in it",
	  RMEM_CAPPED, .agg.segments = 42000, .ev.received_bytes = 2700000, .ev.rtt_min_us = 5,
	  .ev.rcv_standing_rtt_us = 26000, .limit = LIMIT_SENDER },
	{ "more than a window per round trip: it was no round trip", RMEM_CAPPED,
	  .ev.rtt_min_us = 5000, .ev.rcv_standing_rtt_us = 80000, .limit = LIMIT_SENDER },
	{ "data waits for the reader all the time", RMEM_CAPPED, .unread_kept = 10,
	  .limit = LIMIT_READER },
	{ "it waits at times, as the reader wakes up", RMEM_CAPPED, .unread_kept = 3,
	  .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM, .undersized = true },
	{ "seen: a reader at nine tenths of its window lags now and then", RMEM_CAPPED,
	  .ev.received_bytes = 1400000, .unread_kept = 3, .limit = LIMIT_UNKNOWN },
	{ "it lags for once, as the reader wakes up", RMEM_CAPPED, .ev.received_bytes = 1400000,
	  .unread_kept = 2, .limit = LIMIT_SENDER },
	{ "it lags, and has all of its window to read into", RMEM_CAPPED,
	  .ev.received_bytes = 780000, .unread_kept = 3, .limit = LIMIT_SENDER },
	{ "MPTCP's reader reads of all subflows", RMEM_CAPPED, .last.mptcp = true,
	  .unread_kept = 10, .limit = LIMIT_UNKNOWN },
	{ "SO_RCVLOWAT: it takes what came once a second, and the window has room", RECEIVER,
	  .agg.segments = 70, .ev.received_bytes = 100000, .unread_kept = 9,
	  .limit = LIMIT_SENDER },
	{ "a quarter of the window is gone by what waits", RECEIVER, .agg.segments = 70,
	  .agg.rcv_wnd_min_bytes = 1474559, .ev.received_bytes = 100000, .unread_kept = 9,
	  .limit = LIMIT_READER },
	{ "half of the buffer is", RECEIVER, .agg.segments = 70,
	  .agg.rmem_alloc_max_bytes = 3 * MIB / 2 + 1, .ev.received_bytes = 100000,
	  .unread_kept = 9, .limit = LIMIT_READER },
	{ "half of the window per RTT is as much as it reads", RECEIVER,
	  .ev.received_bytes = 20000000, .unread_kept = 9, .limit = LIMIT_READER },
	{ "bursts that close the window: messages as large, or a reader of as much at a time",
	  RECEIVER, .closed = 6, .limit = LIMIT_UNKNOWN },
	{ "they do in half of the samples", RECEIVER, .closed = 5, .limit = LIMIT_SENDER },
	{ "a slow reader is one without an RTT, too", RMEM_CAPPED, .unread_kept = 10,
	  .ev.rtt_min_us = 0, .limit = LIMIT_READER },
	{ "no RTT is known", RMEM_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN },
	{ "one RTT is no evidence", RMEM_CAPPED, .agg.segments = 70, .ev.span_ns = 60 * MS,
	  .ev.received_bytes = 100000, .limit = LIMIT_UNKNOWN },
	{ "no time at all", RMEM_CAPPED, .ev.span_ns = 0, .ev.received_bytes = 0,
	  .limit = LIMIT_IDLE },
	{ "one segment in a second", RECEIVER, .ev.received_bytes = 1448, .agg.segments = 1,
	  .limit = LIMIT_SENDER },
	{ "seen: a window of seven segments never holds the eighth's half", RMEM_CAPPED,
	  .last.rcvbuf_bytes = 16384, .last.rcvbuf_locked = true, .last.window_clamp_bytes = 10240,
	  .last.rcv_wnd_bytes = 10240, .agg.rcv_wnd_max_bytes = 10240, .ev.received_bytes = 175000,
	  .agg.segments = 120, .limit = LIMIT_RCVBUF, .cause = CAUSE_SO_RCVBUF,
	  .undersized = true },
	{ "two segments and a bit: a message each 50 ms fills half of it", RMEM_CAPPED,
	  .last.mss_bytes = 8948, .last.rcvbuf_bytes = 40960, .last.rcvbuf_locked = true,
	  .last.window_clamp_bytes = 20480, .last.rcv_wnd_bytes = 20480,
	  .agg.rcv_wnd_max_bytes = 20480, .ev.received_bytes = 190000, .agg.segments = 21,
	  .limit = LIMIT_UNKNOWN },
	{ "three of seven segments", RMEM_CAPPED, .last.rcvbuf_bytes = 16384,
	  .last.rcvbuf_locked = true, .last.window_clamp_bytes = 10240, .last.rcv_wnd_bytes = 10240,
	  .agg.rcv_wnd_max_bytes = 10240, .ev.received_bytes = 85000, .limit = LIMIT_SENDER },
	{ "a segment as large as no field should be", RECEIVER, .last.mss_bytes = 1u << 29,
	  .limit = LIMIT_SENDER },
	{ "so little in all time", RMEM_CAPPED, .ev.span_ns = UINT64_MAX, .limit = LIMIT_SENDER },
	{ "more than windows can carry in the least of round trips: it was none", RMEM_CAPPED,
	  .ev.received_bytes = UINT64_MAX, .limit = LIMIT_UNKNOWN },
	/* KERNEL.md D: timestamps tick at 1 ms, which is ten RTTs of a LAN */
	{ "a LAN: 0.1 ms by the handshake, 1 ms by the receiver's clock", RMEM_CAPPED,
	  .ev.rtt_min_us = 100, .ev.rcv_standing_rtt_us = 300, .ev.received_bytes = 125000000,
	  .limit = LIMIT_UNKNOWN },
	{ "a LAN without timestamps: the handshake's RTT is exact", RMEM_CAPPED,
	  .ev.rtt_min_us = 100, .ev.rcv_standing_rtt_us = 0, .ev.received_bytes = 125000000,
	  .limit = LIMIT_SENDER },
	{ "seen: a queue stands, and the clock leaves it open whether the window is full",
	  RMEM_CAPPED, .ev.rtt_min_us = 4150, .ev.rcv_rtt_us = 9500, .ev.rcv_standing_rtt_us = 9000,
	  .ev.received_bytes = 7900000, .limit = LIMIT_SENDER },
	{ "no queue, and the clock leaves it open", RMEM_CAPPED, .ev.rtt_min_us = 8900,
	  .ev.rcv_rtt_us = 9100, .ev.rcv_standing_rtt_us = 9000, .ev.received_bytes = 7900000,
	  .limit = LIMIT_UNKNOWN },
	{ "a LAN whose window is far from filled by any clock", RECEIVER, .ev.rtt_min_us = 100,
	  .ev.rcv_standing_rtt_us = 300, .ev.received_bytes = 125000000, .limit = LIMIT_SENDER },
};

static void recv(void **state)
{
	(void)state;
	assert_recv(recv_rows, ARRAY_SIZE(recv_rows));
}

static void shares_are_told(void **state)
{
	static const struct row app = { "app", SLOW_WRITER };
	static const struct row peer = { "peer", PEER_CAPPED, .ev.rwnd_permille = 900,
					 .ev.waiting_permille = 900 };
	static const struct row buffer = { "buffer", WMEM_CAPPED };
	static const struct row reader = { "reader", RMEM_CAPPED, .unread_kept = 9 };
	struct interval iv;
	struct case_file cf = row_case(&app, &iv);

	(void)state;
	assert_int_equal(verdict_send(&cf).share_permille, 1000);
	cf = row_case(&peer, &iv);
	assert_int_equal(verdict_send(&cf).share_permille, 900);
	assert_int_equal(shares_of(&cf).rwnd, 900);
	assert_int_equal(shares_of(&cf).app, 100);
	cf = row_case(&buffer, &iv);
	assert_int_equal(verdict_send(&cf).share_permille, 970);
	cf = row_case(&reader, &iv);
	assert_int_equal(verdict_recv(&cf).share_permille, 900);
}

/* What is as near as before does not change the verdict back and forth. */
static void inertia(void **state)
{
	static const struct row near = {
		"rwnd and sndbuf take turns", PEER_CAPPED,
		.last.sndbuf_locked = true,   .last.sndbuf_bytes = 131072,
		.last.nospace = true,         .agg.wmem_queued_max_bytes = 131072,
		.ev.rwnd_permille = 470,      .ev.sndbuf_permille = 440,
		.ev.waiting_permille = 470
	};
	static const struct row window = { "88 % of the window", RMEM_CAPPED,
					   .ev.received_bytes = 1420000 };
	struct interval iv;
	struct case_file cf = row_case(&near, &iv);

	(void)state;
	assert_int_equal(verdict_send(&cf).limit, LIMIT_RWND);
	cf.send_before = LIMIT_SNDBUF;
	assert_int_equal(verdict_send(&cf).limit, LIMIT_SNDBUF);
	assert_int_equal(verdict_send(&cf).share_permille, 440);
	cf.ev.sndbuf_permille = 360; /* passed clearly */
	assert_int_equal(verdict_send(&cf).limit, LIMIT_RWND);
	cf = row_case(&window, &iv);
	assert_int_not_equal(verdict_recv(&cf).limit, LIMIT_RCVBUF);
	iv.unread_kept = 5;
	assert_int_not_equal(verdict_recv(&cf).limit, LIMIT_READER);
	cf.recv_before = LIMIT_READER;
	assert_int_equal(verdict_recv(&cf).limit, LIMIT_READER);
	iv.unread_kept = 0;
	cf.recv_before = LIMIT_RCVBUF;
	assert_int_equal(verdict_recv(&cf).limit, LIMIT_RCVBUF);
	cf.ev.received_bytes = 1300000;
	assert_int_equal(verdict_recv(&cf).limit, LIMIT_SENDER);
}

/* Whatever the shares are: no verdict's exceeds the whole, and none is taken below zero. */
static void shares_never_overflow(void **state)
{
	static const uint16_t shares[] = { 0, 1, 333, 500, 999, 1000 };
	struct row row = { "any shares", PEER_CAPPED };
	const size_t n = ARRAY_SIZE(shares);

	(void)state;
	row.agg.wmem_queued_max_bytes = UINT32_MAX;
	for (size_t i = 0; i < n * n * n * n; i++) {
		struct interval iv;
		struct case_file cf = row_case(&row, &iv);

		cf.ev.rwnd_permille = shares[i % n];
		cf.ev.sndbuf_permille = shares[i / n % n];
		cf.ev.waiting_permille = shares[i / n / n % n];
		cf.ev.unwriteable_permille = shares[i / n / n / n];
		assert_in_range(verdict_send(&cf).share_permille, 250, 1000);
	}
}

/* The rate that cubic is paced at follows each RTT: one that stands is not its own. */
static void pacing_that_moves(void **state)
{
	static const struct row row = { "paced", SENDER, .last.pacing_bytes_per_s = 13000000 };
	struct interval iv;
	struct case_file cf = row_case(&row, &iv);

	(void)state;
	assert_int_equal(verdict_send(&cf).limit, LIMIT_UNKNOWN);
	iv.base.pacing_bytes_per_s++;
	assert_int_equal(verdict_send(&cf).limit, LIMIT_CWND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(send_without_buffers),  cmocka_unit_test(send_by_peer_window),
		cmocka_unit_test(send_by_send_buffer),   cmocka_unit_test(recv),
		cmocka_unit_test(shares_are_told),       cmocka_unit_test(inertia),
		cmocka_unit_test(shares_never_overflow), cmocka_unit_test(pacing_that_moves),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
