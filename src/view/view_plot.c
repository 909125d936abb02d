// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_plot.h"

#include <assert.h>
#include <string.h>

#include "base/units.h"

/* A column's height is told in eighths of a row. */
#define EIGHTHS 8

uint64_t view_plot_top(const struct view_plot_point *points, size_t count)
{
	uint64_t top = 0;

	for (size_t i = 0; i < count; i++) {
		top = max_u64(top, points[i].used);
		top = max_u64(top, points[i].window);
		top = max_u64(top, points[i].bdp);
	}
	return top;
}

/* Is the value's own row this one, counted from the ground? */
static bool is_at(uint64_t value, uint64_t top, unsigned from_ground)
{
	uint64_t row = mul_div(value, VIEW_PLOT_ROWS, top);

	return value && min_u64(row, VIEW_PLOT_ROWS - 1) == from_ground;
}

static const char *block(uint64_t used, uint64_t top, unsigned from_ground, bool utf8)
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	uint64_t eighths = mul_div(used, (uint64_t)VIEW_PLOT_ROWS * EIGHTHS, top);
	uint64_t below = (uint64_t)from_ground * EIGHTHS;
	uint64_t here = eighths > below ? min_u64(eighths - below, EIGHTHS) : 0;

	if (!utf8)
		return here >= EIGHTHS / 2 ? "#" : " ";
	return blocks[here];
}

char *view_plot_line(char buf[static VIEW_PLOT_LINE_LEN], const struct view_plot_point *points,
		     size_t count, unsigned row, bool utf8)
{
	unsigned from_ground = VIEW_PLOT_ROWS - 1 - row;
	uint64_t top = view_plot_top(points, count);
	char *end = buf;

	assert(row < VIEW_PLOT_ROWS && count <= VIEW_PLOT_COLUMNS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *cell = block(points[i].used, top, from_ground, utf8);

		if (is_at(points[i].window, top, from_ground))
			cell = utf8 ? "━" : "=";
		else if (is_at(points[i].bdp, top, from_ground))
			cell = utf8 ? "┄" : "-";
		end = stpcpy(end, cell);
	}
	*end = '\0';
	return buf;
}
