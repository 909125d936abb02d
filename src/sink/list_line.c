// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/list_line.h"

#include <assert.h>
#include <string.h>

#include "os/quote.h"
#include "sink/format.h"
#include "sink/palette.h"

#define GAP 2

/* clang-format off */
static const struct table_column columns[] = {
	[LIST_PID] = { "PID", 5, "pid" },
	[LIST_COMM] = { "COMM", 12, "comm" },
	[LIST_UNIT] = { "UNIT", 9, "unit" },
	[LIST_NETNS] = { "NETNS", 7, "netns" },
	[LIST_STATE] = { "STATE", 8, "state" },
	[LIST_LOCAL] = { "LOCAL", 10, "local" },
	[LIST_REMOTE] = { "REMOTE", 0, "remote" },
	[LIST_RTT] = { "RTT", 13, "rtt" },
	[LIST_SRTT] = { "SRTT", 4, "srtt" },
	[LIST_WSCALE] = { "WSCALE", 1, "wscale" },
	[LIST_SNDBUF] = { "SNDBUF", 6, "sndbuf" },
	[LIST_RCVBUF] = { "RCVBUF", 6, "rcvbuf" },
	[LIST_SNDWND] = { "SNDWND", 2, "sndwnd" },
	[LIST_RCVWND] = { "RCVWND", 2, "rcvwnd" },
	[LIST_SEND_MAX] = { "SEND<=", 14, "send_max" },
	[LIST_RECV_MAX] = { "RECV<=", 15, "recv_max" },
	[LIST_LIMIT] = { "LIMIT", 0, "limit" },
	[LIST_WHY] = { "WHY", 11, "why" },
};

static const struct {
	unsigned width;
	const char *about;
} usual[] = {
	[LIST_PID] = { 7,
		"process that has the socket open; - = none has; + = others have it open too" },
	[LIST_COMM] = { 15,
		"name of that process" },
	[LIST_UNIT] = { 19,
		"systemd service, or the container as runtime:id" },
	[LIST_NETNS] = { 10,
		"network namespace: its name, else its inode number" },
	[LIST_STATE] = { 11,
		"TCP state, as ss prints it" },
	[LIST_LOCAL] = { 21,
		"our address and port" },
	[LIST_REMOTE] = { 21,
		"the peer's address and port" },
	[LIST_RTT] = { 6,
		"minimum round-trip time: the path without its queues" },
	[LIST_SRTT] = { 6,
		"smoothed round-trip time, queues included" },
	[LIST_WSCALE] = { 6,
		"window scales, the peer's and ours; - = not negotiated" },
	[LIST_SNDBUF] = { 13,
		"send buffer: its size, and the most that autotuning may make of it, or `locked` "
		"where SO_SNDBUF set it" },
	[LIST_RCVBUF] = { 13,
		"receive buffer: its size, and the most that autotuning may make of it, or "
		"`locked` where SO_RCVBUF set it" },
	[LIST_SNDWND] = { 6,
		"most that may be in flight now: the smaller of the peer's window and what SNDBUF "
		"holds" },
	[LIST_RCVWND] = { 6,
		"window that we advertise now" },
	[LIST_SEND_MAX] = { 9,
		"highest rate that the windows allow: the largest window over RTT. + = the window "
		"may grow without any setting" },
	[LIST_RECV_MAX] = { 9,
		"the same, of receiving" },
	[LIST_LIMIT] = { 17,
		"limit of sending and of receiving, as far as one look shows it: see tcpbdp help "
		"limits. ! = no window that it may have fills the path" },
	[LIST_WHY] = { 0,
		"the setting that makes the limit, and the size that it needs" },
};
/* clang-format on */
static_assert(sizeof(columns) / sizeof(columns[0]) == LIST_MAX, "a column has no row");
static_assert(sizeof(usual) / sizeof(usual[0]) == LIST_MAX, "a column has no width");

void list_table_begin(struct table *table, const struct table_choice *choice, unsigned room)
{
	table_begin(table, columns, LIST_MAX, room);
	for (enum list_column c = 0; c < LIST_MAX; c++)
		if (table->width[c] < usual[c].width)
			table->width[c] = usual[c].width;
	table_choose(table, choice);
	table_fit(table);
}

const char *list_column_title(enum list_column column)
{
	return columns[column].title;
}

const char *list_column_name(unsigned column)
{
	return columns[column].name;
}

const char *list_column_about(enum list_column column)
{
	return usual[column].about;
}

/* the longest sentence of both directions */
#define WHY_LEN (2 * FORMAT_REASON_LEN + 64)
#define COLOR_LEN 16
static_assert(sizeof(((struct list_line *)0)->text) > LIST_MAX * LIST_CELL_LEN + WHY_LEN,
	      "a line has no room for its cells");
static_assert(LIST_LINE_LEN > LIST_MAX * (LIST_CELL_LEN + COLOR_LEN + GAP) + WHY_LEN,
	      "a line has no room to be printed");

void list_line_begin(struct list_line *line)
{
	line->len = 0;
	for (enum list_column c = 0; c < LIST_MAX; c++)
		line->cells[c].len = 0;
}

void list_line_cell(struct list_line *line, enum list_column column, const char *cell, size_t len,
		    unsigned width, const char *color)
{
	memcpy(line->text + line->len, cell, len);
	line->text[line->len + len] = '\0';
	line->cells[column].color = color;
	line->cells[column].at = (unsigned)line->len;
	line->cells[column].len = (unsigned)len;
	line->cells[column].width = width;
	line->len += len + 1;
}

void list_line_plain(struct list_line *line, enum list_column column, const char *cell)
{
	size_t len = strlen(cell);

	list_line_cell(line, column, cell, len, (unsigned)len, NULL);
}

/* As it is printed: the next cell begins at column `next`, or after what was too wide. */
struct printed {
	char *buf;
	size_t len;
	unsigned at, next;
};

static void put(struct printed *p, const char *text, size_t len)
{
	memcpy(p->buf + p->len, text, len);
	p->len += len;
}

/* Blanks are written when a cell follows them, so that none end a line. */
static void put_cell(struct printed *p, const char *cell, size_t len, unsigned width,
		     const char *color)
{
	unsigned blanks = p->next > p->at ? p->next - p->at : p->at ? 1 : 0;

	memset(p->buf + p->len, ' ', blanks);
	p->len += blanks;
	p->at += blanks + width;
	if (color)
		put(p, color, strlen(color));
	put(p, cell, len);
	if (color)
		put(p, PALETTE_OFF, strlen(PALETTE_OFF));
}

/* What begins at a column, cut where the terminal ends. */
static void put_cut(struct printed *p, const char *cell, const char *color, unsigned room)
{
	unsigned at = p->next > p->at ? p->next : p->at + (p->at ? 1 : 0);
	char cut[WHY_LEN + LIST_CELL_LEN];

	if (at >= room)
		return;
	text_cut(cut, sizeof(cut), cell, room - at);
	put_cell(p, cut, strlen(cut), text_columns(cut), color);
}

size_t list_line_print(const struct list_line *line, const struct table *table,
		       char buf[LIST_LINE_LEN])
{
	struct printed p = { .buf = buf };

	for (unsigned i = 0; i < table->count; i++) {
		enum list_column c = table->order[i];
		const char *cell = line->text + line->cells[c].at;

		if (!table_shows(table, c))
			continue;
		if (line->cells[c].len && table->room)
			put_cut(&p, cell, line->cells[c].color, table->room);
		else if (line->cells[c].len)
			put_cell(&p, cell, line->cells[c].len, line->cells[c].width,
				 line->cells[c].color);
		p.next += table->width[c] + GAP;
	}
	p.buf[p.len++] = '\n';
	return p.len;
}
