/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "model/limit.h"

#include <assert.h>
#include <stddef.h>

static const char *const limit_names[] = {
	[LIMIT_IDLE] = "idle",     [LIMIT_UNKNOWN] = "unknown", [LIMIT_APP] = "app",
	[LIMIT_CWND] = "cwnd",     [LIMIT_SNDBUF] = "sndbuf",   [LIMIT_RWND] = "rwnd",
	[LIMIT_SENDER] = "sender", [LIMIT_READER] = "reader",   [LIMIT_RCVBUF] = "rcvbuf",
};
static_assert(sizeof(limit_names) / sizeof(limit_names[0]) == LIMIT_MAX, "a limit has no name");

struct cause_entry {
	const char *name;
	const char *sentence;
	bool undersized;
};

static const struct cause_entry causes[] = {
	[CAUSE_NONE] = { NULL, "", false },
	[CAUSE_SO_SNDBUF] = { "so_sndbuf", "the application sets SO_SNDBUF too small", true },
	[CAUSE_TCP_WMEM] = { "tcp_wmem", "net.ipv4.tcp_wmem[2] is too small", true },
	[CAUSE_MEMORY_PRESSURE] = { "memory_pressure",
				    "TCP memory is short: net.ipv4.tcp_mem, or its cgroup's",
				    true },
	[CAUSE_AUTOTUNING] = { "autotuning", "the buffer is still growing", false },
	[CAUSE_PEER_BUFFER] = { "peer_buffer", "peer's receive buffer is too small", true },
	[CAUSE_PEER_READER] = { "peer_reader", "peer's application reads too slowly", false },
	[CAUSE_NO_WSCALE_LOCAL] = { "no_wscale_local", "net.ipv4.tcp_window_scaling is 0 here",
				    true },
	[CAUSE_NO_WSCALE_PEER] = { "no_wscale_peer", "peer sends no window scale", true },
	[CAUSE_SO_RCVBUF] = { "so_rcvbuf", "the application sets SO_RCVBUF too small", true },
	[CAUSE_TCP_RMEM] = { "tcp_rmem", "net.ipv4.tcp_rmem[2] is too small", true },
	[CAUSE_WSCALE] = { "wscale", "this connection's window scale is too small", true },
	[CAUSE_WINDOW_CLAMP] = { "window_clamp", "the window is clamped below the buffer", true },
	[CAUSE_AUTOTUNE_OFF] = { "autotune_off", "net.ipv4.tcp_moderate_rcvbuf is 0", true },
	[CAUSE_PATH_FULL] = { "path_full", "a queue stands on the path", false },
};
static_assert(sizeof(causes) / sizeof(causes[0]) == CAUSE_MAX, "a cause has no entry");

const char *limit_name(enum limit limit)
{
	assert(limit < LIMIT_MAX);
	return limit_names[limit];
}

const char *cause_name(enum cause cause)
{
	assert(cause < CAUSE_MAX);
	return causes[cause].name;
}

const char *cause_sentence(enum cause cause)
{
	assert(cause < CAUSE_MAX);
	return causes[cause].sentence;
}

bool cause_undersized(enum cause cause)
{
	assert(cause < CAUSE_MAX);
	return causes[cause].undersized;
}
