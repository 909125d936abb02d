// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/list_line.h"

#include <assert.h>
#include <string.h>

#include "sink/format.h"
#include "sink/palette.h"

#define GAP 2

/* clang-format off */
static const struct {
	const char *title;
	unsigned width;
	const char *about;
} columns[] = {
	[LIST_PID] = { "PID", 7,
		"process that has the socket open; - = none has; + = others have it open too" },
	[LIST_COMM] = { "COMM", 15, "name of that process" },
	[LIST_UNIT] = { "UNIT", 19, "systemd service, or the container as runtime:id" },
	[LIST_NETNS] = { "NETNS", 10, "network namespace: its name, else its inode number" },
	[LIST_STATE] = { "STATE", 11, "TCP state, as ss prints it" },
	[LIST_LOCAL] = { "LOCAL", 21, "our address and port" },
	[LIST_REMOTE] = { "REMOTE", 21, "the peer's address and port" },
	[LIST_RTT] = { "RTT", 6, "minimum round-trip time: the path without its queues" },
	[LIST_SRTT] = { "SRTT", 6, "smoothed round-trip time, queues included" },
	[LIST_WSCALE] = { "WSCALE", 6,
		"window scales, the peer's and ours; - = not negotiated" },
	[LIST_SNDBUF] = { "SNDBUF", 13,
		"send buffer: its size, and the most that autotuning may make of it, or `locked` "
		"where SO_SNDBUF set it" },
	[LIST_RCVBUF] = { "RCVBUF", 13,
		"receive buffer: its size, and the most that autotuning may make of it, or "
		"`locked` where SO_RCVBUF set it" },
	[LIST_SNDWND] = { "SNDWND", 6,
		"most that may be in flight now: the smaller of the peer's window and what SNDBUF "
		"holds" },
	[LIST_RCVWND] = { "RCVWND", 6, "window that we advertise now" },
	[LIST_SEND_MAX] = { "SEND<=", 9,
		"highest rate that the windows allow: the largest window over RTT. + = the window "
		"may grow without any setting" },
	[LIST_RECV_MAX] = { "RECV<=", 9, "the same, of receiving" },
	[LIST_LIMIT] = { "LIMIT", 17,
		"limit of sending and of receiving, as far as one look shows it: see tcpbdp help "
		"limits. ! = no window that it may have fills the path" },
	[LIST_WHY] = { "WHY", 0, "the setting that makes the limit, and the size that it needs" },
};
/* clang-format on */
static_assert(sizeof(columns) / sizeof(columns[0]) == LIST_MAX, "a column has no row");

const char *list_column_title(enum list_column column)
{
	return columns[column].title;
}

const char *list_column_about(enum list_column column)
{
	return columns[column].about;
}

static_assert(sizeof(((struct list_line *)0)->text) > LIST_MAX * (LIST_CELL_LEN + 16) -
							      2 * LIST_CELL_LEN +
							      2 * FORMAT_REASON_LEN + 64,
	      "a line has no room for its cells");

static void line_put(struct list_line *line, const char *text, size_t len)
{
	memcpy(line->text + line->len, text, len);
	line->len += len;
}

/* Blanks are written when a cell follows them, so that none end a line. */
void list_line_cell(struct list_line *line, enum list_column column, const char *cell, size_t len,
		    unsigned width, const char *color)
{
	unsigned blanks = line->next > line->at ? line->next - line->at : line->at ? 1 : 0;

	if (!len) {
		line->next += columns[column].width + GAP;
		return;
	}
	memset(line->text + line->len, ' ', blanks);
	line->len += blanks;
	line->at += blanks + width;
	if (color)
		line_put(line, color, strlen(color));
	line_put(line, cell, len);
	if (color)
		line_put(line, PALETTE_OFF, strlen(PALETTE_OFF));
	line->next += columns[column].width + GAP;
}

void list_line_plain(struct list_line *line, enum list_column column, const char *cell)
{
	size_t len = strlen(cell);

	list_line_cell(line, column, cell, len, (unsigned)len, NULL);
}
