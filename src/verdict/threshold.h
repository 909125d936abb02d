/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Every number that decides a verdict. The file includes nothing, so that evidence/, a lower floor,
 * can use the same numbers.
 *
 *	X(NAME, value, unit, reason, where it was measured or which row of the lab needs it)
 *
 * Units: permille of what the reason names, us, ms, segments, rtts (round trips), samples, ticks.
 * Capacities of tables are not thresholds; they are defined beside their tables.
 */
#ifndef TCPBDP_THRESHOLD_H
#define TCPBDP_THRESHOLD_H

/* clang-format off */
#define THRESHOLDS(X)                                                                               \
	/* ---- spans, and how much evidence is enough ---- */ \
	X(SPAN_RTTS, 4, "rtts", \
	  "a window limits once per round trip; a span is a few round trips, so that its cut first and last ones matter little", \
	  "19: 300 ms") \
	X(SPAN_MAX_MS, 1000, "ms", \
	  "a span ends after this time even if there were few events; rare events stay unknown", \
	  "10: short writes") \
	X(EVIDENCE_SEGMENTS, 8, "segments", \
	  "fewer ACKs or segments are no evidence: delayed ACKs and bursts outweigh them (RFC 5681, 4.2)", \
	  "10: an application that writes now and then") \
	X(EVIDENCE_RTTS, 2, "rtts", \
	  "a window limits once per round trip: one may be chance, two are a pattern", \
	  "19: 300 ms") \
	X(SILENCE_MS, 1000, "ms", \
	  "a longer silence is not part of a rate's time (the initial RTO of RFC 6298)", \
	  "21: idle sockets") \
	X(RATE_MIN_MS, 40, "ms", \
	  "a rate over less time is that of one burst; this is ten jiffies at HZ 250", \
	  "10: short writes") \
	X(CHRONO_MIN_MS, 100, "ms", \
	  "tcp_chrono counts in jiffies; this is 25 jiffies at HZ 250", \
	  "11: a closed window gets few ACKs") \
	X(BULK_MSS, 250, "permille", \
	  "of the MSS per segment: a sender that waits for a window sends full-size segments (RFC 9293, 3.8.6.2.1)", \
	  "53: SO_RCVLOWAT") \
	X(HALF, 500, "permille", "of the samples, the windows, the time, a buffer or a distance: what holds for half of them is no accident", "11: a slow reader; 49, 50: SO_RCVBUF set late; 53: SO_RCVLOWAT; stall: a reader that stalls; paced: a paced sender on the loopback") \
	X(DRIFT, 62, "permille", "of a window is no difference: whole segments, and the drift of tcp_scaling_ratio", "1: autotuning; 47: a reader slower by a little; signed-windows") \
	X(RATE_LESS, 100, "permille", "of a rate may be missing: headers, timers, and flows that take turns", "1; 22: ten flows fill the link; 27; 52: SO_MAX_PACING_RATE; change: 50 to 150 ms") \
	/* ---- which limit ---- */ \
	X(REQUESTS, 100, "permille", "of the bytes sent: fewer bytes received are requests, not bulk data", "ask: objects of 64 KiB to 1 MiB") \
	X(CWND_BEYOND, 125, "permille", \
	  "above the peer's window, the congestion window is no limit (captures of schema 1)", \
	  "13: BBR") \
	X(CWND_NEAR, 500, "permille", \
	  "of the congestion window in flight: BBR's window is twice its target (cwnd_gain 2)", \
	  "13: BBR") \
	X(PROBED, 800, "permille", \
	  "of a window or buffer in flight: BBR probes with 1.25 times as much (pacing_gain)", \
	  "upload, slots: BBR behind a small window or buffer") \
	/* ---- is a whole window sent per round trip (Little's law) ---- */ \
	X(CARRIED, 333, "permille", \
	  "of the buffer or window per RTT: a waiting writer wakes up when a third is free (sk_stream_is_writeable()), and half of the rest may be in flight", \
	  "3, 7: poll and small writes") \
	X(WAITED, 125, "permille", \
	  "of the window per RTT: with less, a reader kept it closed for seven of eight round trips", \
	  "lo-reader: a slow reader on the loopback") \
	X(CARRIED_LOSSY, 800, "permille", \
	  "of the window per RTT, with losses: the data behind a lost segment fills the window too", \
	  "12: 1 % loss") \
	X(CARRIED_IN_BURSTS, 950, "permille", \
	  "of the window per RTT, with large bursts: a paced sender leaves as much room as one that waits", \
	  "18: 1 ms") \
	X(BURSTS_MATTER_US, 10000, "us", \
	  "TSO sends about 1 ms of data per burst (tcp_tso_autosize()); this is ten bursts per round trip", \
	  "18: 1 ms") \
	X(BURSTS_BOOKED, 250, "permille", \
	  "of the busy time: BBR probes for an eighth of the time, so twice that is not probing", \
	  "13: BBR") \
	X(TIE, 50, "permille", "of the time is no lead: spans cut an application's turns at random", "ask64k: answers of two round trips, one of them the buffer's") \
	/* ---- queues and losses ---- */ \
	X(LOSS, 5, "permille", \
	  "of the bytes retransmitted: more is loss", \
	  "12: 1 % loss") \
	X(QUEUE_US, 20, "us", "error of the clock and of wake-ups on the host", "18: 1 ms") \
	X(QUEUE, 125, "permille", \
	  "above the minimum RTT, in the whole span: a standing queue (RFC 8289)", \
	  "22: ten flows fill the link") \
	X(DOUBT_US, 200, "us", "error of the clock, and of hosts that answer late", "18: 1 ms") \
	X(DOUBT, 10, "permille", \
	  "above the minimum RTT, as the mean of the samples' minima: a window that just covers the BDP makes a queue this short", \
	  "book: windows of 1.02 to 1.2 BDP") \
	X(NEVER_IDLE, 950, "permille", "of the kernel's ticks had data: a window of half the BDP sent at once had 540 to 800, a full path 996", "book: windows of 1.00 to 1.2 BDP") \
	X(PAUSE_TICKS, 8, "jiffies", "a round trip lasts at least: a quarter of it is two ticks, and no pause so long falls between two", "book: windows of 1.00 to 1.2 BDP") \
	X(TICK_SEGMENTS, 2, "segments", "a tick at least: with fewer an even flow leaves ticks out", "book: windows of 1.00 to 1.2 BDP") \
	X(FAR_ABOVE, 1000, "permille", "above the minimum RTT, and steady: the data in flight is at least twice the BDP, which no path needs", "rsync_full_path") \
	X(SAME_RATE, 50, "permille", "of difference between two rates is none: spans cut bursts", "1: a queue that grows") \
	X(LONGER, 125, "permille", "of growth of the RTT at the same rate: more data in flight did not raise the rate", "1: a queue that grows") \
	X(SNDBUF_DOUBT, 25, "permille", "above the minimum RTT: a write leaves as a burst and queues behind itself at the bottleneck", "event_loop: 16 KiB at a time") \
	X(DOUBT_CARRIED, 960, "permille", "of the window per minimum RTT, without timestamps: delayed ACKs explain what is missing up to here, a queue the rest", "book: windows of 1.00 to 1.2 BDP") \
	X(WANDER, 250, "permille", \
	  "from the smallest to the largest RTT of recent spans: the queue of one full bottleneck does not vary so much", \
	  "radio: an RTT that wanders") \
	X(QUEUE_LATELY, 2, "samples", "of the last eight spans had a queue: one may be an accident", "covers: send buffers that cover the path") \
	X(STEADY, 62, "permille", "at most, from the smallest to the largest RTT of recent spans: the queue of the socket's own full window is this steady, other traffic's queue on the ACK path is not", "upload: a queue on the ACKs' way") \
	X(STEADY_MS, 3000, "ms", "of spans are enough for STEADY where eight spans take longer: other traffic's queue rises and falls within a few of its round trips", "upload: a queue on the ACKs' way; 1: a queue of four times the path") \
	X(AGAINST, 250, "permille", \
	  "of a flow's rate in the other direction is bulk: the queue may belong to it", \
	  "upload: a queue on the ACKs' way") \
	X(PATH_RATE_ABOVE, 250, "permille", \
	  "above the full path's rate: the path changed", \
	  "change: the path changes") \
	X(HELD_DECAY, 4, "permille", "of a remembered rate, forgotten per span", "change: 50 to 150 ms") \
	X(SITE_RTT_MS, 300000, "ms", "the kernel's time window of the minimum RTT (tcp_min_rtt_wlen)", "22 on 6.1") \
	X(SITE_QUEUE_MS, 10000, "ms", "how long a queue is remembered", "22 on 6.1") \
	/* ---- the peer's window and its reader ---- */ \
	X(PEER_STOOD_SEGMENTS, 2, "segments", "any window is unchanged for one segment", "49, 50: SO_RCVBUF set late") \
	X(UNSCALED_SHRUNK, 125, "permille", "of the handshake's window, which is never scaled (RFC 7323, 2.2)", "strip-synack") \
	/* ---- the receiver's own window ---- */ \
	X(FULL, 900, "permille", "of the window per round trip: delayed ACKs explain the rest", "2") \
	X(ROOM, 750, "permille", "of the window per longest round trip: from here on it may have been full", "upload: a queue on the ACKs' way") \
	X(FULL_LESS, 1250, "permille", "of the MSS may be left over in a window of whole segments", "31s") \
	X(OVERFULL, 1250, "permille", "of a window per round trip: with more, the RTT is wrong", "48") \
	X(SMALL_WINDOW, 4, "segments", "in a window this small no segment may be missing", "31s") \
	X(NARROWED, 750, "permille", "of the largest window: below it, unread data reduces the window", "11: a slow reader; 53: SO_RCVLOWAT") \
	X(LAGS_AT_TIMES, 200, "permille", "of the samples had unread data throughout", "47: a reader slower by a little") \
	X(FULL_ROUNDS, 333, "permille", "of the round trips brought a full window: an object of one and a half windows has one in two", "ask: objects of 64 KiB to 1 MiB") \
	X(ALL_BUT_CLOSED, 250, "permille", "of the largest window: below it, the window is nearly closed", "53: bursts") \
	X(TICKS_MATTER, 10, "ticks", "one timestamp tick is added to an RTT below this (RFC 7323: 1 ms)", "18: 1 ms") \
	/* ---- which setting ---- */ \
	X(AT_UNSCALED, 750, "permille", "of 65535: from here on, missing window scaling is the limit", "4, 5") \
	X(FAR_BELOW, 750, "permille", "of the smallest bound: below it, rcv_ssthresh limits the window", "49") \
	X(CLAMPED, 125, "permille", "below the buffer's window: the clamp follows the buffer, except for the drift of the ratio", "9") \
	X(GROWTH_QUIET_RTTS, 8, "rtts", "autotuning takes one step per round trip (tcp_rcv_space_adjust())", "1: autotuning") \
	X(GROWTH_QUIET_MS, 200, "ms", "two samples at the default --sample-interval", "18: 1 ms") \
	/* ---- what is reported ---- */ \
	X(SPAN_IS_ALL, 750, "permille", "of the interval lies between its samples: their distance is the rate's time", "1") \
	X(LAST_INTERVAL, 100, "permille", "of an interval at the end of a run is enough for a report", "replay") \
	X(FORGET_MS, 600000, "ms", "a silent socket whose close was not seen, and a peer's rate, are forgotten after this time", "soak; advise")
/* clang-format on */

#define THRESHOLD_VALUE(name, value, unit, reason, measured) THRESHOLD_VALUE_##name = (value),
enum threshold_value { THRESHOLDS(THRESHOLD_VALUE) };
#undef THRESHOLD_VALUE

#define THRESHOLD_INDEX(name, value, unit, reason, measured) THRESHOLD_INDEX_##name,
enum threshold { THRESHOLDS(THRESHOLD_INDEX) THRESHOLD_MAX };
#undef THRESHOLD_INDEX

#ifdef THRESHOLDS_SCALED
/* The sensitivity test changes one number at a time, so it needs them in memory. */
extern unsigned long threshold_scaled[THRESHOLD_MAX];
#define THRESHOLD(name) threshold_scaled[THRESHOLD_INDEX_##name]
#else
#define THRESHOLD(name) ((unsigned long)THRESHOLD_VALUE_##name)
#endif

#endif
