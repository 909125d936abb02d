/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Every number that decides a verdict, in one place: a table that includes nothing, so that evidence,
 * which stands below, counts by the same numbers.
 *
 *	X(NAME, value, unit, reason, where it was measured or which row of the lab needs it)
 *
 * Units: permille of what the reason names, us, ms, segments, rtts (round trips), samples, ticks.
 * Capacities of tables are no thresholds: they stand beside their tables.
 */
#ifndef TCPBDP_THRESHOLD_H
#define TCPBDP_THRESHOLD_H

/* clang-format off */
#define THRESHOLDS(X)                                                                               \
	/* ---- spans, and how much evidence is enough ---- */ \
	X(SPAN_RTTS, 4, "rtts", \
	  "a window acts once per round trip: a span is a few of them, so that the first and the last, which are cut, weigh little", \
	  "19: 300 ms") \
	X(SPAN_MAX_MS, 1000, "ms", \
	  "a span that long is over although few events came: what is rare stays unknown", \
	  "10: short writes") \
	X(EVIDENCE_SEGMENTS, 8, "segments", \
	  "fewer ACKs or segments prove nothing: delayed ACKs and bursts outweigh them (RFC 5681, 4.2)", \
	  "10: an application that writes now and then") \
	X(EVIDENCE_RTTS, 2, "rtts", \
	  "a window acts once per round trip: one is chance, two repeat it", \
	  "19: 300 ms") \
	X(SILENCE_MS, 1000, "ms", \
	  "a socket that was silent for longer moved nothing: no rate is spread over it (RFC 6298's initial RTO)", \
	  "21: idle sockets") \
	X(RATE_MIN_MS, 40, "ms", \
	  "a rate over less time is that of one burst: ten jiffies at HZ 250", \
	  "10: short writes") \
	X(CHRONO_MIN_MS, 100, "ms", \
	  "tcp_chrono counts in jiffies: so much is 25 of them at HZ 250", \
	  "11: a closed window gets few ACKs") \
	X(CLOSED_BOOKED, 500, "permille", \
	  "of the busy time booked as rwnd-limited stands in for ACKs (tcp_chrono_start())", \
	  "11: a closed window gets few ACKs") \
	X(BULK_MSS, 250, "permille", \
	  "of a segment per arrival: a sender that waits for a window sends whole segments (RFC 9293, 3.8.6.2.1)", \
	  "53: SO_RCVLOWAT") \
	/* ---- which limit ---- */ \
	X(REQUESTS, 100, "permille", "of what goes comes: requests, and no data of its own", "ask: objects of 64 KiB to 1 MiB") \
	X(CWND_BEYOND, 125, "permille", \
	  "of the peer's window more has the congestion window, to be no limit (captures of schema 1)", \
	  "13: BBR") \
	X(CWND_NEAR, 500, "permille", \
	  "of the congestion window in flight: BBR's is twice what it wants there (cwnd_gain 2)", \
	  "13: BBR") \
	X(PROBED, 800, "permille", \
	  "of a window or buffer in flight: BBR probes with 1.25 times that (pacing_gain)", \
	  "upload, slots: BBR behind a small window or buffer") \
	X(RATE_SET, 100, "permille", \
	  "of the pacing rate may be missing from what is sent: headers and timers", \
	  "52: SO_MAX_PACING_RATE") \
	/* ---- does the window carry itself once per round trip (Little's law) ---- */ \
	X(CARRIED, 333, "permille", \
	  "of the buffer or window per RTT: a writer that waits is woken when a third is free (sk_stream_is_writeable()), and half of the rest may be on its way", \
	  "3, 7: poll and small writes") \
	X(WAITED, 125, "permille", \
	  "of the window per RTT: with less, it was closed for seven round trips of eight, by a reader", \
	  "lo-reader: a slow reader on the loopback") \
	X(CARRIED_LOSSY, 800, "permille", \
	  "behind a lost segment the window fills with what came after it", \
	  "12: 1 % loss") \
	X(CARRIED_IN_BURSTS, 950, "permille", \
	  "a paced sender leaves as much room as one that waits, where bursts are large", \
	  "18: 1 ms") \
	X(BURSTS_MATTER_US, 10000, "us", \
	  "TSO sends about 1 ms of data per burst (tcp_tso_autosize()): ten of them a round trip", \
	  "18: 1 ms") \
	X(BURSTS_BOOKED, 250, "permille", \
	  "of the busy time: BBR probes for more an eighth of the time, twice that is no probing", \
	  "13: BBR") \
	X(TIE, 50, "permille", "of the time is no lead: spans cut an application's turns at random", "ask64k: answers of two round trips, one of them the buffer's") \
	/* ---- queues and losses ---- */ \
	X(LOSS, 5, "permille", \
	  "of the bytes sent again: more is loss", \
	  "12: 1 % loss") \
	X(QUEUE_US, 20, "us", "the clock and the host's wake-ups", "18: 1 ms") \
	X(QUEUE, 125, "permille", \
	  "of the least RTT above it, never undercut in a span: a standing queue (RFC 8289)", \
	  "22: ten flows fill the link") \
	X(DOUBT_US, 200, "us", "the clock, and hosts that are late", "18: 1 ms") \
	X(DOUBT, 10, "permille", \
	  "of the least RTT above it, in the mean of the samples' least: a window that just covers its path makes a queue of so little", \
	  "book: windows of 1.02 to 1.2 BDP") \
	X(FAR_ABOVE, 1000, "permille", "of the least RTT above it, and steady: in flight is twice the BDP and more, which no path needs", "rsync_full_path") \
	X(SAME_RATE, 50, "permille", "of a rate apart is the same: spans cut bursts", "1: a queue that grows") \
	X(LONGER, 125, "permille", "of an RTT longer at the same rate: in flight grew so much, and moved no more", "1: a queue that grows") \
	X(SNDBUF_DOUBT, 25, "permille", "of the least RTT above it: a chunk that a writer gives leaves as a burst, and waits for itself at the bottleneck", "event_loop: 16 KiB at a time") \
	X(DOUBT_CARRIED, 960, "permille", "of the window per least RTT, where no timestamps tell the RTT: the rest is delayed ACKs, and more of it a queue", "book: windows of 1.00 to 1.2 BDP") \
	X(WANDER, 250, "permille", \
	  "of the least of recent spans' RTTs above it, the largest is: no queue of one bottleneck that is full differs so", \
	  "radio: an RTT that wanders") \
	X(QUEUE_LATELY, 2, "samples", "of the last eight spans had a queue: one is an accident", "covers: send buffers that cover the path") \
	X(STEADY, 62, "permille", "of the least of recent spans' RTTs above it, the largest is at most: a queue of one's own full window stands so still, that of others on the ACKs' way does not", "upload: a queue on the ACKs' way") \
	X(STEADY_MS, 3000, "ms", "of them do, where a span is so long that eight of them are more: the queue of others rises and falls within a few of its own round trips", "upload: a queue on the ACKs' way; 1: a queue of four times the path") \
	X(AGAINST, 250, "permille", \
	  "of a flow's rate the other way is bulk: a queue may be its own", \
	  "upload: a queue on the ACKs' way") \
	X(PATH_RATE_BELOW, 100, "permille", \
	  "of the full path's rate may be missing: flows that share it take turns", \
	  "22: ten flows fill the link") \
	X(PATH_RATE_ABOVE, 250, "permille", \
	  "of the full path's rate more is another path", \
	  "change: the path changes") \
	X(HELD_BELOW, 100, "permille", \
	  "of the rate that the window allowed before: with less the path has become longer, or fuller", \
	  "change: 50 to 150 ms") \
	X(HELD_DECAY, 4, "permille", "of a rate once held, forgotten per span", "change: 50 to 150 ms") \
	X(SITE_RTT_MS, 300000, "ms", "the kernel's window for the minimum RTT (tcp_min_rtt_wlen)", "22 on 6.1") \
	X(SITE_QUEUE_MS, 10000, "ms", "a queue is remembered so long", "22 on 6.1") \
	X(PEER_RATE_MS, 600000, "ms", "a measured rate is remembered so long", "advise") \
	/* ---- the peer's window and its reader ---- */ \
	X(PEER_STOOD_SEGMENTS, 2, "segments", "any window stands still for one", "49, 50: SO_RCVBUF set late") \
	X(PEER_BELOW, 62, "permille", "of its largest is missing: two segments of a small window", "47: a reader slower by a little") \
	X(PEER_STOOD, 500, "permille", "of the samples found it unchanged: no reader is that even", "49, 50: SO_RCVBUF set late") \
	X(PEER_NEVER_NEAR, 750, "permille", "of its largest was never reached: it is eaten up", "11: a slow reader") \
	X(UNSCALED_SHRUNK, 125, "permille", "of the handshake's window, which no scale was ever applied to (RFC 7323, 2.2)", "strip-synack") \
	/* ---- the receiver's own window ---- */ \
	X(FULL, 900, "permille", "of the window per round trip: the rest is delayed ACKs", "2") \
	X(ROOM, 750, "permille", "of the window per longest round trip, or more: whether it had room is open", "upload: a queue on the ACKs' way") \
	X(FULL_LESS, 1250, "permille", "of a segment is left of a window beside whole segments", "31s") \
	X(OVERFULL, 1250, "permille", "of a window in a round trip: it was no round trip", "48") \
	X(SMALL_WINDOW, 4, "segments", "of such a window none may be missing", "31s") \
	X(READ, 500, "permille", "of the window per round trip that a lagging reader takes", "11: a slow reader") \
	X(NARROWED, 750, "permille", "of its largest or less: what is unread takes from the window", "53: SO_RCVLOWAT") \
	X(MEMORY_FILLED, 500, "permille", "of the receive buffer holds what is unread", "53: SO_RCVLOWAT") \
	X(LAGS, 500, "permille", "of the samples never found the reader done", "11: a slow reader") \
	X(LAGS_AT_TIMES, 200, "permille", "of the samples never found the reader done", "47: a reader slower by a little") \
	X(PER_WINDOW, 500, "permille", "of the windows that came: what happens in every other one is no accident", "stall: a reader that stalls") \
	X(FULL_ROUNDS, 333, "permille", "of the round trips brought a full window: an object of one window and a half has one in two", "ask: objects of 64 KiB to 1 MiB") \
	X(ROUNDS_MIN, 2, "rtts", "round trips that ended: see EVIDENCE_RTTS", "ask: objects of 64 KiB to 1 MiB") \
	X(CLOSED, 500, "permille", "of the samples found the window all but closed", "53: bursts") \
	X(ALL_BUT_CLOSED, 250, "permille", "of the window is left at the least", "53: bursts") \
	X(CLOSED_BY_UNREAD, 500, "permille", "of the window is unread then", "53: bursts") \
	X(TICKS_MATTER, 10, "ticks", "below so many ticks of timestamps one is added (RFC 7323: 1 ms)", "18: 1 ms") \
	/* ---- which setting ---- */ \
	X(AT_UNSCALED, 750, "permille", "of 65535 or more: no scaling is what binds", "4, 5") \
	X(AT_SIGNED, 62, "permille", "of 32767 may be missing: tcp_workaround_signed_windows without scaling", "signed-windows") \
	X(FAR_BELOW, 750, "permille", "of all bounds or less: rcv_ssthresh holds it down", "49") \
	X(CLAMPED, 125, "permille", "of the buffer's window: a clamp follows within a ratio's drift", "9") \
	X(GROWN, 62, "permille", "of a size is growth and no drift", "1: autotuning") \
	X(GROWTH_QUIET_RTTS, 8, "rtts", "autotuning takes a step each (tcp_rcv_space_adjust())", "1: autotuning") \
	X(GROWTH_QUIET_MS, 200, "ms", "two samples", "18: 1 ms") \
	X(FILLED, 100, "permille", "of a known bandwidth may be headers", "27") \
	X(EXACT, 100, "permille", "of the largest rate: a full path was seen at it", "1") \
	/* ---- what is reported ---- */ \
	X(SPAN_IS_ALL, 750, "permille", "of the interval between its samples: their span is the rate's time", "1") \
	X(LAST_INTERVAL, 100, "permille", "of an interval at a run's end is worth a report", "replay") \
	X(FORGET_MS, 600000, "ms", "a socket whose end was lost is forgotten", "soak")
/* clang-format on */

#define THRESHOLD_VALUE(name, value, unit, reason, measured) THRESHOLD_VALUE_##name = (value),
enum threshold_value { THRESHOLDS(THRESHOLD_VALUE) };
#undef THRESHOLD_VALUE

#define THRESHOLD_INDEX(name, value, unit, reason, measured) THRESHOLD_INDEX_##name,
enum threshold { THRESHOLDS(THRESHOLD_INDEX) THRESHOLD_MAX };
#undef THRESHOLD_INDEX

#ifdef THRESHOLDS_SCALED
/* The test of sensitivity has the table in memory, and moves one number at a time. */
extern unsigned long threshold_scaled[THRESHOLD_MAX];
#define THRESHOLD(name) threshold_scaled[THRESHOLD_INDEX_##name]
#else
#define THRESHOLD(name) ((unsigned long)THRESHOLD_VALUE_##name)
#endif

#endif
