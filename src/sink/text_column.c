// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/text_column.h"

#include <assert.h>

/* Where room is short, what tells least of who is slow and why is left out first. */
static const struct table_column columns[] = {
	[COLUMN_TIME] = { "TIME", 10, "time" },      [COLUMN_PID] = { "PID", 3, "pid" },
	[COLUMN_COMM] = { "COMM", 9, "comm" },       [COLUMN_UNIT] = { "UNIT", 7, "unit" },
	[COLUMN_NETNS] = { "NETNS", 4, "netns" },    [COLUMN_LOCAL] = { "LOCAL", 5, "local" },
	[COLUMN_REMOTE] = { "REMOTE", 0, "remote" }, [COLUMN_DIR] = { "DIR", 12, "dir" },
	[COLUMN_RTT] = { "RTT", 6, "rtt" },          [COLUMN_RATE] = { "RATE", 0, "rate" },
	[COLUMN_BDP] = { "BDP", 2, "bdp" },          [COLUMN_WINDOW] = { "WINDOW", 1, "window" },
	[COLUMN_LIMIT] = { "LIMIT", 0, "limit" },    [COLUMN_SHARE] = { "SHARE", 8, "share" },
	[COLUMN_WHY] = { "WHY", 11, "why" },
};
static_assert(sizeof(columns) / sizeof(columns[0]) == COLUMN_MAX, "a column has no row");

static const char *const abouts[] = {
	[COLUMN_TIME] = "end of the interval, in local time (--timestamp)",
	[COLUMN_PID] = "process that was last seen to use the socket; - = none was",
	[COLUMN_COMM] = "name of that process",
	[COLUMN_UNIT] = "systemd unit, container or pod of the process; shown once two differ",
	[COLUMN_NETNS] = "network namespace: host, its name in ip netns, or its number; shown once "
			 "two differ",
	[COLUMN_LOCAL] = "our address and port",
	[COLUMN_REMOTE] = "the peer's address and port",
	[COLUMN_DIR] = "send or recv: a line for each direction that moved data",
	[COLUMN_RTT] = "minimum round-trip time: the path without its queues",
	[COLUMN_RATE] = "payload of the interval over its length",
	[COLUMN_BDP] = "bandwidth-delay product: the largest bandwidth that was seen, times "
		       "RTT. >= marks what the socket carried: its path was never full, and may "
		       "hold more. Where a buffer or a window is the limit, that is what it let "
		       "through, not what it is too small for.",
	[COLUMN_WINDOW] = "most that may be in flight. send: the smaller of the peer's window "
			  "and what our send buffer holds. recv: the window that we advertise.",
	[COLUMN_LIMIT] = "what held the socket back in most of its busy time: see tcpbdp help "
			 "limits. ! = a larger buffer or window would raise the rate",
	[COLUMN_SHARE] = "share of the busy time in which LIMIT held it back",
	[COLUMN_WHY] =
		"the setting or the program that makes the limit, and the size that it "
		"needs; for unknown, what was missing; and what was seen beside it: bytes sent "
		"again, times that the peer closed its window",
};
static_assert(sizeof(abouts) / sizeof(abouts[0]) == COLUMN_MAX, "a column has no text");

const struct table_column *text_column_table(void)
{
	return columns;
}

const char *text_column_title(enum column column)
{
	assert(column < COLUMN_MAX);
	return columns[column].title;
}

const char *text_column_name(unsigned column)
{
	assert(column < COLUMN_MAX);
	return columns[column].name;
}

const char *text_column_about(enum column column)
{
	assert(column < COLUMN_MAX);
	return abouts[column];
}
