/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The conditions that rules consist of. A predicate tests a case: true or false, with the value
 * seen and the value required. A new one is a row here and a function in predicate_*.c.
 */
#ifndef TCPBDP_PREDICATE_H
#define TCPBDP_PREDICATE_H

#include <stdbool.h>
#include <stdint.h>

struct case_file;

/* The unit of the two figures of a fact. */
enum fact_unit {
	FACT_FLAG, /* no figures: true or false */
	FACT_US,
	FACT_BYTES,
	FACT_BPS,
	FACT_PERMILLE,
	FACT_COUNT,
	FACT_NS,
};

/* clang-format off */
/*
 * X(ID, function, unit, text if true, text if false): %s is the value seen, %a the value required.
 */
#define PREDICATES(X) \
	/* sender */ \
	X(ACTIVE, sends, FLAG, "data was sent", "no data was sent") \
	X(RWND_STATE, rwnd_state, PERMILLE, "data waited and the peer's window was full in %s of the time", "") \
	X(CWND_STATE, cwnd_state, PERMILLE, "data waited and the congestion window was full in %s of the time", "") \
	X(PACED_STATE, paced_state, PERMILLE, "data waited although both windows had room in %s of the time", "") \
	X(SNDBUF_STATE, sndbuf_state, PERMILLE, "all data was sent and the writer waited for buffer space in %s of the time", "") \
	X(APP_STATE, app_state, PERMILLE, "all data was sent and the buffer had room in %s of the time", "") \
	X(DRAINED, drained, BYTES, "all sent data was acknowledged", "%s in flight") \
	X(ENOUGH_ACKS, enough_acks, COUNT, "%s ACKs (required: %a)", "%s ACKs (required: %a)") \
	X(BOOKED, booked, PERMILLE, "the kernel counted %s of the time as rwnd-limited (required: %a)", \
	  "the kernel counted %s of the time as rwnd-limited (required: %a)") \
	X(SET_RATE, set_rate, BPS, "rate %s, at a fixed pacing rate of %a", \
	  "the pacing rate is not fixed, or not reached") \
	X(PACES_ITSELF, paces_itself, FLAG, "BBR paces by its own model", "not BBR") \
	X(NEAR_CWND, near_cwnd, BYTES, "%s in flight (near the congestion window: %a)", \
	  "%s in flight (near the congestion window: %a)") \
	X(RWND_NEAR, rwnd_near, BYTES, "%s in flight (near the peer's window: %a)", \
	  "%s in flight (near the peer's window: %a)") \
	X(SNDBUF_NEAR, sndbuf_near, BYTES, "%s of the buffer in flight (near the buffer's size: %a)", \
	  "%s of the buffer in flight (near the buffer's size: %a)") \
	X(CWND_CLAMPED, cwnd_clamped, COUNT, "the congestion window is %s segments, at its clamp of %a", "the congestion window is %s segments (no clamp, or below it)") \
	X(WRITER_REFUSED, writer_refused, COUNT, "%s ACKs found the writer waiting", "no ACK found the writer waiting") \
	X(RWND_REACHED, rwnd_reached, PERMILLE, "the data in flight reached the peer's window at %s of the ACKs (required: %a)", "the data in flight reached the peer's window at %s of the ACKs (required: %a)") \
	X(APP_LIMITED, app_limited, FLAG, "the kernel marks the rate as app-limited", "the kernel does not mark the rate as app-limited") \
	X(ENOUGH_SEND_RTTS, enough_send_rtts, NS, "busy for %s (required: %a)", "busy for %s (required: %a)") \
	X(LOSES, loses_data, BYTES, "%s retransmitted (loss: above %a)", "%s retransmitted (loss: above %a)") \
	/* receiver */ \
	X(RECEIVED, receives, FLAG, "data arrived", "no data arrived") \
	X(READER_LAGS, reader_lags_half, COUNT, "unread data waited throughout %s samples (required: above %a)", \
	  "unread data waited throughout %s samples (required: above %a)") \
	X(READER_LAGS_AT_TIMES, reader_lags_fifth, COUNT, "unread data waited throughout %s samples (required: above %a)", \
	  "unread data waited throughout %s samples (required: above %a)") \
	X(READER_FELT, reader_felt, BYTES, "unread data reduces the window: %s left of %a", \
	  "unread data leaves the window open: %s of %a") \
	X(WINDOW_FILLS, window_fills, COUNT, "%s segments filled the window (required: %a)", \
	  "%s segments filled the window (required: %a)") \
	X(READER_EMPTIES, reader_empties, COUNT, "%s segments found everything read (required: %a)", \
	  "%s segments found everything read (required: %a)") \
	X(WINDOW_WAITED, window_waited, PERMILLE, "%s of the window arrived per RTT: it was closed for long (below %a)", \
	  "%s of the window arrived per RTT (closed for long: below %a)") \
	X(FULL_ROUNDS, full_rounds, PERMILLE, "%s of the round trips brought a full window (required: %a)", \
	  "%s of the round trips brought a full window (required: %a)") \
	X(SOME_FULL_ROUNDS, some_full_rounds, COUNT, "%s round trips brought a full window", "no round trip brought a full window") \
	X(DETAILED, detailed, FLAG, "round trips were counted", "a capture of schema 1, without counts of round trips") \
	X(RTT_KNOWN, rtt_known, US, "RTT %s", "the RTT is not known") \
	X(MORE_THAN_WINDOW, more_than_window, PERMILLE, "%s of a window arrived per minimum RTT (possible: %a)", \
	  "%s of a window arrived per minimum RTT (possible: %a)") \
	X(BULK, in_bulk, BYTES, "%s arrived in full-size segments (required: %a)", "%s arrived in small segments (required: %a)") \
	X(BURSTS_CLOSE, bursts_close, COUNT, "bursts closed the window in %s samples (required: above %a)", \
	  "bursts closed the window in %s samples (required: above %a)") \
	X(WINDOW_FULL, window_full, PERMILLE, "%s of the window arrived per RTT (full: %a)", \
	  "%s of the window arrived per RTT (full: %a)") \
	X(WINDOW_HALF_FULL, window_half_full, PERMILLE, "%s of the window arrived per RTT (required: %a)", \
	  "%s of the window arrived per RTT (required: %a)") \
	X(MAYBE_FULL, maybe_full, PERMILLE, "%s of the window arrived per longest RTT (room: below %a)", \
	  "%s of the window arrived per longest RTT (room: below %a)") \
	X(LONGEST_FULL, longest_full, PERMILLE, "%s of the window arrived per longest RTT (full: %a)", \
	  "%s of the window arrived per longest RTT (full: %a)") \
	X(WINDOW_FULL_PLAIN, window_full_plain, PERMILLE, "%s of the window arrived per RTT (required: %a)", \
	  "%s of the window arrived per RTT (required: %a)") \
	X(SMALL_WINDOW, small_window, BYTES, "window %s (few segments: below %a)", \
	  "window %s (few segments: below %a)") \
	X(RECV_QUEUE, recv_queue, US, "RTT never below %s (queue: above %a)", "RTT as low as %s (queue: above %a)") \
	X(ENOUGH_BYTES, enough_bytes, BYTES, "%s arrived (required: %a)", "%s arrived (required: %a)") \
	X(ENOUGH_RECV_RTTS, enough_recv_rtts, NS, "observed for %s (required: %a)", "observed for %s (required: %a)") \
	X(RTT_SURE, rtt_sure, FLAG, "timestamps or ACKs confirm the handshake's RTT", "only the handshake measured the RTT") \
	/* path */ \
	X(MPTCP, is_mptcp, FLAG, "an MPTCP subflow", "not an MPTCP subflow") \
	X(SEND_QUEUE, send_queue, US, "RTT never below %s (queue: above %a)", "RTT as low as %s (queue: above %a)") \
	X(SEND_AT_PATH_RATE, send_at_path_rate, BPS, "send rate %s, the rate of the full path (%a)", "send rate %s (full path: %a)") \
	X(RECV_AT_PATH_RATE, recv_at_path_rate, BPS, "receive rate %s, the rate of the full path (%a)", "receive rate %s (full path: %a)") \
	X(SEND_FAR_ABOVE, send_far_above, US, "RTT never below %s (twice the minimum: %a)", "RTT as low as %s (twice the minimum: %a)") \
	X(RECV_FAR_ABOVE, recv_far_above, US, "RTT never below %s (twice the minimum: %a)", "RTT as low as %s (twice the minimum: %a)") \
	X(SEND_SLOWER, send_slower, BPS, "rate %s, although the window allowed %a before", \
	  "rate %s, no less than before (%a)") \
	X(RECV_SLOWER, recv_slower, BPS, "rate %s, although the window allowed %a before", \
	  "rate %s, no less than before (%a)") \
	X(RTT_WANDERS, rtt_wanders, FLAG, "the RTT varies from span to span", "the RTT does not vary from span to span") \
	X(RTT_STEADY, rtt_steady, FLAG, "the RTT is steady from span to span", "the RTT varies slightly from span to span") \
	X(SEND_QUEUE_LATELY, send_queue_lately, COUNT, "a queue in %s of the last 8 spans (required: %a)", "a queue in %s of the last 8 spans (required: %a)") \
	X(RECV_QUEUE_LATELY, recv_queue_lately, COUNT, "a queue in %s of the last 8 spans (required: %a)", "a queue in %s of the last 8 spans (required: %a)") \
	X(SEND_BULK_AGAINST, send_bulk_against, BPS, "%s in the other direction (bulk: %a)", "%s in the other direction (bulk: %a)") \
	X(RECV_BULK_AGAINST, recv_bulk_against, BPS, "%s in the other direction (bulk: %a)", "%s in the other direction (bulk: %a)") \
	X(CAME_TO_QUEUE, came_to_queue, US, "minimum RTT %s, although the RTT to this site was below %a before the queue", \
	  "no other socket to this site has a queue") \
	X(SEND_QUEUE_DOUBT, send_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	X(SNDBUF_QUEUE_DOUBT, sndbuf_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	X(RECV_QUEUE_DOUBT, recv_queue_doubt, US, "RTT never below %s (in doubt: above %a)", "RTT as low as %s (in doubt: above %a)") \
	X(RECV_NEVER_IDLE, recv_never_idle, PERMILLE, "data came in %s of the kernel's ticks (required: %a)", "data came in %s of the kernel's ticks (never idle: %a)") \
	X(RECV_QUEUE_SHORT, recv_queue_short, US, "the receiver's RTT is %s (a short queue: above %a)", "the receiver's RTT is %s (a short queue: above %a)") \
	/* the peer's window */ \
	X(PEER_LAGS, peer_lags, BYTES, "the peer's window opens only to %s (required: %a)", "the peer's window opens to %s (required: %a)") \
	X(PEER_STANDS, peer_stands, BYTES, "the peer's window stays at %s", "the peer's window changes") \
	X(PEER_RETURNS, peer_returns, BYTES, "the peer's window reopens to %s (its maximum: %a)", "the peer's window opens only to %s (its maximum: %a)") \
	X(PEER_SILLY, peer_silly, BYTES, "window %s, below one segment (%a): no receiver advertises that", "window %s (one segment: %a)") \
	X(PEER_WAITED, peer_waited, BYTES, "%s sent per RTT: the window was closed for long (below %a)", "%s sent per RTT (closed for long: below %a)") \
	X(PEER_WINDOW_GROWS, peer_window_grows, FLAG, "the peer's window is growing", "the peer's window is not growing") \
	X(PEER_UNSCALED, peer_unscaled, BYTES, "no window scaling, and a window of %s (required: %a, maximum: 65535)", \
	  "window scaling, or a window far below 65535: %s") \
	X(PEER_UNSCALED_SHRUNK, peer_unscaled_shrunk, BYTES, "no window scaling, and only %s since the handshake (below %a)", \
	  "window scaling, or a window near the handshake's: %s") \
	X(RWND_CARRIED, rwnd_carried, BYTES, "%s sent per RTT (required: %a)", "%s sent per RTT (required: %a)") \
	X(SCALING_OFF, scaling_off, FLAG, "net.ipv4.tcp_window_scaling is 0 here", "net.ipv4.tcp_window_scaling is 1 here") \
	X(PEER_SCALES, peer_scales, FLAG, "the peer uses window scaling on other connections", "no connection to the peer uses window scaling") \
	/* our buffers */ \
	X(SNDBUF_GROWS, sndbuf_grows, FLAG, "the send buffer is growing", "the send buffer is not growing") \
	X(SNDBUF_LOCKED, sndbuf_locked, BYTES, "SO_SNDBUF fixed the buffer at %s", "SO_SNDBUF is not set") \
	X(SNDBUF_BELOW_MAX, sndbuf_below_max, BYTES, "buffer %s, below tcp_wmem[2] %a", "buffer %s at tcp_wmem[2] %a") \
	X(MEMORY_SHORT, memory_short, FLAG, "TCP memory is short", "TCP memory is not short") \
	X(SNDBUF_CARRIED, sndbuf_carried, BYTES, "%s sent per RTT (required: %a)", "%s sent per RTT (required: %a)") \
	X(OWN_UNSCALED, own_unscaled, BYTES, "no window scaling, and a window of %s (required: %a, maximum: 65535)", \
	  "window scaling, or a window far below 65535: %s") \
	X(RECV_WINDOW_RESTS, recv_window_rests, FLAG, "our window has not grown for some round trips", "our window may still grow") \
	X(RECV_WINDOW_GROWS, recv_window_grows, FLAG, "our window is growing", "our window is not growing") \
	X(FAR_BELOW, far_below, BYTES, "window %s, far below its bounds (under %a)", "window %s (far below its bounds: under %a)") \
	X(SCALE_BINDS, scale_binds, BYTES, "the window scale allows %s, the buffer %a", "the window scale allows %s, the buffer %a") \
	X(SCALE_OF_BUFFER, scale_of_buffer, FLAG, "the window scale was chosen for this SO_RCVBUF", "the window scale is too small for this buffer") \
	X(CLAMPED, clamped, BYTES, "window clamp %s, below the buffer's %a", "window clamp %s (the buffer's window: %a)") \
	X(RCVBUF_LOCKED, rcvbuf_locked, BYTES, "SO_RCVBUF fixed the buffer at %s", "SO_RCVBUF is not set") \
	X(RCVBUF_AT_MAX, rcvbuf_at_max, BYTES, "buffer %s at tcp_rmem[2] %a", "buffer %s, below tcp_rmem[2] %a") \
	X(AUTOTUNING_ON, autotuning_on, FLAG, "net.ipv4.tcp_moderate_rcvbuf is 1", "net.ipv4.tcp_moderate_rcvbuf is 0")
/* clang-format on */

#define PREDICATE_ID(id, function, unit, holds, fails) PREDICATE_##id,
enum predicate { PREDICATE_NONE, PREDICATES(PREDICATE_ID) PREDICATE_MAX };
#undef PREDICATE_ID

/* One result. */
struct fact {
	enum predicate predicate;
	bool holds;
	enum fact_unit unit; /* of the condition that decided, if there are several */
	uint64_t seen;
	uint64_t asked;
};

/* Tests the case. */
struct fact predicate_ask(enum predicate predicate, const struct case_file *cf);

/* "PATH_FULL" */
const char *predicate_name(enum predicate predicate);

/* The longest name, with its NUL. */
#define PREDICATE_NAME_LEN 32

/* "path_full": as JSON names it */
void predicate_key(char ret_key[PREDICATE_NAME_LEN], enum predicate predicate);

/* The text for this result, with %s and %a in it. */
const char *predicate_text(enum predicate predicate, bool holds);

#endif
