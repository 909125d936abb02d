// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/text_column.h"

#include <assert.h>

static const struct {
	const char *title;
	const char *about;
} columns[] = {
	[COLUMN_TIME] = { "TIME", "end of the interval, in local time (--timestamp)" },
	[COLUMN_PID] = { "PID", "process that was last seen to use the socket; - = none was" },
	[COLUMN_COMM] = { "COMM", "name of that process" },
	[COLUMN_UNIT] = { "UNIT",
			  "systemd unit, container or pod of the process; shown once two differ" },
	[COLUMN_NETNS] = { "NETNS",
			   "network namespace: host, its name in ip netns, or its number; shown once "
			   "two differ" },
	[COLUMN_LOCAL] = { "LOCAL", "our address and port" },
	[COLUMN_REMOTE] = { "REMOTE", "the peer's address and port" },
	[COLUMN_DIR] = { "DIR", "send or recv: a line for each direction that moved data" },
	[COLUMN_RTT] = { "RTT", "minimum round-trip time: the path without its queues" },
	[COLUMN_RATE] = { "RATE", "payload of the interval over its length" },
	[COLUMN_BDP] = { "BDP",
			 "bandwidth-delay product: the largest bandwidth that was seen, times "
			 "RTT. >= marks what the socket carried: its path was never full, and may "
			 "hold more. Where a buffer or a window is the limit, that is what it let "
			 "through, not what it is too small for." },
	[COLUMN_WINDOW] = { "WINDOW",
			    "most that may be in flight. send: the smaller of the peer's window "
			    "and what our send buffer holds. recv: the window that we advertise." },
	[COLUMN_LIMIT] = { "LIMIT",
			   "what held the socket back in most of its busy time: see tcpbdp help "
			   "limits. ! = a larger buffer or window would raise the rate" },
	[COLUMN_SHARE] = { "SHARE", "share of the busy time in which LIMIT held it back" },
	[COLUMN_WHY] = { "WHY",
			 "the setting or the program that makes the limit, and the size that it "
			 "needs; for unknown, what was missing; and what was seen beside it: bytes sent "
			 "again, times that the peer closed its window" },
};
static_assert(sizeof(columns) / sizeof(columns[0]) == COLUMN_MAX, "a column has no row");

const char *text_column_title(enum column column)
{
	assert(column < COLUMN_MAX);
	return columns[column].title;
}

const char *text_column_about(enum column column)
{
	assert(column < COLUMN_MAX);
	return columns[column].about;
}
