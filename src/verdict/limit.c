/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "verdict/limit.h"

#include <assert.h>
#include <stddef.h>

#define SEND (1 << DIRECTION_SEND)
#define RECV (1 << DIRECTION_RECV)
#define BOTH (SEND | RECV)

static const struct limit_entry {
	const char *name;
	int directions;
	const char *meaning;
} limits[] = {
	[LIMIT_IDLE] = { "idle", BOTH, "no data moves" },
	[LIMIT_UNKNOWN] = { "unknown", BOTH, "the limit is not known; the reason is printed" },
	[LIMIT_APP] = { "app", SEND, "the application writes no more data" },
	[LIMIT_CWND] = { "cwnd", SEND, "the network and its congestion control" },
	[LIMIT_SNDBUF] = { "sndbuf", SEND, "our send buffer: the writer waits for room" },
	[LIMIT_RWND] = { "rwnd", SEND, "the window that the peer advertises" },
	[LIMIT_SENDER] = { "sender", RECV, "the sender or the network: our window has room" },
	[LIMIT_READER] = { "reader", RECV, "our application reads too slowly" },
	[LIMIT_RCVBUF] = { "rcvbuf", RECV, "our receive buffer or window" },
};
static_assert(sizeof(limits) / sizeof(limits[0]) == LIMIT_MAX, "a limit has no entry");

static const struct cause_entry {
	const char *name;
	const char *sentence;
	int directions;
	enum blamed_size blamed;
	enum advice_id advice;
} causes[] = {
	[CAUSE_NONE] = { NULL, "", 0, BLAMED_NONE, ADVICE_MAX },
	[CAUSE_SO_SNDBUF] = { "so_sndbuf", "SO_SNDBUF is set too small", SEND, BLAMED_BUFFER,
			      ADVICE_SO_SNDBUF },
	[CAUSE_TCP_WMEM] = { "tcp_wmem", "net.ipv4.tcp_wmem[2] is too small", SEND,
			     BLAMED_BUFFER_MAX, ADVICE_TCP_WMEM },
	[CAUSE_MEMORY_PRESSURE] = { "memory_pressure",
				    "TCP memory is short: net.ipv4.tcp_mem, or its cgroup's", BOTH,
				    BLAMED_NONE, ADVICE_TCP_MEM },
	[CAUSE_AUTOTUNING] = { "autotuning", "the buffer is still growing", BOTH, BLAMED_NONE,
			       ADVICE_MAX },
	[CAUSE_PEER_BUFFER] = { "peer_buffer", "peer's receive buffer is too small", SEND,
				BLAMED_NONE, ADVICE_PEER_BUFFER },
	[CAUSE_PEER_READER] = { "peer_reader", "peer's application reads too slowly", SEND,
				BLAMED_NONE, ADVICE_MAX },
	[CAUSE_NO_WSCALE_LOCAL] = { "no_wscale_local", "net.ipv4.tcp_window_scaling is 0 here",
				    BOTH, BLAMED_NONE, ADVICE_WINDOW_SCALING },
	[CAUSE_NO_WSCALE_PEER] = { "no_wscale_peer", "peer sends no window scale", BOTH,
				   BLAMED_NONE, ADVICE_PEER_WSCALE },
	[CAUSE_SO_RCVBUF] = { "so_rcvbuf", "SO_RCVBUF is set too small", RECV, BLAMED_BUFFER,
			      ADVICE_SO_RCVBUF },
	[CAUSE_TCP_RMEM] = { "tcp_rmem", "net.ipv4.tcp_rmem[2] is too small", RECV,
			     BLAMED_BUFFER_MAX, ADVICE_TCP_RMEM },
	[CAUSE_WSCALE] = { "wscale",
			   "window scale is too small: a route's window metric, or SO_RCVBUF or tcp_rmem at the handshake",
			   RECV, BLAMED_NONE, ADVICE_RECONNECT },
	[CAUSE_WINDOW_CLAMP] = { "window_clamp",
				 "the window is clamped, by a route's window metric or TCP_WINDOW_CLAMP",
				 RECV, BLAMED_NONE, ADVICE_WINDOW_CLAMP },
	[CAUSE_AUTOTUNE_OFF] = { "autotune_off", "net.ipv4.tcp_moderate_rcvbuf is 0", RECV,
				 BLAMED_BUFFER, ADVICE_MODERATE_RCVBUF },
	[CAUSE_CWND_CLAMP] = { "cwnd_clamp",
			       "a route's cwnd metric or a BPF program caps the congestion window",
			       SEND, BLAMED_NONE, ADVICE_MAX },
	[CAUSE_PATH_FULL] = { "path_full", "the path is full: more data would wait in its queue",
			      BOTH, BLAMED_NONE, ADVICE_MAX },
};
static_assert(sizeof(causes) / sizeof(causes[0]) == CAUSE_MAX, "a cause has no entry");

const char *direction_name(enum direction direction)
{
	return direction == DIRECTION_SEND ? "send" : "recv";
}

static const struct limit_entry *of_limit(enum limit limit)
{
	assert(limit < LIMIT_MAX);
	return &limits[limit];
}

static const struct cause_entry *of_cause(enum cause cause)
{
	assert(cause < CAUSE_MAX);
	return &causes[cause];
}

const char *limit_name(enum limit limit)
{
	return of_limit(limit)->name;
}

const char *limit_meaning(enum limit limit)
{
	return of_limit(limit)->meaning;
}

bool limit_of_direction(enum limit limit, enum direction direction)
{
	return of_limit(limit)->directions & 1 << direction;
}

bool limit_has_cause(enum limit limit)
{
	return limit == LIMIT_UNKNOWN || limit == LIMIT_RWND || limit == LIMIT_SNDBUF ||
	       limit == LIMIT_RCVBUF;
}

const char *cause_name(enum cause cause)
{
	return of_cause(cause)->name;
}

const char *cause_sentence(enum cause cause)
{
	return of_cause(cause)->sentence;
}

bool cause_of_direction(enum cause cause, enum direction direction)
{
	return of_cause(cause)->directions & 1 << direction;
}

enum blamed_size cause_blamed_size(enum cause cause)
{
	return of_cause(cause)->blamed;
}

/* A cause without advice does not make a socket undersized. */
bool cause_undersized(enum cause cause)
{
	return of_cause(cause)->advice != ADVICE_MAX;
}

enum advice_id cause_advice(enum cause cause)
{
	return of_cause(cause)->advice;
}
