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
	/* ---- how much evidence is enough ---- */                                                 \
	X(EVIDENCE_SEGMENTS, 8, "segments",                                                         \
	  "fewer ACKs or segments prove nothing: delayed ACKs and bursts outweigh them",            \
	  "10: an application that writes now and then")                                            \
	X(SEND_RTTS, 2, "rtts",                                                                     \
	  "a window acts once per round trip: one is chance, two repeat it",                        \
	  "19: 300 ms")                                                                             \
	X(RECV_RTTS, 3, "rtts",                                                                     \
	  "a receiver counts whole windows, whose first and last are cut",                          \
	  "19: 300 ms")                                                                             \
	X(JOINED_RTTS, 4, "rtts",                                                                   \
	  "where round trips are long, intervals are joined until so many fit",                     \
	  "19: 300 ms")                                                                             \
	X(SILENCE_MS, 1000, "ms",                                                                   \
	  "a socket that was silent for longer moved nothing: no rate is spread over it (RFC 6298's largest initial RTO)", \
	  "21: idle sockets")                                                                       \
	X(RATE_MIN_MS, 40, "ms",                                                                    \
	  "a rate over less time is that of one burst: ten jiffies at HZ 250",                      \
	  "10: short writes")                                                                       \
	X(CHRONO_MIN_MS, 100, "ms",                                                                 \
	  "tcp_chrono counts in jiffies: so much is 25 of them at HZ 250",                          \
	  "11: a closed window gets few ACKs")                                                      \
	X(BULK_MSS, 250, "permille",                                                                \
	  "of a segment per arrival: a sender that waits for a window sends whole segments",        \
	  "53: SO_RCVLOWAT")                                                                        \
	/* ---- which limit: the shares of the busy time ---- */                                    \
	X(INERTIA, 100, "permille",                                                                 \
	  "of the busy time: two shares as near as this are no change of limit",                    \
	  "6: two limits hold at once")                                                             \
	X(RWND_REACHED, 125, "permille",                                                            \
	  "of the window may be left open by what is sent at a time",                               \
	  "2: least room at a look")                                                                \
	X(CWND_BEYOND, 125, "permille",                                                             \
	  "of the peer's window more must the congestion window have, to be no limit",              \
	  "13: BBR")                                                                                \
	X(SNDBUF_FILLED, 125, "permille",                                                           \
	  "of the send buffer may be free when a writer waits: a segment of the offload",           \
	  "3, 7")                                                                                   \
	X(DRY, 250, "permille",                                                                     \
	  "of the looks found a buffer whose data was all sent, its writer waiting: it is no ample one", \
	  "46: BBR behind a small buffer")                                                          \
	X(CWND_NEAR, 500, "permille",                                                               \
	  "of the congestion window in flight: BBR fills half of it (cwnd_gain 2)",                 \
	  "13: BBR")                                                                                \
	X(CWND_FAR, 250, "permille",                                                                \
	  "of the congestion window in flight or more, else it is no limit",                        \
	  "52: SO_MAX_PACING_RATE")                                                                 \
	X(RATE_SET, 100, "permille",                                                                \
	  "of the pacing rate may be missing from what is sent: headers and timers",                \
	  "52: SO_MAX_PACING_RATE")                                                                 \
	X(CLOSED_BOOKED, 500, "permille",                                                           \
	  "of the busy time booked as rwnd-limited stands in for ACKs (tcp_chrono_start())",        \
	  "11: a closed window gets few ACKs")                                                      \
	/* ---- does the window carry itself once per round trip (Little's law) ---- */             \
	X(CARRIED, 333, "permille",                                                                 \
	  "of the window per least RTT: bursts and pauses take their part",                         \
	  "22 on an emulated machine")                                                              \
	X(CARRIED_SWOLLEN, 400, "permille",                                                         \
	  "the same where round trips take longer than the least: a queue may have hidden",         \
	  "17: 20 flows")                                                                           \
	X(CARRIED_LOSSY, 800, "permille",                                                           \
	  "behind a lost segment the window fills with what came after it",                         \
	  "12: 1 % loss")                                                                           \
	X(CARRIED_IN_BURSTS, 950, "permille",                                                       \
	  "a paced sender leaves as much room as one that waits, where bursts are large",           \
	  "18: 1 ms")                                                                               \
	X(BURSTS_MATTER_US, 10000, "us",                                                            \
	  "TSO sends about 1 ms of data per burst (tcp_tso_autosize()): ten of them a round trip",  \
	  "18: 1 ms")                                                                               \
	X(BURSTS_BOOKED, 250, "permille",                                                           \
	  "of the busy time: BBR probes for more an eighth of the time, twice that is no probing",  \
	  "13: BBR")                                                                                \
	/* ---- queues and losses ---- */                                                           \
	X(LOSS, 5, "permille",                                                                      \
	  "of the bytes sent again: more is loss (RFC 8312's response function is far below then)", \
	  "12: 1 % loss")                                                                           \
	X(QUEUE_US, 20, "us", "the clock and the host's wake-ups", "18: 1 ms")                      \
	X(QUEUE, 125, "permille",                                                                   \
	  "of the least RTT above it, never undercut: a standing queue (RFC 8289)",                 \
	  "22: ten flows fill the link")                                                            \
	X(DOUBT_US, 100, "us", "the clock, and hosts that are late", "18: 1 ms")                    \
	X(DOUBT, 62, "permille",                                                                    \
	  "of the least RTT above it: a window that just covers its path makes a short queue",      \
	  "23: a window of one BDP")                                                                \
	X(SWOLLEN, 250, "permille",                                                                 \
	  "of the least RTT, the mean is above it: queues, or hosts that are late",                 \
	  "17: 20 flows")                                                                           \
	X(MEAN_QUEUE_US, 1000, "us", "late hosts, on average", "18: 1 ms")                          \
	X(PATH_RATE_BELOW, 100, "permille",                                                         \
	  "of the full path's rate may be missing: flows that share it take turns",                 \
	  "22: ten flows fill the link")                                                            \
	X(PATH_RATE_ABOVE, 250, "permille",                                                         \
	  "of the full path's rate more is another path",                                           \
	  "change: the path changes")                                                               \
	X(HELD_BELOW, 100, "permille",                                                              \
	  "of the rate that the window allowed before: with less the path has become longer, or fuller", \
	  "change: 50 to 150 ms")                                                                   \
	X(HELD_DECAY, 16, "permille", "of a rate once held, forgotten per interval", "change: 50 to 150 ms") \
	X(SITE_RTT_MS, 300000, "ms", "the kernel's window for the minimum RTT (tcp_min_rtt_wlen)", "22 on 6.1") \
	X(SITE_QUEUE_MS, 10000, "ms", "a queue is remembered so long: ten intervals", "22 on 6.1")  \
	X(PEER_RATE_MS, 600000, "ms", "a measured rate is remembered so long", "advise")            \
	/* ---- the peer's window and its reader ---- */                                            \
	X(PEER_STOOD_SEGMENTS, 2, "segments", "any window stands still for one", "49, 50: SO_RCVBUF set late") \
	X(PEER_BELOW, 62, "permille", "of its largest: two segments of a small window", "47: a reader slower by a little") \
	X(PEER_SHRUNK, 500, "permille", "of its largest or less: data waits for the reader", "11: a slow reader") \
	X(PEER_DIPPED, 125, "permille", "of its largest is missing: the reader takes much at a time", "24: bursts") \
	X(PEER_STOOD, 500, "permille", "of the samples found it unchanged: no reader is that even", "49, 50: SO_RCVBUF set late") \
	X(PEER_STOOD_CARRIED, 750, "permille", "of it is carried per round trip", "49, 50: SO_RCVBUF set late") \
	X(PEER_NEVER_NEAR, 750, "permille", "of its largest was never reached: it is eaten up", "11: a slow reader") \
	X(PEER_LAGS, 500, "permille", "of the samples found it shrunk", "11: a slow reader")        \
	X(PEER_MAY_LAG, 200, "permille", "of the samples found it below its largest", "47: a reader slower by a little") \
	X(PEER_MAY_DIP, 500, "permille", "of the samples found it dipped", "24: bursts")            \
	X(FEW_SEGMENTS, 8, "segments", "of a window as small a good part of the ACKs are delayed (RFC 1122, 4.2.3.2)", "31s") \
	/* ---- the receiver's own window ---- */                                                   \
	X(FULL, 900, "permille", "of the window per round trip: the rest is delayed ACKs", "2")     \
	X(FULL_LESS, 1250, "permille", "of a segment is left of a window beside whole segments", "31s") \
	X(OVERFULL, 1250, "permille", "of a window in a round trip: it was no round trip", "48")    \
	X(SMALL_WINDOW, 4, "segments", "of such a window none may be missing", "31s")               \
	X(READ, 500, "permille", "of the window per round trip that a lagging reader takes", "11: a slow reader") \
	X(FULL_INERTIA, 50, "permille", "of the window: as near as this is no change", "2")         \
	X(NARROWED, 750, "permille", "of its largest or less: what is unread takes from the window", "53: SO_RCVLOWAT") \
	X(MEMORY_FILLED, 500, "permille", "of the receive buffer holds what is unread", "53: SO_RCVLOWAT") \
	X(LAGS, 500, "permille", "of the samples never found the reader done", "11: a slow reader") \
	X(LAGS_AT_TIMES, 200, "permille", "of the samples never found the reader done", "47: a reader slower by a little") \
	X(LAG_INERTIA, 250, "permille", "of the samples: as near as this is no change", "11: a slow reader") \
	X(CLOSED, 500, "permille", "of the samples found the window all but closed", "53: bursts")  \
	X(ALL_BUT_CLOSED, 250, "permille", "of the window is left at the least", "53: bursts")      \
	X(CLOSED_BY_UNREAD, 500, "permille", "of the window is unread then", "53: bursts")          \
	X(TICKS_MATTER, 10, "ticks", "below so many ticks of timestamps one is added (RFC 7323: 1 ms)", "18: 1 ms") \
	/* ---- which setting ---- */                                                               \
	X(AT_UNSCALED, 750, "permille", "of 65535 or more: no scaling is what binds", "4, 5")       \
	X(FAR_BELOW, 750, "permille", "of all bounds or less: rcv_ssthresh holds it down", "49")    \
	X(CLAMPED, 125, "permille", "of the buffer's window: a clamp follows within a ratio's drift", "9") \
	X(GROWN, 62, "permille", "of a size is growth and no drift", "1: autotuning")               \
	X(GROWTH_QUIET_RTTS, 8, "rtts", "autotuning takes a step each (tcp_rcv_space_adjust())", "1: autotuning") \
	X(GROWTH_QUIET_MS, 200, "ms", "two samples", "18: 1 ms")                                    \
	X(FILLED, 100, "permille", "of a known bandwidth may be headers", "27")                     \
	X(EXACT, 100, "permille", "of the largest rate: a full path was seen at it", "1")           \
	/* ---- what is reported ---- */                                                            \
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
