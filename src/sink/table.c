// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/table.h"

#include <assert.h>
#include <string.h>

#include "os/quote.h"
#include "sink/palette.h"

#define GAP 2
/* The last column is a sentence, which may be cut: so much of it is worth more than another column. */
#define LAST_MIN 20
#define CELL_MAX 512

void table_begin(struct table *t, const struct table_column *columns, unsigned count, unsigned room)
{
	assert(count <= TABLE_COLUMNS_MAX);
	*t = (struct table){ .columns = columns, .count = count, .room = room };
	for (unsigned c = 0; c < count; c++)
		t->width[c] = text_columns(columns[c].title);
}

static bool is_shown(const struct table *t, unsigned column)
{
	return !t->hidden[column] && !t->dropped[column];
}

bool table_widen(struct table *t, unsigned column, const char *cell)
{
	unsigned width = text_columns(cell);

	if (width <= t->width[column])
		return false;
	t->width[column] = width;
	return column + 1 < t->count && is_shown(t, column);
}

static unsigned taken(const struct table *t)
{
	unsigned columns = 0;

	for (unsigned c = 0; c + 1 < t->count; c++)
		columns += is_shown(t, c) ? t->width[c] + GAP : 0;
	if (!is_shown(t, t->count - 1))
		return columns > GAP ? columns - GAP : 0;
	return columns + (t->width[t->count - 1] < LAST_MIN ? t->width[t->count - 1] : LAST_MIN);
}

/* The one to be left out next; count = there is none. */
static unsigned next_drop(const struct table *t)
{
	unsigned next = t->count;

	for (unsigned c = 0; c < t->count; c++)
		if (is_shown(t, c) && t->columns[c].drop &&
		    (next == t->count || t->columns[c].drop < t->columns[next].drop))
			next = c;
	return next;
}

bool table_fit(struct table *t)
{
	bool before[TABLE_COLUMNS_MAX];
	unsigned next;

	memcpy(before, t->dropped, sizeof(before));
	memset(t->dropped, 0, sizeof(t->dropped));
	while (t->room && taken(t) > t->room && (next = next_drop(t)) < t->count)
		t->dropped[next] = true;
	return memcmp(before, t->dropped, sizeof(before)) != 0;
}

static void put_blanks(FILE *out, unsigned n)
{
	static const char blanks[] = "                        ";

	for (; n >= sizeof(blanks); n -= sizeof(blanks) - 1)
		fputs_unlocked(blanks, out);
	fputs_unlocked(blanks + sizeof(blanks) - 1 - n, out);
}

static void put_cell(FILE *out, const char *cell, const char *color)
{
	fputs_unlocked(color ? color : "", out);
	fputs_unlocked(cell, out);
	fputs_unlocked(color ? PALETTE_OFF : "", out);
}

void table_line(const struct table *t, FILE *out, const char *const *cells,
		const char *const *colors)
{
	unsigned at = 0, next = 0;
	char cut[CELL_MAX];

	for (unsigned c = 0; c < t->count; c++) {
		const char *cell = cells ? cells[c] : t->columns[c].title;

		if (!is_shown(t, c))
			continue;
		if (t->room && next + text_columns(cell) > t->room)
			cell = text_cut(cut, sizeof(cut), cell,
					t->room > next ? t->room - next : 0);
		if (*cell) {
			put_blanks(out, next - at);
			put_cell(out, cell, colors ? colors[c] : NULL);
			at = next + text_columns(cell);
		}
		next += t->width[c] + GAP;
	}
	fputc('\n', out);
}
