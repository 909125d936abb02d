// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/table.h"

#include <assert.h>
#include <limits.h>
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
	for (unsigned c = 0; c < count; c++) {
		t->width[c] = text_columns(columns[c].title);
		t->order[c] = (uint8_t)c;
	}
}

void table_choose(struct table *t, const struct table_choice *choice)
{
	if (!choice->count)
		return;
	memset(t->hidden, true, sizeof(t->hidden));
	for (unsigned i = 0; i < choice->count; i++) {
		t->order[i] = (uint8_t)choice->value[i];
		t->hidden[choice->value[i]] = false;
	}
	t->count = choice->count;
	t->chosen = true;
}

bool table_shows(const struct table *t, unsigned column)
{
	return !t->hidden[column] && !t->dropped[column];
}

/* The one that is furthest to the right. */
static unsigned last_of(const struct table *t)
{
	unsigned i = t->count - 1;

	while (i && !table_shows(t, t->order[i]))
		i--;
	return t->order[i];
}

bool table_widen(struct table *t, unsigned column, const char *cell)
{
	unsigned width = text_columns(cell);

	if (width <= t->width[column])
		return false;
	t->width[column] = width;
	return table_shows(t, column) && column != last_of(t);
}

static unsigned taken(const struct table *t)
{
	unsigned columns = 0, last = last_of(t);

	for (unsigned i = 0; i < t->count; i++) {
		unsigned c = t->order[i];

		if (table_shows(t, c) && c != last)
			columns += t->width[c] + GAP;
	}
	return columns + (t->width[last] < LAST_MIN ? t->width[last] : LAST_MIN);
}

/* The place of the one to be left out next; count = there is none. */
static unsigned next_drop(const struct table *t)
{
	unsigned next = t->count, least = UINT_MAX;

	for (unsigned i = 0; i < t->count; i++) {
		unsigned drop = t->columns[t->order[i]].drop;

		if (!table_shows(t, t->order[i]) || !drop || drop >= least)
			continue;
		least = drop;
		next = i;
	}
	return next;
}

bool table_fit(struct table *t)
{
	bool before[TABLE_COLUMNS_MAX];
	unsigned next;

	memcpy(before, t->dropped, sizeof(before));
	memset(t->dropped, 0, sizeof(t->dropped));
	while (t->room && !t->chosen && taken(t) > t->room && (next = next_drop(t)) < t->count)
		t->dropped[t->order[next]] = true;
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

	for (unsigned i = 0; i < t->count; i++) {
		unsigned c = t->order[i];
		const char *cell = cells ? cells[c] : t->columns[c].title;

		if (!table_shows(t, c))
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
