// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "mutate.h"

#include <string.h>

#include "number.h"
#include "random.h"

#define STEPS_MAX 24

/* What is being made. */
struct work {
	const struct seed *seed;
	uint64_t *random;
	uint8_t *bytes;
	size_t len;
};

/* ---- where ---- */

static struct page page_at(const struct work *w, size_t index)
{
	return (struct page){ w->bytes + index * w->seed->page_bytes, w->seed->page_bytes };
}

/* A page of that table, of that kind; false if there is none. */
static bool pick_page(const struct work *w, uint8_t table, bool leaf, struct page *ret_page)
{
	size_t from = random_below(w->random, w->seed->pages);

	for (size_t i = 0; i < w->seed->pages; i++) {
		size_t index = (from + i) % w->seed->pages;

		*ret_page = page_at(w, index);
		if (w->seed->table[index] == table &&
		    (ret_page->bytes[0] != PAGE_INTERIOR_TABLE) == leaf &&
		    (index + 1) * w->seed->page_bytes <= w->len)
			return true;
	}
	return false;
}

/* A table as often as it is worth: see schema_tables. */
static uint8_t pick_table(uint64_t *random)
{
	static const struct {
		const char *name;
		unsigned weight;
	} weights[] = {
		{ "samples", 39 }, { "sending", 16 }, { "receiving", 16 }, { "settings", 14 },
		{ "sockets", 5 },  { "ticks", 4 },    { "loss", 2 },       { "capture", 1 },
		{ "cgroups", 1 },  { "links", 1 },    { "namespaces", 1 },
	};
	uint64_t left = random_below(random, 100);
	size_t i = 0, table = 0;

	while (left >= weights[i].weight)
		left -= weights[i++].weight;
	while (strcmp(schema_tables[table], weights[i].name))
		table++;
	return (uint8_t)table;
}

struct place {
	struct page page;
	struct cell cell;
	uint8_t table;
	unsigned i, column;
};

static bool pick_place(const struct work *w, struct place *p)
{
	p->table = pick_table(w->random);
	if (!pick_page(w, p->table, true, &p->page) || !page_cells(&p->page))
		return false;
	p->i = (unsigned)random_below(w->random, page_cells(&p->page));
	if (!page_cell(&p->page, p->i, &p->cell) || !cell_columns(&p->cell))
		return false;
	p->column = (unsigned)random_below(w->random, cell_columns(&p->cell));
	return true;
}

/* NULL if the table is none of column.h, or the column a row's number. */
static const struct column *known_column(const struct place *p)
{
	for (enum column_table table = 0; table < COLUMN_TABLE_MAX; table++) {
		size_t first, end = column_range(table, &first);
		size_t i = first + p->column - SCHEMA_LEADING(table);

		if (!strcmp(column_table_name(table), schema_tables[p->table]))
			return p->column >= SCHEMA_LEADING(table) && i < end ? &columns[i] : NULL;
	}
	return NULL;
}

/* ---- what: rows ---- */

static void set_number(struct work *w, const struct place *p, const struct column *c)
{
	struct cell cell;
	struct value v;
	int64_t old = 0;

	if (page_cell(&p->page, p->i, &cell))
		cell_integer(&cell, p->column, &old);
	v = value_integer(c ? number_within(w->random, c, old) : (int64_t)number_any(w->random));
	if (c && c->null != NULL_NEVER && random_one_in(w->random, 8))
		v = (struct value){ 0 };
	page_set_value(&p->page, p->i, p->column, &v);
}

static void one_number(struct work *w)
{
	struct place p;
	const struct column *c;

	if (!pick_place(w, &p))
		return;
	c = known_column(&p);
	if (c && c->kind == COLUMN_TEXT)
		return;
	/* a wrong number ends the reading, and a row of another table that is not there, too */
	if (!c && p.column && schema_tables[p.table][0] == 's' && !random_one_in(w->random, 8))
		return;
	set_number(w, &p, random_one_in(w->random, 50) ? NULL : c);
}

/* A column in every row of a page: each another number, or all the same. */
static void whole_column(struct work *w)
{
	struct place p;
	const struct column *c;
	uint64_t state;
	bool same = random_one_in(w->random, 2);

	if (!pick_place(w, &p))
		return;
	c = known_column(&p);
	if (!c || c->kind == COLUMN_TEXT)
		return;
	state = *w->random;
	for (p.i = 0; p.i < page_cells(&p.page); p.i++) {
		if (same)
			*w->random = state;
		if (same || !random_one_in(w->random, 4))
			set_number(w, &p, c);
	}
}

/* Of another type, or longer than any that we write; quotes, escapes, half of UTF-8, NUL. */
static void other_value(struct work *w)
{
	static const char hostile[] = "\x1b[31m\"\\\n\t\xff\xc3\xe2\x80\xae</\0%s'{}:::1.2.3";
	uint8_t bytes[VALUE_MAX];
	struct value v = { 0 };
	struct place p;

	if (!pick_place(w, &p))
		return;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)hostile[random_below(w->random, sizeof(hostile) - 1)];
	switch (random_below(w->random, 4)) {
	case 0: /* NULL */
		break;
	case 1:
		v.serial = 7; /* a real number */
		v.len = 8;
		memcpy(v.bytes, bytes, v.len);
		break;
	default:
		v = value_bytes(bytes,
				random_below(w->random, random_one_in(w->random, 2) ? 17 : 65),
				!random_one_in(w->random, 4));
	}
	page_set_value(&p.page, p.i, p.column, &v);
}

/* The text of a name or an address. */
static void text(struct work *w)
{
	static const char *const addresses[] = { "0.0.0.0",         "255.255.255.255", "::",
						 "::ffff:10.9.0.1", "fd00:9::1",       "10.9.0.1" };
	const char *address = addresses[random_below(w->random, 6)];
	uint8_t bytes[SAMPLE_NAME_LEN];
	struct place p;
	const struct column *c;
	struct value v;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(1 + random_below(w->random, 255));
	for (int tries = 0; tries < 8; tries++) {
		if (!pick_place(w, &p))
			continue;
		c = known_column(&p);
		if (c && c->kind == COLUMN_TEXT)
			v = value_bytes(bytes, random_below(w->random, sizeof(bytes) + 1), true);
		else if (!strcmp(schema_tables[p.table], "cgroups") ||
			 !strcmp(schema_tables[p.table], "namespaces"))
			v = value_bytes(bytes, sizeof(bytes), true);
		else if (!strcmp(schema_tables[p.table], "sockets") && p.column >= 3)
			v = value_bytes((const uint8_t *)address, strlen(address), true);
		else
			continue;
		page_set_value(&p.page, p.i, p.column, &v);
		return;
	}
}

/* ---- what: pages ---- */

static void rows_moved(struct work *w)
{
	struct place p;
	uint8_t *one, *other, kept[2];

	if (!pick_place(w, &p))
		return;
	one = page_pointer(&p.page, p.i);
	other = page_pointer(&p.page, (unsigned)random_below(w->random, page_cells(&p.page)));
	memcpy(kept, one, sizeof(kept));
	switch (random_below(w->random, 4)) {
	case 0:
		memcpy(one, other, sizeof(kept)); /* twice */
		break;
	case 1:
		page_remove(&p.page, p.i);
		break;
	case 2:
		page_set_rowid(&p.page, p.i,
			       random_one_in(w->random, 2) ? number_any(w->random)
							   : random_below(w->random, 100));
		break;
	default:
		memcpy(one, other, sizeof(kept));
		memcpy(other, kept, sizeof(kept));
	}
}

static void change_byte(struct work *w, uint8_t *byte)
{
	if (random_one_in(w->random, 2))
		*byte ^= (uint8_t)(1 << random_below(w->random, 8));
	else
		*byte = (uint8_t)random_next(w->random);
}

static void cell_byte(struct work *w)
{
	struct place p;
	size_t header = 0;

	if (!pick_place(w, &p))
		return;
	if (random_one_in(w->random, 2)) /* its lengths, and the types of its values */
		header = p.cell.record + cell_columns(&p.cell) + 1;
	if (!header || header > p.cell.len)
		header = p.cell.len;
	change_byte(w, p.cell.bytes + random_below(w->random, header));
}

static void page_damaged(struct work *w)
{
	static const uint8_t kinds[] = { 0, 2, PAGE_INTERIOR_TABLE, PAGE_LEAF_INDEX,
					 PAGE_LEAF_TABLE };
	struct page page, from;
	uint8_t table = pick_table(w->random);

	if (!pick_page(w, table, !random_one_in(w->random, 3), &page))
		return;
	switch (random_below(w->random, 5)) {
	case 0:
		page.bytes[0] = kinds[random_below(w->random, sizeof(kinds))];
		break;
	case 1:
		page.bytes[random_below(w->random, 12)] = (uint8_t)random_next(w->random);
		break;
	case 2: /* of an interior page: its children, of a leaf: cells */
		page.bytes[8 + random_below(w->random, 64)] = (uint8_t)random_next(w->random);
		break;
	case 3:
		change_byte(w, page.bytes + page.size - 1 - random_below(w->random, 64));
		break;
	default:
		if (pick_page(w, random_one_in(w->random, 2) ? table : pick_table(w->random), true,
			      &from))
			memmove(page.bytes, from.bytes, page.size);
	}
}

/* Levels of pages, each of which has the next as every one of its children: rows without end. */
static void rows_without_end(struct work *w)
{
	const uint8_t table = pick_table(w->random);
	const size_t size = w->seed->page_bytes, children = 2 + random_below(w->random, size / 8);
	size_t levels = 1 + random_below(w->random, 8), child = w->seed->pages;
	struct page root;

	if (!pick_page(w, table, true, &root) || w->len != w->seed->len)
		return;
	memcpy(w->bytes + w->len, root.bytes,
	       size); /* the lowest; the leaf itself is the highest */
	for (child++; levels--; child++)
		page_fill_interior(&(struct page){ w->bytes + child * size, size }, child,
				   children);
	page_fill_interior(&root, child, children);
	w->len = child * size;
	for (int i = 0; i < 4; i++) /* the header knows how many there are */
		w->bytes[28 + i] = (uint8_t)(child >> 8 * (3 - i));
}

/* ---- what: anywhere ---- */

static void bytes_anywhere(struct work *w)
{
	size_t at = random_below(w->random, w->len);
	size_t n = random_below(w->random, random_one_in(w->random, 4) ? 4096 : 16);

	if (!w->len)
		return;
	if (n > w->len - at)
		n = w->len - at;
	switch (random_below(w->random, 5)) {
	case 0:
		change_byte(w, w->bytes + at);
		break;
	case 1:
		memset(w->bytes + at, (int)random_next(w->random), n);
		break;
	case 2: /* deleted */
		memmove(w->bytes + at, w->bytes + at + n, w->len - at - n);
		w->len -= n;
		break;
	case 3: /* from elsewhere */
		memmove(w->bytes + at, w->bytes + random_below(w->random, w->len - n + 1), n);
		break;
	default: /* twice */
		if (w->len + n > w->seed->len + MUTATE_GROWS_MAX)
			break;
		memmove(w->bytes + at + n, w->bytes + at, w->len - at);
		w->len += n;
	}
}

static void cut(struct work *w)
{
	w->len = random_one_in(w->random, 4)
			 ? random_below(w->random, w->len + 1)
			 : random_below(w->random, w->len / w->seed->page_bytes + 1) *
				   w->seed->page_bytes;
}

/* The database's header, its schema, and the row of "capture". */
static void head(struct work *w)
{
	size_t at = random_one_in(w->random, 2) ? random_below(w->random, 100)
						: random_below(w->random, w->seed->page_bytes);

	if (at < w->len)
		w->bytes[at] = (uint8_t)random_next(w->random);
}

static void step(struct work *w)
{
	static const struct {
		unsigned weight;
		void (*change)(struct work *w);
	} changes[] = {
		{ 6000, one_number },  { 2000, whole_column },  { 600, text },
		{ 500, rows_moved },   { 250, other_value },    { 250, cell_byte },
		{ 200, page_damaged }, { 146, bytes_anywhere }, { 27, head },
		{ 26, cut },           { 1, rows_without_end },
	};
	uint64_t left = random_below(w->random, 10000);
	size_t i = 0;

	while (left >= changes[i].weight)
		left -= changes[i++].weight;
	changes[i].change(w);
}

size_t mutate(const struct seed *seed, uint64_t *random, uint8_t *bytes)
{
	struct work w = { seed, random, bytes, seed->len };
	uint64_t steps = 1 + random_below(random, random_one_in(random, 2) ? 4 : STEPS_MAX);

	memcpy(bytes, seed->bytes, seed->len);
	while (steps--)
		step(&w);
	return w.len;
}
