/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The questions that rules are made of. A predicate looks at a case and answers yes or no, with what
 * was seen and what was asked for. A new one is a row here and a function in predicate_*.c.
 */
#ifndef TCPBDP_PREDICATE_H
#define TCPBDP_PREDICATE_H

#include <stdbool.h>
#include <stdint.h>

struct case_file;

/* What the two figures of a fact count. */
enum fact_unit {
	FACT_FLAG, /* no figures: it holds or not */
	FACT_US,
	FACT_BYTES,
	FACT_BPS,
	FACT_PERMILLE,
	FACT_COUNT,
	FACT_NS,
};

/* clang-format off */
/* X(ID, function, unit, if it holds, if not): %s and %a stand for what was seen and asked for. */
#define PREDICATES(X) \
	/* of a sender */ \
	X(ACTIVE, sends, FLAG, "data was sent", "no data was sent") \
	X(RWND_STATE, rwnd_state, PERMILLE, "data waited with the peer's window full in %s of the time", "") \
	X(CWND_STATE, cwnd_state, PERMILLE, "data waited with the congestion window full in %s of the time", "") \
	X(PACED_STATE, paced_state, PERMILLE, "data waited with room in both windows in %s of the time", "") \
	X(SNDBUF_STATE, sndbuf_state, PERMILLE, "all was sent and the writer waited for the buffer in %s of the time", "") \
	X(APP_STATE, app_state, PERMILLE, "all was sent and the buffer had room in %s of the time", "") \
	X(DRAINED, drained, BYTES, "all that was sent was acknowledged", "%s were in flight") \
	X(ENOUGH_ACKS, enough_acks, COUNT, "%s ACKs (asked: %a)", "%s ACKs (asked: %a)") \
	X(BOOKED, booked, PERMILLE, "the kernel counted %s as rwnd-limited (asked: %a)", \
	  "the kernel counted %s as rwnd-limited (asked: %a)") \
	X(SET_RATE, set_rate, BPS, "%s is sent, and the pacing rate stays at %a", \
	  "the pacing rate is no fixed one that is reached") \
	X(PACES_ITSELF, paces_itself, FLAG, "BBR paces by its own model", "no BBR") \
	X(NEAR_CWND, near_cwnd, BYTES, "%s in flight (near the congestion window: %a)", \
	  "%s in flight (near the congestion window: %a)") \
	X(RWND_NEAR, rwnd_near, BYTES, "%s in flight (near the peer's window: %a)", \
	  "%s in flight (near the peer's window: %a)") \
	X(SNDBUF_NEAR, sndbuf_near, BYTES, "%s of the buffer are in flight (near all: %a)", \
	  "%s of the buffer are in flight (near all: %a)") \
	X(CWND_CLAMPED, cwnd_clamped, COUNT, "the congestion window is %s segments, at its cap of %a", "the congestion window is %s segments (no cap, or more)") \
	X(WRITER_REFUSED, writer_refused, COUNT, "%s ACKs found the writer waiting", "no ACK found the writer waiting") \
	X(RWND_REACHED, rwnd_reached, PERMILLE, "in flight reached the peer's window at %s of the ACKs (asked: %a)", "in flight reached the peer's window at %s of the ACKs (asked: %a)") \
	X(APP_LIMITED, app_limited, FLAG, "the kernel marks the rate as the application's", "the kernel does not mark the rate as the application's") \
	X(ENOUGH_SEND_RTTS, enough_send_rtts, NS, "busy for %s (asked: %a)", "busy for %s (asked: %a)") \
	X(LOSES, loses_data, BYTES, "%s sent again (loss: above %a)", "%s sent again (loss: above %a)") \
	/* of a receiver */ \
	X(RECEIVED, receives, FLAG, "data came", "no data came") \
	X(READER_LAGS, reader_lags_half, COUNT, "the reader was never done in %s samples (asked: above %a)", \
	  "the reader was never done in %s samples (asked: above %a)") \
	X(READER_LAGS_AT_TIMES, reader_lags_fifth, COUNT, "the reader was never done in %s samples (asked: above %a)", \
	  "the reader was never done in %s samples (asked: above %a)") \
	X(READER_FELT, reader_felt, BYTES, "what is unread takes from the window: %s left of %a", \
	  "what is unread leaves the window open: %s of %a") \
	X(WINDOW_FILLS, window_fills, COUNT, "%s segments left no room in the window (asked: %a)", \
	  "%s segments left no room in the window (asked: %a)") \
	X(READER_EMPTIES, reader_empties, COUNT, "the reader was done at %s segments (asked: %a)", \
	  "the reader was done at %s segments (asked: %a)") \
	X(WINDOW_WAITED, window_waited, PERMILLE, "%s of the window came per RTT: it was closed for long (below %a)", \
	  "%s of the window came per RTT (closed for long: below %a)") \
	X(FULL_ROUNDS, full_rounds, PERMILLE, "%s of the round trips brought a full window (asked: %a)", \
	  "%s of the round trips brought a full window (asked: %a)") \
	X(SOME_FULL_ROUNDS, some_full_rounds, COUNT, "%s round trips brought a full window", "no round trip brought a full window") \
	X(DETAILED, detailed, FLAG, "round trips were counted", "a capture of schema 1, in which no round trips were counted") \
	X(RTT_KNOWN, rtt_known, US, "RTT %s", "no RTT is known") \
	X(MORE_THAN_WINDOW, more_than_window, PERMILLE, "%s of a window came per least RTT (possible: %a)", \
	  "%s of a window came per least RTT (possible: %a)") \
	X(BULK, in_bulk, BYTES, "%s came in whole segments (asked: %a)", "%s came in small segments (asked: %a)") \
	X(BURSTS_CLOSE, bursts_close, COUNT, "bursts closed the window in %s samples (asked: above %a)", \
	  "bursts closed the window in %s samples (asked: above %a)") \
	X(WINDOW_FULL, window_full, PERMILLE, "%s of the window came per RTT (full: %a)", \
	  "%s of the window came per RTT (full: %a)") \
	X(WINDOW_HALF_FULL, window_half_full, PERMILLE, "%s of the window came per RTT (asked: %a)", \
	  "%s of the window came per RTT (asked: %a)") \
	X(MAYBE_FULL, maybe_full, PERMILLE, "%s of the window came per longest RTT (room: below %a)", \
	  "%s of the window came per longest RTT (room: below %a)") \
	X(LONGEST_FULL, longest_full, PERMILLE, "%s of the window came per longest RTT (full: %a)", \
	  "%s of the window came per longest RTT (full: %a)") \
	X(WINDOW_FULL_PLAIN, window_full_plain, PERMILLE, "%s of the window came per RTT (asked: %a)", \
	  "%s of the window came per RTT (asked: %a)") \
	X(SMALL_WINDOW, small_window, BYTES, "a window of %s (few segments: below %a)", \
	  "a window of %s (few segments: below %a)") \
	X(RECV_QUEUE, recv_queue, US, "RTT never below %s (a queue: above %a)", "RTT as low as %s (a queue: above %a)") \
	X(ENOUGH_BYTES, enough_bytes, BYTES, "%s came (asked: %a)", "%s came (asked: %a)") \
	X(ENOUGH_RECV_RTTS, enough_recv_rtts, NS, "watched for %s (asked: %a)", "watched for %s (asked: %a)") \
	X(RTT_SURE, rtt_sure, FLAG, "timestamps or ACKs confirm the handshake's RTT", "the handshake's RTT stands alone") \
	/* of the path */ \
	X(MPTCP, is_mptcp, FLAG, "a subflow of MPTCP", "no subflow of MPTCP") \
	X(SEND_QUEUE, send_queue, US, "RTT never below %s (a queue: above %a)", "RTT as low as %s (a queue: above %a)") \
	X(SEND_AT_PATH_RATE, send_at_path_rate, BPS, "%s is sent, as much as the full path carried (%a)", "%s is sent (the full path: %a)") \
	X(RECV_AT_PATH_RATE, recv_at_path_rate, BPS, "%s comes, as much as the full path carried (%a)", "%s comes (the full path: %a)") \
	X(SEND_FAR_ABOVE, send_far_above, US, "RTT never below %s (twice the least: %a)", "RTT as low as %s (twice the least: %a)") \
	X(RECV_FAR_ABOVE, recv_far_above, US, "RTT never below %s (twice the least: %a)", "RTT as low as %s (twice the least: %a)") \
	X(SEND_SLOWER, send_slower, BPS, "%s, though the window allowed %a before", \
	  "%s, no less than before (%a)") \
	X(RECV_SLOWER, recv_slower, BPS, "%s, though the window allowed %a before", \
	  "%s, no less than before (%a)") \
	X(RTT_WANDERS, rtt_wanders, FLAG, "the RTT differs from span to span", "the RTT stays from span to span") \
	X(RTT_STEADY, rtt_steady, FLAG, "the RTT hardly differs from span to span", "the RTT differs a little from span to span") \
	X(SEND_QUEUE_LATELY, send_queue_lately, COUNT, "a queue stood in %s of the last 8 spans (asked: %a)", "a queue stood in %s of the last 8 spans (asked: %a)") \
	X(RECV_QUEUE_LATELY, recv_queue_lately, COUNT, "a queue stood in %s of the last 8 spans (asked: %a)", "a queue stood in %s of the last 8 spans (asked: %a)") \
	X(SEND_BULK_AGAINST, send_bulk_against, BPS, "%s go the other way (bulk: %a)", "%s go the other way (bulk: %a)") \
	X(RECV_BULK_AGAINST, recv_bulk_against, BPS, "%s go the other way (bulk: %a)", "%s go the other way (bulk: %a)") \
	X(CAME_TO_QUEUE, came_to_queue, US, "least RTT %s, though this site was nearer (below %a) before a queue", \
	  "no other socket to this site meets a queue") \
	X(SEND_QUEUE_DOUBT, send_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	X(SNDBUF_QUEUE_DOUBT, sndbuf_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	X(RECV_QUEUE_DOUBT, recv_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	/* of the peer's window */ \
	X(PEER_LAGS, peer_lags, BYTES, "the peer's window never opens far: %s of %a", "the peer's window opens to %s (asked: %a)") \
	X(PEER_STANDS, peer_stands, BYTES, "the peer's window never moves from %s", "the peer's window moves") \
	X(PEER_RETURNS, peer_returns, BYTES, "the peer's window opens to %s again (its largest: %a)", "the peer's window opens to %s only (its largest: %a)") \
	X(PEER_SILLY, peer_silly, BYTES, "a window of %s, less than a segment of %a: no receiver advertises that", "a window of %s (a segment: %a)") \
	X(PEER_WAITED, peer_waited, BYTES, "%s carried per RTT: the window was closed for long (below %a)", "%s carried per RTT (closed for long: below %a)") \
	X(PEER_WINDOW_GROWS, peer_window_grows, FLAG, "the peer's window grows", "the peer's window grows no more") \
	X(PEER_UNSCALED, peer_unscaled, BYTES, "no window scaling, and %s (its maximum: 65535, asked: %a)", \
	  "window scaling, or a window far below 65535: %s") \
	X(PEER_UNSCALED_SHRUNK, peer_unscaled_shrunk, BYTES, "no window scaling, and %s only since the handshake (below %a)", \
	  "window scaling, or no less than the handshake's window: %s") \
	X(RWND_CARRIED, rwnd_carried, BYTES, "%s carried per RTT (asked: %a)", "%s carried per RTT (asked: %a)") \
	X(SCALING_OFF, scaling_off, FLAG, "net.ipv4.tcp_window_scaling is 0 here", "net.ipv4.tcp_window_scaling is 1 here") \
	X(PEER_SCALES, peer_scales, FLAG, "the peer scales on other connections", "no connection to the peer scales") \
	/* of our buffers */ \
	X(SNDBUF_GROWS, sndbuf_grows, FLAG, "the send buffer grows", "the send buffer grows no more") \
	X(SNDBUF_LOCKED, sndbuf_locked, BYTES, "SO_SNDBUF fixed the buffer at %s", "SO_SNDBUF is not set") \
	X(SNDBUF_BELOW_MAX, sndbuf_below_max, BYTES, "buffer %s, below tcp_wmem[2] %a", "buffer %s at tcp_wmem[2] %a") \
	X(MEMORY_SHORT, memory_short, FLAG, "TCP memory is short", "TCP memory is not short") \
	X(SNDBUF_CARRIED, sndbuf_carried, BYTES, "%s carried per RTT (asked: %a)", "%s carried per RTT (asked: %a)") \
	X(OWN_UNSCALED, own_unscaled, BYTES, "no window scaling, and %s (its maximum: 65535, asked: %a)", \
	  "window scaling, or a window far below 65535: %s") \
	X(RECV_WINDOW_RESTS, recv_window_rests, FLAG, "our window rests", "our window may grow still") \
	X(RECV_WINDOW_GROWS, recv_window_grows, FLAG, "our window grows", "our window grows no more") \
	X(FAR_BELOW, far_below, BYTES, "window %s, far below all that bounds it (%a)", "window %s (far below its bounds: under %a)") \
	X(SCALE_BINDS, scale_binds, BYTES, "the window scale allows %s, the buffer %a", "the window scale allows %s, the buffer %a") \
	X(SCALE_OF_BUFFER, scale_of_buffer, FLAG, "the scale was chosen for this SO_RCVBUF", "the scale is smaller than this buffer's") \
	X(CLAMPED, clamped, BYTES, "window clamp %s, below the buffer's %a", "window clamp %s (the buffer's window: %a)") \
	X(RCVBUF_LOCKED, rcvbuf_locked, BYTES, "SO_RCVBUF fixed the buffer at %s", "SO_RCVBUF is not set") \
	X(RCVBUF_AT_MAX, rcvbuf_at_max, BYTES, "buffer %s at tcp_rmem[2] %a", "buffer %s, below tcp_rmem[2] %a") \
	X(AUTOTUNING_ON, autotuning_on, FLAG, "net.ipv4.tcp_moderate_rcvbuf is 1", "net.ipv4.tcp_moderate_rcvbuf is 0")
/* clang-format on */

#define PREDICATE_ID(id, function, unit, holds, fails) PREDICATE_##id,
enum predicate { PREDICATE_NONE, PREDICATES(PREDICATE_ID) PREDICATE_MAX };
#undef PREDICATE_ID

/* One answer. */
struct fact {
	enum predicate predicate;
	bool holds;
	enum fact_unit unit; /* a predicate of several grounds names that of the one it rests on */
	uint64_t seen;
	uint64_t asked;
};

/* Asks it of the case. */
struct fact predicate_ask(enum predicate predicate, const struct case_file *cf);

/* "PATH_FULL" */
const char *predicate_name(enum predicate predicate);

/* The longest such name, and NUL. */
#define PREDICATE_NAME_LEN 32

/* "path_full": as JSON names it */
void predicate_key(char ret_key[PREDICATE_NAME_LEN], enum predicate predicate);

/* The sentence of such an answer, with %s and %a in it. */
const char *predicate_text(enum predicate predicate, bool holds);

#endif
