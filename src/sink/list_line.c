// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/list_line.h"

#include <assert.h>
#include <string.h>

#include "sink/format.h"
#include "sink/palette.h"

#define GAP 2

static const struct {
	const char *title;
	unsigned width;
} columns[] = {
	[LIST_PID] = { "PID", 7 },         [LIST_COMM] = { "COMM", 15 },
	[LIST_UNIT] = { "UNIT", 19 },      [LIST_NETNS] = { "NETNS", 10 },
	[LIST_STATE] = { "STATE", 11 },    [LIST_LOCAL] = { "LOCAL", 21 },
	[LIST_REMOTE] = { "REMOTE", 21 },  [LIST_RTT] = { "RTT", 6 },
	[LIST_SRTT] = { "SRTT", 6 },       [LIST_WSCALE] = { "WSCALE", 6 },
	[LIST_SNDBUF] = { "SNDBUF", 13 },  [LIST_RCVBUF] = { "RCVBUF", 13 },
	[LIST_SNDWND] = { "SNDWND", 6 },   [LIST_RCVWND] = { "RCVWND", 6 },
	[LIST_SEND_MAX] = { "SEND<=", 9 }, [LIST_RECV_MAX] = { "RECV<=", 9 },
	[LIST_LIMIT] = { "LIMIT", 17 },    [LIST_WHY] = { "WHY", 0 },
};
static_assert(sizeof(columns) / sizeof(columns[0]) == LIST_MAX, "a column has no title");

const char *list_column_title(enum list_column column)
{
	return columns[column].title;
}

static_assert(sizeof(((struct list_line *)0)->text) >
		      LIST_MAX * (LIST_CELL_LEN + 16) - 2 * LIST_CELL_LEN + 2 * FORMAT_REASON_LEN,
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
