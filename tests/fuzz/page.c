// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "page.h"

#include <string.h>

#define HEADER_LEN 8 /* of a leaf */
#define VARINT_MAX 9

struct column {
	uint64_t serial;
	size_t at, len; /* in the cell */
};

struct record {
	unsigned columns;
	struct column column[RECORD_COLUMNS_MAX];
};

static unsigned be16(const uint8_t *bytes)
{
	return (unsigned)bytes[0] << 8 | bytes[1];
}

static void put_be16(uint8_t *bytes, size_t value)
{
	bytes[0] = (uint8_t)(value >> 8);
	bytes[1] = (uint8_t)value;
}

/* Its length, 0 if it does not end within room. */
static size_t varint(const uint8_t *bytes, size_t room, uint64_t *ret_value)
{
	uint64_t value = 0;

	for (size_t i = 0; i < room && i < VARINT_MAX; i++) {
		if (i == VARINT_MAX - 1) {
			*ret_value = value << 8 | bytes[i];
			return i + 1;
		}
		value = value << 7 | (bytes[i] & 0x7f);
		if (!(bytes[i] & 0x80)) {
			*ret_value = value;
			return i + 1;
		}
	}
	return 0;
}

static size_t put_varint(uint8_t *to, uint64_t value)
{
	uint8_t digits[VARINT_MAX];
	size_t len = 0;

	if (value >> 56) {
		to[VARINT_MAX - 1] = (uint8_t)value;
		value >>= 8;
		for (len = VARINT_MAX - 1; len--; value >>= 7)
			to[len] = (uint8_t)(value | 0x80);
		return VARINT_MAX;
	}
	do
		digits[len++] = value & 0x7f;
	while (value >>= 7);
	for (size_t i = 0; i < len; i++)
		to[i] = digits[len - 1 - i] | (i + 1 < len ? 0x80 : 0);
	return len;
}

static size_t serial_len(uint64_t serial)
{
	static const uint8_t lens[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };

	return serial < sizeof(lens) ? lens[serial] : (serial - 12) / 2;
}

struct value value_integer(int64_t number)
{
	static const uint8_t bits[] = { 8, 16, 24, 32, 48 };
	struct value v = { .serial = 6 };

	if (number == 0 || number == 1)
		return (struct value){ .serial = number ? 9 : 8 };
	for (size_t i = sizeof(bits); i--;)
		if (number >= -(INT64_C(1) << (bits[i] - 1)) && number < INT64_C(1)
										 << (bits[i] - 1))
			v.serial = i + 1;
	v.len = serial_len(v.serial);
	for (size_t i = 0; i < v.len; i++)
		v.bytes[i] = (uint8_t)((uint64_t)number >> 8 * (v.len - 1 - i));
	return v;
}

struct value value_bytes(const uint8_t *bytes, size_t len, bool is_text)
{
	struct value v = { .serial = 12 + 2 * len + is_text, .len = len };

	memcpy(v.bytes, bytes, len);
	return v;
}

/* ---- cells ---- */

unsigned page_cells(const struct page *page)
{
	unsigned cells = be16(page->bytes + 3);

	return HEADER_LEN + 2 * (size_t)cells <= page->size ? cells : 0;
}

uint8_t *page_pointer(const struct page *page, unsigned i)
{
	return page->bytes + HEADER_LEN + 2 * i;
}

bool page_cell(const struct page *page, unsigned i, struct cell *ret_cell)
{
	size_t at = be16(page_pointer(page, i)), room = at < page->size ? page->size - at : 0;
	uint8_t *bytes = page->bytes + at;
	uint64_t payload, rowid;
	size_t n = varint(bytes, room, &payload), m = 0;

	if (n && page->bytes[0] == PAGE_LEAF_TABLE)
		m = varint(bytes + n, room - n, &rowid);
	if (!n || (!m && page->bytes[0] != PAGE_LEAF_INDEX) || payload > room - n - m ||
	    payload > CELL_MAX - 4 * VARINT_MAX - VALUE_MAX)
		return false;
	*ret_cell = (struct cell){ bytes, n + m + payload, n + m };
	return true;
}

void page_remove(const struct page *page, unsigned i)
{
	unsigned cells = page_cells(page);

	memmove(page_pointer(page, i), page_pointer(page, i + 1), 2 * (cells - i - 1));
	put_be16(page->bytes + 3, cells - 1);
}

static void put_be32(uint8_t *bytes, size_t value)
{
	put_be16(bytes, value >> 16);
	put_be16(bytes + 2, value);
}

void page_fill_interior(const struct page *page, size_t child, size_t children)
{
	size_t top = page->size;

	memset(page->bytes, 0, page->size);
	page->bytes[0] = PAGE_INTERIOR_TABLE;
	for (size_t i = 0; i < children; i++) {
		top -= 5;
		put_be32(page->bytes + top, child);
		page->bytes[top + 4] = (uint8_t)(i & 0x7f); /* the largest rowid below it */
		put_be16(page->bytes + HEADER_LEN + 4 + 2 * i, top);
	}
	put_be16(page->bytes + 3, children);
	put_be16(page->bytes + 5, top);
	put_be32(page->bytes + 8, child);
}

/* All cells together at the page's end; those that make no sense are lost. */
static void compact(const struct page *page)
{
	uint8_t old[65536];
	const struct page from = { old, page->size };
	size_t top = page->size;
	unsigned kept = 0, cells = page_cells(page);

	memcpy(old, page->bytes, page->size);
	for (unsigned i = 0; i < cells; i++) {
		struct cell cell;

		if (!page_cell(&from, i, &cell) || top < HEADER_LEN + 2 * (size_t)cells + cell.len)
			continue;
		top -= cell.len;
		memcpy(page->bytes + top, cell.bytes, cell.len);
		put_be16(page_pointer(page, kept++), top);
	}
	put_be16(page->bytes + 1, 0); /* no free blocks */
	put_be16(page->bytes + 3, kept);
	put_be16(page->bytes + 5, top);
	page->bytes[7] = 0;
}

static bool place(const struct page *page, unsigned i, const uint8_t *cell, size_t len)
{
	size_t top = be16(page->bytes + 5), end = HEADER_LEN + 2 * (size_t)page_cells(page);

	if (top > page->size || top < end + len)
		return false;
	memcpy(page->bytes + top - len, cell, len);
	put_be16(page->bytes + 5, top - len);
	put_be16(page_pointer(page, i), top - len);
	return true;
}

static bool replace(const struct page *page, unsigned i, const uint8_t *cell, size_t len)
{
	struct cell old;

	if (page_cell(page, i, &old) && len <= old.len) {
		memcpy(old.bytes, cell, len);
		return true;
	}
	if (place(page, i, cell, len))
		return true;
	while (page_cells(page) > 1) {
		unsigned cells = page_cells(page);

		compact(page);
		if (page_cells(page) <= i)
			return false;
		if (place(page, i, cell, len))
			return true;
		if (page_cells(page) == cells && cells > 1) {
			page_remove(page, i ? 0 : cells - 1);
			i -= i > 0;
		}
	}
	return false;
}

/* ---- records ---- */

static bool parse(const struct cell *cell, struct record *ret_record)
{
	uint64_t header_len;
	size_t at = cell->record;
	size_t n = varint(cell->bytes + at, cell->len - at, &header_len);
	size_t end = at + header_len, value_at = end;
	unsigned columns = 0;

	if (!n || header_len > cell->len - at)
		return false;
	for (at += n; at < end && columns < RECORD_COLUMNS_MAX; columns++) {
		struct column *c = &ret_record->column[columns];

		n = varint(cell->bytes + at, end - at, &c->serial);
		if (!n)
			return false;
		c->at = value_at;
		c->len = serial_len(c->serial);
		if (c->len > cell->len - value_at)
			return false;
		at += n;
		value_at += c->len;
	}
	ret_record->columns = columns;
	return at == end;
}

unsigned cell_columns(const struct cell *cell)
{
	struct record record;

	return parse(cell, &record) ? record.columns : 0;
}

bool cell_integer(const struct cell *cell, unsigned column, int64_t *ret_number)
{
	struct record record;
	const struct column *c = &record.column[column];
	uint64_t number;

	if (!parse(cell, &record) || column >= record.columns || c->serial == 0 || c->serial == 7 ||
	    c->serial > 9)
		return false;
	number = c->serial == 9;
	if (c->len && cell->bytes[c->at] & 0x80)
		number = UINT64_MAX;
	for (size_t i = 0; i < c->len; i++)
		number = number << 8 | cell->bytes[c->at + i];
	*ret_number = (int64_t)number;
	return true;
}

/* The cell anew, in to: its record's length, rowid, header and values. 0 if it were too large. */
static size_t build(const struct cell *cell, const struct record *record, unsigned column,
		    const struct value *v, uint8_t to[CELL_MAX])
{
	uint8_t header[RECORD_COLUMNS_MAX * VARINT_MAX], body[CELL_MAX];
	size_t header_len = 0, body_len = 0, len, record_len;
	uint64_t old;
	size_t old_n = varint(cell->bytes, cell->len, &old);

	for (unsigned i = 0; i < record->columns; i++) {
		const struct column *c = &record->column[i];
		size_t value_len = i == column ? v->len : c->len;

		header_len += put_varint(header + header_len, i == column ? v->serial : c->serial);
		memcpy(body + body_len, i == column ? v->bytes : cell->bytes + c->at, value_len);
		body_len += value_len;
	}
	record_len = header_len + (header_len < 127 ? 1 : 2) + body_len;
	if (record_len + 4 * VARINT_MAX > CELL_MAX)
		return 0;
	len = put_varint(to, record_len);
	memcpy(to + len, cell->bytes + old_n, cell->record - old_n);
	len += cell->record - old_n;
	len += put_varint(to + len, record_len - body_len);
	memcpy(to + len, header, header_len);
	len += header_len;
	memcpy(to + len, body, body_len);
	return len + body_len;
}

bool page_set_value(const struct page *page, unsigned i, unsigned column, const struct value *v)
{
	struct record record;
	struct cell cell;
	uint8_t made[CELL_MAX];
	size_t len;

	if (!page_cell(page, i, &cell) || !parse(&cell, &record) || column >= record.columns)
		return false;
	len = build(&cell, &record, column, v, made);
	/* a longer one would have to go on on pages of its own */
	return len && len < page->size / 2 && replace(page, i, made, len);
}

bool page_set_rowid(const struct page *page, unsigned i, uint64_t rowid)
{
	struct cell cell;
	uint8_t made[CELL_MAX];
	uint64_t payload;
	size_t len;

	if (page->bytes[0] != PAGE_LEAF_TABLE || !page_cell(page, i, &cell))
		return false;
	len = varint(cell.bytes, cell.len, &payload);
	memcpy(made, cell.bytes, len);
	len += put_varint(made + len, rowid);
	memcpy(made + len, cell.bytes + cell.record, cell.len - cell.record);
	return replace(page, i, made, len + cell.len - cell.record);
}
