/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Leaf pages of an SQLite b-tree and the records in their cells: as much of them as it takes to
 * put another value into a column (sqlite.org/fileformat2.html). A page may be damaged already:
 * what makes no sense is refused.
 */
#ifndef FUZZ_PAGE_H
#define FUZZ_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_INTERIOR_TABLE 0x05
#define PAGE_LEAF_INDEX 0x0a
#define PAGE_LEAF_TABLE 0x0d

#define RECORD_COLUMNS_MAX 128
#define VALUE_MAX 64
#define CELL_MAX 2048

struct page {
	uint8_t *bytes;
	size_t size;
};

struct cell {
	uint8_t *bytes; /* in the page */
	size_t len;
	size_t record; /* where in it the record begins, behind its length and its rowid */
};

/* As it is stored: a serial type, and the bytes behind it. */
struct value {
	uint64_t serial;
	size_t len;
	uint8_t bytes[VALUE_MAX];
};

struct value value_integer(int64_t number);

/* is_text: else a blob. len: at most VALUE_MAX */
struct value value_bytes(const uint8_t *bytes, size_t len, bool is_text);

unsigned page_cells(const struct page *page);

/* Where the cell's offset is kept. */
uint8_t *page_pointer(const struct page *page, unsigned i);

bool page_cell(const struct page *page, unsigned i, struct cell *ret_cell);

/* So many children, all the same page; its number counts from 1. */
void page_fill_interior(const struct page *page, size_t child, size_t children);

void page_remove(const struct page *page, unsigned i);

/* The columns of the record, 0 if it is none. */
unsigned cell_columns(const struct cell *cell);

/* An integer column's. False for any other. */
bool cell_integer(const struct cell *cell, unsigned column, int64_t *ret_number);

/* Others have to go where there is no room for it. */
bool page_set_value(const struct page *page, unsigned i, unsigned column, const struct value *v);

bool page_set_rowid(const struct page *page, unsigned i, uint64_t rowid);

#endif
