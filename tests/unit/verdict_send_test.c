/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What limits a sender: every limit with what leads to it, and what must not. A row is a span of a healthy
 * sender (cwnd) of model_fixture.h and what differs from it. The largest part of the span is compared.
 */
#include "model_fixture.h"

static void assert_send(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct judgement judged;
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);

		verdict_send(&cf, &judged);
		assert_verdict(&rows[i], &judged);
	}
}

/* An application that gives too little: the same link, a tenth of the rate, nothing waits. */
#define SLOW_WRITER                                                                                \
	SENDER, .last.write_seq = 1700000, LOOKS(120, 0, 0, 0, 0),                                 \
		.agg.inflight_max_bytes = 62000, .agg.wmem_queued_max_bytes = 65000,               \
		SENDS_AT(10000000)

static const struct row applications[] = {
	{ "nothing at all", .last = BASELINE_SAMPLE, .agg = NO_EVENTS, .limit = LIMIT_IDLE },
	{ "no field is known", .limit = LIMIT_IDLE, .rule = "silent" },
	{ "ACKs for what it receives are no sending", RECEIVER, .limit = LIMIT_IDLE },
	{ "busy, by the kernel's count alone", .last = BASELINE_SAMPLE, .ev.busy_ns = MS,
	  .limit = LIMIT_APP },
	{ "the last ACK of a request", .last = BASELINE_SAMPLE, .ev.acked_bytes = 1,
	  .limit = LIMIT_APP, .rule = "wrote-little" },
	{ "a segment that found data in flight", .last = BASELINE_SAMPLE, .agg.busy = 1,
	  .limit = LIMIT_APP },
	{ "a call that sent nothing", .last = BASELINE_SAMPLE, .agg.sends = 1, .limit = LIMIT_APP },
	{ "one small request, answered", SLOW_WRITER, LOOKS(1, 0, 0, 0, 0), .agg.sends = 1,
	  .last.snd_nxt = 1000000, .last.write_seq = 1000000, .ev.busy_ns = 50 * MS,
	  .ev.acked_bytes = 100, .limit = LIMIT_APP },
	{ "the application writes little", SLOW_WRITER, .limit = LIMIT_APP,
	  .rule = "nothing-waits" },
	{ "it writes little, on a path without an RTT", SLOW_WRITER, .ev.rtt_min_us = 0,
	  .limit = LIMIT_APP },
	{ "less than a round trip of it is seen", SLOW_WRITER, .ev.busy_ns = 40 * MS,
	  .limit = LIMIT_APP },
	{ "written into the void: no ACK yet", SENDER, LOOKS(0, 0, 0, 0, 0), .agg.sends = 1,
	  .ev.acked_bytes = 0, .ev.delivered_bytes = 0, .ev.send_bps = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-acks" },
	{ "the kernel books SNDBUF for NOTSENT_LOWAT: no ACK finds a buffer without room",
	  SLOW_WRITER, .last.nospace = true, .ev.sndbuf_permille = 1000, .limit = LIMIT_APP },
	{ "a writer that fills the buffer with one write, and then waits for no room", SLOW_WRITER,
	  .agg.unwriteable = 100, .agg.wmem_queued_max_bytes = 5 * MIB / 2, .limit = LIMIT_APP },
	{ "the writer waits at times, the application is slow", SLOW_WRITER,
	  LOOKS(120, 0, 0, 0, 36), .limit = LIMIT_APP },
	{ "BBR paces as little as was written", SLOW_WRITER, .last.id.congestion_control = "bbr",
	  .last.app_limited = true, LOOKS(120, 0, 0, 70, 0), .limit = LIMIT_APP,
	  .rule = "paced-as-written" },
	/* a path that is full is not the application's, if a writer ever waits for it */
	{ "nothing waits here, since it stands in a queue of the path", SLOW_WRITER,
	  .ev.standing_rtt_us = 56406, .agg.refused = 1, .limit = LIMIT_CWND },
	{ "no writer waits: the queue is of others", SLOW_WRITER, .ev.standing_rtt_us = 56406,
	  .limit = LIMIT_APP },
	{ "an RTT a little longer is no queue", SLOW_WRITER, .ev.standing_rtt_us = 56405,
	  .limit = LIMIT_APP },
	{ "a queue that comes and goes", SLOW_WRITER, .ev.srtt_us = 90000, .limit = LIMIT_APP },
	/* MPTCP */
	{ "MPTCP keeps back what waits for the window of all subflows", SLOW_WRITER,
	  .last.mptcp = true, .limit = LIMIT_UNKNOWN, .rule = "mptcp" },
	{ "a subflow's own congestion window may not be the limit of all", SENDER,
	  .last.mptcp = true, .limit = LIMIT_UNKNOWN, .rule = "mptcp" },
};

static void send_by_application(void **state)
{
	(void)state;
	assert_send(applications, ARRAY_SIZE(applications));
}

#define BBR SENDER, .last.id.congestion_control = "bbr", LOOKS(120, 0, 0, 120, 0)

static const struct row networks[] = {
	{ "the baseline", SENDER, .limit = LIMIT_CWND, .rule = "free" },
	{ "the congestion window, though no RTT is known", SENDER, .ev.rtt_min_us = 0,
	  .limit = LIMIT_CWND },
	{ "less than a round trip of it is seen", SENDER, .ev.busy_ns = 40 * MS,
	  .limit = LIMIT_CWND },
	{ "seven ACKs, data in flight", SENDER, LOOKS(7, 0, 7, 0, 0), .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-acks" },
	{ "eight ACKs", SENDER, LOOKS(8, 0, 8, 0, 0), .limit = LIMIT_CWND },
	{ "all ACKs that can be counted", SENDER, LOOKS(UINT32_MAX, 0, UINT32_MAX, 0, 0),
	  .limit = LIMIT_CWND },
	{ "the application is slow, the congestion window smaller yet", SLOW_WRITER,
	  LOOKS(120, 0, 72, 0, 0), .last.cwnd_segments = 43, .limit = LIMIT_CWND },
	{ "the peer's window shows now and then, the congestion window rules", SENDER,
	  LOOKS(120, 36, 84, 0, 0), .limit = LIMIT_CWND },
	{ "a route's cwnd metric is reached", SENDER, .last.cwnd_clamp_segments = 500,
	  .limit = LIMIT_CWND, .cause = CAUSE_CWND_CLAMP, .rule = "clamped" },
	{ "a route's cwnd metric is not reached", SENDER, .last.cwnd_clamp_segments = 501,
	  .limit = LIMIT_CWND },
	{ "an old capture does not know the metric", SENDER, .last.cwnd_clamp_segments = 0,
	  .limit = LIMIT_CWND },
	{ "memory is short: the congestion window may not be what holds it back", SENDER,
	  .last.memory_pressure = true, .limit = LIMIT_UNKNOWN, .rule = "memory-short" },
	{ "the host's memory is short", SENDER, .host_memory_pressure = true,
	  .limit = LIMIT_UNKNOWN, .rule = "memory-short" },
	/* what paces */
	{ "data waits with room in both windows: a queue of this host, or Nagle", SENDER,
	  LOOKS(120, 0, 0, 120, 0), .agg.inflight_max_bytes = 62000, SENDS_AT(10000000),
	  .limit = LIMIT_UNKNOWN, .rule = "paced" },
	{ "as fast as SO_MAX_PACING_RATE lets it: its congestion window came to twice that", SENDER,
	  .last.pacing_bytes_per_s = 13000000, .limit = LIMIT_UNKNOWN, .rule = "set-rate" },
	{ "so where both windows have room", SENDER, LOOKS(120, 0, 0, 120, 0),
	  .last.pacing_bytes_per_s = 13000000, .limit = LIMIT_UNKNOWN, .rule = "set-rate" },
	{ "such a rate, and the application gives no more", SLOW_WRITER,
	  .last.pacing_bytes_per_s = 1300000, .limit = LIMIT_APP },
	{ "paced, and slower than that", SENDER, .last.pacing_bytes_per_s = 14000000,
	  .limit = LIMIT_CWND },
	{ "BBR is as fast as it paces", SENDER, .last.id.congestion_control = "bbr",
	  .last.pacing_bytes_per_s = 13000000, .limit = LIMIT_CWND },
	{ "BBR paces, with half of its window in flight", BBR, .agg.inflight_max_bytes = 362000,
	  .limit = LIMIT_CWND },
	{ "BBR paces, with less of it in flight", BBR, .agg.inflight_max_bytes = 361999,
	  .limit = LIMIT_UNKNOWN, .rule = "paced" },
	{ "cubic with half of its window in flight is no such thing", SENDER,
	  LOOKS(120, 0, 0, 120, 0), .agg.inflight_max_bytes = 362000, .limit = LIMIT_UNKNOWN,
	  .rule = "paced" },
	{ "BBR paces well below both windows", BBR, .last.max_window_bytes = 500000,
	  .agg.snd_wnd_max_bytes = 500000, .agg.snd_wnd_min_bytes = 490000,
	  .agg.inflight_max_bytes = 390000, .limit = LIMIT_CWND },
	{ "BBR behind a policer touches the peer's window once", BBR, LOOKS(120, 4, 0, 116, 0),
	  .agg.inflight_max_bytes = 400000, .limit = LIMIT_CWND },
	{ "so it may have been before it wrote in earnest", BBR, .last.app_limited = true,
	  .limit = LIMIT_CWND },
};

static void send_by_network(void **state)
{
	(void)state;
	assert_send(networks, ARRAY_SIZE(networks));
}

/* Seen on 6.18: tcp_rmem[2] 131072 at the receiver, 50 ms between. */
#define PEER_CAPPED                                                                                \
	SENDER, .last.snd_wnd_bytes = 80512, .last.max_window_bytes = 80512,                       \
		.last.snd_nxt = 1080512, .last.cwnd_segments = 135, LOOKS(170, 170, 0, 0, 0),      \
		.agg.inflight_max_bytes = 80512, .agg.snd_wnd_max_bytes = 80512,                   \
		.agg.snd_wnd_min_bytes = 79000, .ev.rwnd_permille = 1000, SENDS_AT(13100000),      \
		.ev.srtt_us = 52500, .ev.standing_rtt_us = 50600, .ev.doubtful_rtt_us = 50600

/* At 2 ms, by BBR; the kernel books little of it, as the timer comes first. */
#define PEER_CAPPED_PACED                                                                          \
	PEER_CAPPED, .last.id.congestion_control = "bbr", .ev.rtt_min_us = 2000,                   \
		     .ev.srtt_us = 2050, .ev.standing_rtt_us = 2040, .ev.doubtful_rtt_us = 2040,   \
		     .ev.rwnd_permille = 249, SENDS_AT(310000000)

static const struct row peer_windows[] = {
	{ "seen: the peer's tcp_rmem is capped", PEER_CAPPED, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "seen: no scaling, as ours is off", PEER_CAPPED, .last.wscale_ok = false,
	  .last.window_scaling = false, .last.max_window_bytes = 65535,
	  .agg.snd_wnd_max_bytes = 65535, .agg.snd_wnd_min_bytes = 64000,
	  .agg.inflight_max_bytes = 65160, .last.snd_wnd_bytes = 65535, .limit = LIMIT_RWND,
	  .cause = CAUSE_NO_WSCALE_LOCAL, .undersized = true },
	{ "pacing stops the kernel's own count: ACKs find the window full all the same",
	  PEER_CAPPED, .ev.rwnd_permille = 0, .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER,
	  .undersized = true },
	{ "the kernel's count alone, of few ACKs: a window that is closed", PEER_CAPPED,
	  LOOKS(2, 2, 0, 0, 0), .agg.snd_wnd_max_bytes = 0, .agg.snd_wnd_min_bytes = 0,
	  .last.snd_wnd_bytes = 0, .limit = LIMIT_RWND, .cause = CAUSE_PEER_READER },
	{ "the same for less than 25 jiffies", PEER_CAPPED, LOOKS(2, 2, 0, 0, 0),
	  .ev.busy_ns = 99 * MS, .limit = LIMIT_UNKNOWN, .rule = "too-few-acks" },
	{ "two ACKs, data in flight", PEER_CAPPED, LOOKS(2, 2, 0, 0, 0), .ev.rwnd_permille = 0,
	  .limit = LIMIT_UNKNOWN, .rule = "too-few-acks" },
	{ "two ACKs, and nothing more to send", PEER_CAPPED, LOOKS(2, 2, 0, 0, 0),
	  .last.snd_nxt = 1000000, .last.write_seq = 1000000, .ev.rwnd_permille = 0,
	  .limit = LIMIT_UNKNOWN, .rule = "too-few-acks" },
	{ "both buffers bind (SO_SNDBUF and SO_RCVBUF of 64K): the larger is named", PEER_CAPPED,
	  .last.sndbuf_locked = true, .last.sndbuf_bytes = 131072, LOOKS(170, 85, 0, 0, 70),
	  .ev.rwnd_permille = 500, .ev.sndbuf_permille = 410, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "the peer's window more often than the congestion window", PEER_CAPPED,
	  LOOKS(170, 102, 68, 0, 0), .ev.rwnd_permille = 600, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "no RTT is known", PEER_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "one RTT is no evidence", PEER_CAPPED, .ev.busy_ns = 60 * MS, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "no time at all", PEER_CAPPED, .ev.span_ns = 0, .ev.busy_ns = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "too short a time for a rate: the window is full, and who closed it is open",
	  PEER_CAPPED_PACED, .ev.busy_ns = 30 * MS, .ev.span_ns = 30 * MS, .ev.send_bps = 0,
	  .limit = LIMIT_RWND, .rule = "not-carried" },
	{ "a path that is full, whoever filled it", PEER_CAPPED, .ev.rtt_min_us = 51000,
	  .ev.srtt_us = 235000, .ev.standing_rtt_us = 220000, .rtt_steady = true,
	  .limit = LIMIT_RWND, .cause = CAUSE_PATH_FULL },
	/* a limit that is certain, and a cause that is not */
	{ "seen: a lossy path, whose holes fill the window", PEER_CAPPED, SENDS_AT(4600000),
	  .ev.retrans_bytes = 30000, .limit = LIMIT_RWND, .rule = "not-carried" },
	{ "losses, but the window is carried all the same", PEER_CAPPED, .ev.retrans_bytes = 30000,
	  .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "a third of the window in each round trip, and pauses", PEER_CAPPED, SENDS_AT(4300000),
	  .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "less than that: it was not the window that it waited for", PEER_CAPPED,
	  SENDS_AT(4000000), .limit = LIMIT_RWND, .rule = "not-carried" },
	{ "what a lossy path leaves out of order takes the peer's window", PEER_CAPPED,
	  .last.max_window_bytes = 3 * MIB, .ev.retrans_bytes = 80000, .limit = LIMIT_RWND,
	  .rule = "lossy-reader" },
	{ "paced, on a short path: the window is carried", PEER_CAPPED_PACED, .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "nine tenths of it: the path's own rate would look the same", PEER_CAPPED_PACED,
	  SENDS_AT(290000000), .limit = LIMIT_RWND, .rule = "not-carried" },
	{ "by SO_MAX_PACING_RATE, too", PEER_CAPPED_PACED, .last.id.congestion_control = "cubic",
	  .last.pacing_bytes_per_s = 37000000, SENDS_AT(290000000), .limit = LIMIT_RWND,
	  .rule = "not-carried" },
	{ "the kernel books a quarter of the time: not even BBR probes as often", PEER_CAPPED_PACED,
	  .ev.rwnd_permille = 250, SENDS_AT(290000000), .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "what is sent at a time is little beside the window of a longer path", PEER_CAPPED_PACED,
	  .ev.rtt_min_us = 10000, .ev.srtt_us = 10200, .ev.standing_rtt_us = 10100,
	  .ev.doubtful_rtt_us = 10100, SENDS_AT(58000000), .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
	{ "paced, with as much in flight as lets no probe through", PEER_CAPPED_PACED,
	  LOOKS(120, 0, 0, 120, 0), .ev.rwnd_permille = 0, .agg.inflight_max_bytes = 64410,
	  .limit = LIMIT_UNKNOWN, .rule = "probing-cut-off" },
	{ "paced, with room for a probe: BBR's model of the path", PEER_CAPPED_PACED,
	  LOOKS(120, 0, 0, 120, 0), .ev.rwnd_permille = 0, .last.cwnd_segments = 80,
	  .agg.inflight_max_bytes = 64000, .limit = LIMIT_CWND },
	{ "unpaced, the window is what it waits for", PEER_CAPPED_PACED,
	  .last.id.congestion_control = "cubic", SENDS_AT(290000000), .limit = LIMIT_RWND,
	  .cause = CAUSE_PEER_BUFFER, .undersized = true },
};

static void send_by_peer_window(void **state)
{
	(void)state;
	assert_send(peer_windows, ARRAY_SIZE(peer_windows));
}

/* Seen on 6.18: tcp_wmem[2] 131072 at the sender; large writes overshoot the buffer. */
#define WMEM_CAPPED                                                                                \
	SENDER, .last.sndbuf_bytes = 131072, .last.tcp_wmem[2] = 131072, .last.nospace = true,     \
		.last.write_seq = 1700000, LOOKS(120, 0, 4, 0, 116),                               \
		.agg.wmem_queued_max_bytes = 3295432, .ev.sndbuf_permille = 900,                   \
		.ev.srtt_us = 183000

#define WMEM_CAPPED_BBR                                                                            \
	WMEM_CAPPED, .last.id.congestion_control = "bbr", .last.cwnd_segments = 124,               \
		     .agg.inflight_max_bytes = 75616, .ev.srtt_us = 51500, SENDS_AT(13000000)

static const struct row send_buffers[] = {
	{ "seen: tcp_wmem is capped; bursts swell the mean RTT, and no queue stands", WMEM_CAPPED,
	  .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "poll, then one small write: the buffer hovers at two thirds", WMEM_CAPPED,
	  .agg.wmem_queued_max_bytes = 90000, .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "filled each time by one write that just fits: nobody is refused", WMEM_CAPPED,
	  .agg.refused = 0, .limit = LIMIT_APP },
	{ "half of the time the writer waits, and half of it nothing does", WMEM_CAPPED,
	  LOOKS(120, 0, 0, 0, 60), .ev.sndbuf_permille = 0, .limit = LIMIT_SNDBUF,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "a little less of it", WMEM_CAPPED, LOOKS(120, 0, 0, 0, 59), .ev.sndbuf_permille = 0,
	  .limit = LIMIT_APP },
	{ "the kernel counted it for longer than ACKs came", WMEM_CAPPED, LOOKS(120, 0, 0, 0, 12),
	  .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "data waits as often: the congestion window comes first", WMEM_CAPPED,
	  LOOKS(120, 0, 72, 0, 48), .ev.sndbuf_permille = 0, .limit = LIMIT_CWND },
	{ "seen: BBR paces at the rate that a small buffer gave it", WMEM_CAPPED_BBR,
	  LOOKS(120, 0, 0, 78, 42), .ev.sndbuf_permille = 350, .limit = LIMIT_SNDBUF,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "BBR fills the half of its window, as the buffer is ample", WMEM_CAPPED_BBR,
	  LOOKS(120, 0, 0, 78, 42), .ev.sndbuf_permille = 350, .agg.inflight_max_bytes = 90000,
	  .last.snd_una = 1600000, .last.wmem_queued_bytes = 116507, .limit = LIMIT_CWND },
	{ "and where a quarter more has no room in the buffer", WMEM_CAPPED_BBR,
	  LOOKS(120, 0, 0, 78, 42), .ev.sndbuf_permille = 350, .agg.inflight_max_bytes = 90000,
	  .last.snd_una = 1600000, .last.wmem_queued_bytes = 116509, .limit = LIMIT_SNDBUF,
	  .cause = CAUSE_TCP_WMEM, .undersized = true },
	{ "though not if no writer ever waits for it", WMEM_CAPPED_BBR, LOOKS(120, 0, 0, 120, 0),
	  .ev.sndbuf_permille = 0, .agg.inflight_max_bytes = 90000, .last.snd_una = 1600000,
	  .last.wmem_queued_bytes = 116509, .limit = LIMIT_CWND },
	{ "seen on 6.1: a writer that waits for room writes when all is sent: no application's limit",
	  WMEM_CAPPED_BBR, .last.app_limited = true, LOOKS(120, 0, 0, 72, 24),
	  .ev.sndbuf_permille = 200, .limit = LIMIT_SNDBUF, .cause = CAUSE_TCP_WMEM,
	  .undersized = true },
	{ "no RTT is known", WMEM_CAPPED, .ev.rtt_min_us = 0, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "one RTT is no evidence", WMEM_CAPPED, .ev.busy_ns = 60 * MS, .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-rtts" },
	{ "a few ACKs at the end of a transfer", WMEM_CAPPED, .last.snd_nxt = 1000000,
	  .last.write_seq = 1000000, LOOKS(3, 0, 0, 0, 3), .limit = LIMIT_UNKNOWN,
	  .rule = "too-few-acks" },
	/* a limit that is certain, and a cause that is not */
	{ "seen: a host too busy to send: 4 MiB are full, and 18 Mbit/s leave at 101 ms",
	  WMEM_CAPPED, .agg.wmem_queued_max_bytes = 4194304, .last.sndbuf_bytes = 4194304,
	  .last.tcp_wmem[2] = 4194304, .ev.rtt_min_us = 100926, .ev.srtt_us = 105000,
	  .ev.standing_rtt_us = 101000, .ev.doubtful_rtt_us = 101000, SENDS_AT(18279113),
	  .limit = LIMIT_SNDBUF, .rule = "not-carried" },
	{ "seen: defaults, a deep queue lets 4 MiB of buffer bind", WMEM_CAPPED,
	  .last.sndbuf_bytes = 4194304, .last.tcp_wmem[2] = 4194304,
	  .agg.wmem_queued_max_bytes = 4258360, .ev.srtt_us = 240000, .ev.standing_rtt_us = 222000,
	  .ev.doubtful_rtt_us = 222000, .rtt_steady = true, .limit = LIMIT_SNDBUF,
	  .cause = CAUSE_PATH_FULL },
	{ "a queue that was gone for a moment: far less is on its way than the buffer", WMEM_CAPPED,
	  .ev.rtt_min_us = 60, .ev.srtt_us = 162, .ev.standing_rtt_us = 65,
	  .ev.doubtful_rtt_us = 65, SENDS_AT(2000000000), .limit = LIMIT_SNDBUF,
	  .rule = "not-carried" },
	{ "memory is short, and the writer waits", WMEM_CAPPED, .last.tcp_wmem[2] = 4 * MIB,
	  .host_memory_pressure = true, .limit = LIMIT_SNDBUF, .cause = CAUSE_MEMORY_PRESSURE,
	  .undersized = true },
};

static void send_by_send_buffer(void **state)
{
	(void)state;
	assert_send(send_buffers, ARRAY_SIZE(send_buffers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(send_by_application),
		cmocka_unit_test(send_by_network),
		cmocka_unit_test(send_by_peer_window),
		cmocka_unit_test(send_by_send_buffer),
	};

	return cmocka_run_group_tests_name("verdict_send", tests, NULL, NULL);
}
