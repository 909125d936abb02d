// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_layout.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "os/quote.h"

/* Of a narrower one nothing can be read. */
#define WHY_WIDTH_MIN 16

static unsigned gap(const struct view_layout *layout)
{
	return layout->width ? 1 : 2;
}

static unsigned width_of(const struct view_layout *layout, enum view_column column)
{
	unsigned title = text_columns(view_column_title(column));

	if (column == VIEW_WHY && layout->width)
		return WHY_WIDTH_MIN;
	return (unsigned)max_u64(layout->widths[column], title);
}

static unsigned total(const struct view_layout *layout)
{
	unsigned sum = 0;

	for (uint32_t i = 0; i < layout->shown.count; i++)
		sum += width_of(layout, layout->shown.value[i]) + (i ? gap(layout) : 0);
	return sum;
}

static void leave_out(struct view_columns *columns, uint32_t at)
{
	columns->count--;
	for (uint32_t i = at; i < columns->count; i++)
		columns->value[i] = columns->value[i + 1];
}

/* The column that goes first; count = none does. */
static uint32_t last_in_rank(const struct view_columns *columns)
{
	uint32_t found = columns->count;
	unsigned most = 0;

	for (uint32_t i = 0; i < columns->count; i++) {
		unsigned rank = view_column_rank(columns->value[i]);

		if (rank > most) {
			most = rank;
			found = i;
		}
	}
	return found;
}

static void choose_by_rank(struct view_layout *layout, bool grouped)
{
	struct view_columns *shown = &layout->shown;

	for (enum view_column c = 0; c < VIEW_COLUMN_MAX; c++)
		if (view_column_by_default(c, grouped))
			shown->value[shown->count++] = c;
	while (layout->width && total(layout) > layout->width) {
		uint32_t at = last_in_rank(shown);

		if (at == shown->count)
			return;
		leave_out(shown, at);
	}
}

void view_layout_choose(struct view_layout *layout, const struct view_columns *asked, bool grouped,
			unsigned width)
{
	layout->width = width;
	layout->shown.count = 0;
	if (!asked->count) {
		choose_by_rank(layout, grouped);
		return;
	}
	layout->shown = *asked;
	while (width && layout->shown.count > 1 && total(layout) > width)
		layout->shown.count--;
}

bool view_layout_widen(struct view_layout *layout, const struct view_item *item,
		       const struct view_look *look)
{
	char cell[VIEW_CELL_LEN];
	bool grown = false;

	for (enum view_column c = 0; c < VIEW_COLUMN_MAX; c++) {
		unsigned width;

		view_column_cell(cell, c, item, look);
		width = (unsigned)min_u64(text_columns(cell), view_column_width_max(c));
		if (width <= layout->widths[c])
			continue;
		layout->widths[c] = width;
		grown = true;
	}
	return grown;
}

static size_t char_len(const char *text)
{
	size_t len = 1;

	while (((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	return len;
}

unsigned view_cut(char *text, unsigned columns)
{
	unsigned used = 0;

	while (*text) {
		size_t len = char_len(text);
		char one[8] = "";
		unsigned width;

		memcpy(one, text, min_u64(len, sizeof(one) - 1));
		width = text_columns(one);
		if (used + width > columns)
			break;
		used += width;
		text += len;
	}
	*text = '\0';
	return used;
}

/* Appends a cell at its column, with blanks before it; cuts it where the next begins. */
static void put(char *line, const struct view_layout *layout, unsigned at, unsigned width,
		char *cell)
{
	size_t len = strlen(line);
	unsigned used = text_columns(line);

	if (layout->width)
		width = (unsigned)min_u64(width, layout->width > at ? layout->width - at : 0);
	view_cut(cell, width);
	if (*cell)
		snprintf(line + len, VIEW_LINE_LEN - len, "%*s%s", at > used ? (int)(at - used) : 0,
			 "", cell);
}

/* item NULL: the titles. */
static char *make(char *line, const struct view_layout *layout, const struct view_item *item,
		  const struct view_look *look)
{
	unsigned at = 0;

	line[0] = '\0';
	for (uint32_t i = 0; i < layout->shown.count; i++) {
		enum view_column c = layout->shown.value[i];
		bool takes_the_rest = c == VIEW_WHY && i + 1 == layout->shown.count;
		unsigned width = takes_the_rest ? VIEW_CELL_LEN : width_of(layout, c);
		char cell[VIEW_CELL_LEN];

		if (item)
			view_column_cell(cell, c, item, look);
		else
			strcpy(cell, view_column_title(c));
		put(line, layout, at, width, cell);
		at += width + gap(layout);
	}
	return line;
}

char *view_layout_titles(char buf[static VIEW_LINE_LEN], const struct view_layout *layout)
{
	return make(buf, layout, NULL, NULL);
}

char *view_layout_line(char buf[static VIEW_LINE_LEN], const struct view_layout *layout,
		       const struct view_item *item, const struct view_look *look)
{
	return make(buf, layout, item, look);
}
