// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/remedy.h"

#include <assert.h>
#include <stddef.h>

static const struct {
	const char *name;
	enum advice_owner owner;
	const char *sysctl;
	unsigned values;
	const char *change;
	const char *sentence;
} table[] = {
	[ADVICE_TCP_RMEM] = { "tcp_rmem_max", OWNER_SYSCTL, "net.ipv4.tcp_rmem", 3,
			      "raise net.ipv4.tcp_rmem[2]",
			      "the receive buffer may not grow as large as the path requires" },
	[ADVICE_TCP_WMEM] = { "tcp_wmem_max", OWNER_SYSCTL, "net.ipv4.tcp_wmem", 3,
			      "raise net.ipv4.tcp_wmem[2]",
			      "the send buffer may not grow as large as the path requires" },
	[ADVICE_MODERATE_RCVBUF] = { "tcp_moderate_rcvbuf", OWNER_SYSCTL,
				     "net.ipv4.tcp_moderate_rcvbuf", 1,
				     "set net.ipv4.tcp_moderate_rcvbuf to 1",
				     "receive buffers do not grow: their autotuning is off" },
	[ADVICE_WINDOW_SCALING] = { "tcp_window_scaling", OWNER_SYSCTL,
				    "net.ipv4.tcp_window_scaling", 1,
				    "set net.ipv4.tcp_window_scaling to 1, then connect anew",
				    "without window scaling no window is larger than 64 KiB" },
	[ADVICE_RMEM_MAX] = { "rmem_max", OWNER_SYSCTL, "net.core.rmem_max", 1,
			      "raise net.core.rmem_max",
			      "the application sets SO_RCVBUF to exactly this, or to more and the kernel reduces it: "
			      "raise this and let it set more, or do not set SO_RCVBUF" },
	[ADVICE_WMEM_MAX] = { "wmem_max", OWNER_SYSCTL, "net.core.wmem_max", 1,
			      "raise net.core.wmem_max",
			      "the application sets SO_SNDBUF to exactly this, or to more and the kernel reduces it: "
			      "raise this and let it set more, or do not set SO_SNDBUF" },
	[ADVICE_TCP_MEM] = { "tcp_mem", OWNER_APPLICATION, NULL, 0,
			     "raise net.ipv4.tcp_mem, or the limit of its control group",
			     "TCP memory is short: raise net.ipv4.tcp_mem or the memory limit of its control group, "
			     "or use fewer or smaller buffers" },
	[ADVICE_SO_RCVBUF] = { "so_rcvbuf", OWNER_APPLICATION, NULL, 0,
			       "let the application set no SO_RCVBUF",
			       "has SO_RCVBUF set too small, by itself or by a BPF program of its cgroup; this turns "
			       "autotuning off: do not set it" },
	[ADVICE_SO_SNDBUF] = { "so_sndbuf", OWNER_APPLICATION, NULL, 0,
			       "let the application set no SO_SNDBUF",
			       "has SO_SNDBUF set too small, by itself or by a BPF program of its cgroup; this turns "
			       "autotuning off: do not set it" },
	[ADVICE_WINDOW_CLAMP] = { "window_clamp", OWNER_APPLICATION, NULL, 0,
				  "remove the window clamp of its route or application",
				  "has its window clamped below its buffer, by a route's window metric (see ip "
				  "route), by TCP_WINDOW_CLAMP (also the listener's) or by SO_RCVBUF set after the "
				  "connection was made: remove that, then connect again" },
	[ADVICE_RECONNECT] = { "wscale", OWNER_APPLICATION, NULL, 0,
			       "remove what made its window scale small, then connect anew",
			       "has a window scale that is too small for its buffer, chosen at the handshake from a "
			       "route's window metric (see ip route), a small SO_RCVBUF or a smaller tcp_rmem: "
			       "remove that, then connect again" },
	[ADVICE_PEER_BUFFER] = { "peer_buffer", OWNER_PEER, NULL, 0,
				 "the peer must raise its tcp_rmem or SO_RCVBUF",
				 "its receive buffer is too small: its tcp_rmem, or SO_RCVBUF" },
	[ADVICE_PEER_WSCALE] = { "peer_window_scaling", OWNER_PEER, NULL, 0,
				 "the peer, or a middlebox, must allow window scaling",
				 "it, or a middlebox on the path, offers no window scaling (or the connection is older "
				 "than our own setting, or began with a SYN cookie)" },
};
static_assert(sizeof(table) / sizeof(table[0]) == ADVICE_MAX, "an advice has no row");

const char *advice_name(enum advice_id id)
{
	return table[id].name;
}

enum advice_owner advice_owner(enum advice_id id)
{
	return table[id].owner;
}

const char *advice_sysctl(enum advice_id id)
{
	return table[id].sysctl;
}

bool advice_of_host(enum advice_id id)
{
	return id == ADVICE_RMEM_MAX || id == ADVICE_WMEM_MAX || id == ADVICE_TCP_MEM;
}

bool advice_is_sure(enum advice_id id)
{
	return id != ADVICE_RMEM_MAX && id != ADVICE_WMEM_MAX && id != ADVICE_RECONNECT;
}

const char *advice_sentence(enum advice_id id)
{
	return table[id].sentence;
}

unsigned advice_values(enum advice_id id)
{
	return table[id].values;
}

const char *advice_change(enum advice_id id)
{
	return table[id].change;
}
