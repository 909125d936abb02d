/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Files that are no captures, or not as tcpbdp makes them. */
#include "hostile.h"

#define PAGE_BYTES 4096
#define MAZE_PAGES 6

/* ---- files ---- */

static void assert_text_refused(struct bench *b, const char *text, size_t len, int err,
				const char *says)
{
	const struct image image = { (uint8_t *)text, len };

	image_save(&image, len, b->path);
	assert_not_opened(b, err, says);
}

static void no_database(void **state)
{
	static const char head[] = "SQLite format 3";
	static const char text[] = "#!/bin/sh\n# a script, of more than a page's header\nexit 0\n";
	char zeros[8192] = "";
	struct bench b;

	(void)state;
	bench_new(&b);
	assert_text_refused(&b, "", 0, -ENODATA, "empty");
	assert_text_refused(&b, "x", 1, -EBADMSG, "not a tcpbdp capture");
	assert_text_refused(&b, "\n\n", 2, -EBADMSG, "not a tcpbdp capture");
	assert_text_refused(&b, text, sizeof(text), -EBADMSG, "not an SQLite database");
	assert_text_refused(&b, zeros, sizeof(zeros), -EBADMSG, "not a tcpbdp capture");
	assert_text_refused(&b, head, sizeof(head), -EBADMSG, "not a tcpbdp capture");
	memcpy(zeros, head, sizeof(head));
	assert_text_refused(&b, zeros, sizeof(zeros), -EBADMSG, "not a tcpbdp capture");
	bench_free(&b);
}

/* What could be read is refused by name, what could not by its own errno; none is waited for. */
static void assert_path_refused(const char *path, int err)
{
	char reason[READER_REASON_LEN] = "";
	struct reader *r = NULL;

	alarm(30);
	assert_int_equal(reader_new(path, &r, reason), err);
	alarm(0);
	assert_null(r);
	assert_reason(reason, path);
}

static void no_file(void **state)
{
	char path[PATH_MAX];
	struct bench b;

	(void)state;
	bench_new(&b);
	assert_path_refused(b.path, -ENOENT);
	assert_path_refused(b.tree.root, -EISDIR);
	assert_path_refused("/dev/null", -ENOTSUP);
	assert_int_equal(mkfifo(b.path, 0600), 0);
	assert_path_refused(b.path, -ENOTSUP);
	tree_path(&b.tree, "/missing/capture", path);
	assert_path_refused(path, -ENOENT);
	tree_write(&b.tree, "/file", "");
	tree_path(&b.tree, "/file/capture", path);
	assert_path_refused(path, -ENOTDIR);
	bench_free(&b);
}

/* A file of somebody else's */
static void no_permission(void **state)
{
	struct bench b;

	(void)state;
	hostile_new(&b);
	chmod(b.tree.root, 0755);
	chmod(b.path, 0);
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_path_refused(b.path, -EACCES);
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	bench_free(&b);
}

/* The sentence is not crowded out by a long path. */
static void a_long_path(void **state)
{
	char path[PATH_MAX], reason[READER_REASON_LEN] = "";
	struct reader *r = NULL;
	struct bench b;

	(void)state;
	bench_new(&b);
	memset(path, 'x', 250);
	path[0] = '/';
	path[250] = '\0';
	tree_write(&b.tree, path, "no database");
	tree_path(&b.tree, "", path);
	memset(path + strlen(path), 'x', 251);
	path[strlen(b.tree.root)] = '/';
	path[strlen(b.tree.root) + 250] = '\0';
	assert_int_equal(reader_new(path, &r, reason), -EBADMSG);
	assert_memory_equal(reason, path, 100);
	assert_non_null(strstr(reason, "not an SQLite database"));
	bench_free(&b);
}

/* ---- bytes ---- */

/* Cut off at any place: what is refused is told, and all else is as it was. */
static void cut_short(void **state)
{
	char reason[READER_REASON_LEN];
	struct image image;
	struct bench b;
	size_t refused = 0, tried = 0;

	(void)state;
	hostile_new(&b);
	image = image_load(b.path);
	for (size_t len = 1; len < image.len; len += len < 600 ? 37 : 1021) {
		image_save(&image, len, b.path);
		refused += read_everything(&b, reason) != 0;
		tried++;
	}
	assert_int_equal(refused, tried); /* a page is missing, always one that is needed */
	image_free(&image);
	bench_free(&b);
}

/* Every byte of the header, and of each page's */
static void bytes_of_headers(void **state)
{
	static const uint8_t values[] = { 0, 2, 0xff };
	char reason[READER_REASON_LEN];
	struct image image;
	struct bench b;
	size_t refused = 0;

	(void)state;
	hostile_new(&b);
	image = image_load(b.path);
	for (size_t at = 0; at < image.len; at++) {
		const uint8_t was = image.bytes[at];

		if (at >= 112 && at % PAGE_BYTES >= 12)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
			image.bytes[at] = values[i];
			image_save(&image, image.len, b.path);
			refused += read_everything(&b, reason) != 0;
		}
		image.bytes[at] = was;
	}
	assert_in_range(refused, 200, SIZE_MAX);
	image_free(&image);
	bench_free(&b);
}

/* Some bytes of a page, anywhere */
static void any_bytes(void **state)
{
	struct dice dice = { 14 };
	char reason[READER_REASON_LEN];
	struct image image;
	struct bench b;
	size_t refused = 0;

	(void)state;
	hostile_new(&b);
	image = image_load(b.path);
	for (int round = 0; round < 600; round++) {
		const size_t at = roll(&dice) % image.len, len = 1 + roll(&dice) % 8;
		struct image other = { malloc(image.len), image.len };

		assert_non_null(other.bytes);
		memcpy(other.bytes, image.bytes, image.len);
		for (size_t i = at; i < at + len && i < image.len; i++)
			other.bytes[i] = (uint8_t)roll_u32(&dice);
		image_save(&other, other.len, b.path);
		refused += read_everything(&b, reason) != 0;
		image_free(&other);
	}
	assert_in_range(refused, 30, 599);
	image_free(&image);
	bench_free(&b);
}

/* ---- mazes ---- */

static uint8_t *page_at(const struct image *image, uint32_t number)
{
	assert_in_range(number, 1, image->len / PAGE_BYTES);
	return image->bytes + (size_t)PAGE_BYTES * (number - 1);
}

static uint32_t get_be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The pointer of the page's n-th cell, of an interior page of a table. */
static uint8_t *child_at(uint8_t *page, size_t n)
{
	return page + ((size_t)page[12 + 2 * n] << 8 | page[13 + 2 * n]);
}

/* All of the page's children are this one. */
static void lead_to(uint8_t *page, uint32_t child)
{
	const uint8_t be[] = { child >> 24, child >> 16 & 0xff, child >> 8 & 0xff, child & 0xff };
	const size_t cells = (size_t)page[3] << 8 | page[4];

	for (size_t n = 0; n < cells; n++)
		memcpy(child_at(page, n), be, sizeof(be));
	memcpy(page + 8, be, sizeof(be));
}

/* Below a table's root come pages like it, each with nothing but the next for its children. */
static void make_maze(const struct bench *b, const char *table)
{
	struct image image = image_load(b->path);
	uint8_t first[PAGE_BYTES];
	sqlite3 *db = bench_database(b);
	char sql[128];
	uint8_t *root;

	snprintf(sql, sizeof(sql), "SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
	root = page_at(&image, (uint32_t)sql_number(db, sql));
	sqlite3_close(db);
	assert_int_equal(root[0], 5); /* the interior page of a table */
	assert_true(((size_t)root[3] << 8 | root[4]) > MAZE_PAGES);
	memcpy(first, root, sizeof(first));
	for (size_t i = 0; i < MAZE_PAGES; i++) {
		const uint32_t next = get_be32(child_at(first, i + 1));
		uint8_t *page = i ? page_at(&image, get_be32(child_at(first, i))) : root;

		memcpy(page, first, sizeof(first));
		lead_to(page, next);
	}
	image_save(&image, image.len, b->path);
	image_free(&image);
}

/* A walk over it has no end that anybody would see; it is given up, be it that nothing is found. */
static void a_maze_of(const char *table)
{
	struct sample s = plain_sample(7, START_NS);
	struct reader *r;
	struct bench b;

	bench_new(&b);
	bench_record_defaults(&b);
	for (uint64_t i = 0; i < 3000; i++) {
		s.ts_ns = START_NS + i;
		assert_int_equal(writer_sample(b.writer, &s), 0);
		assert_int_equal(writer_tick(b.writer, &(struct tick){ .ts_ns = s.ts_ns }), 0);
		assert_int_equal(writer_ledger(b.writer, s.ts_ns, &(struct ledger){ 0 }), 0);
	}
	bench_finish(&b, START_NS + SECOND);
	make_maze(&b, table);
	alarm(300);
	r = bench_open(&b);
	if (strcmp(table, "loss")) {
		assert_int_equal(read_whole(r, 0, UINT64_MAX), -EBADMSG);
		assert_reason(reader_reason(r), b.path);
		assert_int_equal(read_whole(r, START_NS + SECOND, UINT64_MAX), -EBADMSG);
	} else {
		struct ledger l;
		bool partial;

		assert_int_equal(reader_ledger(r, 0, START_NS - 1, &l, &partial), -EBADMSG);
	}
	assert_reason(reader_reason(r), b.path);
	reader_free(r);
	alarm(0);
	bench_free(&b);
}

static void mazes(void **state)
{
	(void)state;
	a_maze_of("samples");
	a_maze_of("ticks");
	a_maze_of("loss");
}

#define SCHEMA_PAGE 1
#define CHILDREN 500

static void put_be(uint8_t *at, size_t len, size_t number)
{
	for (; len--; number >>= 8)
		at[len] = (uint8_t)number;
}

/* An interior page of a table, all of whose children are this one. */
static void fill_interior(uint8_t *page, size_t header_at, uint32_t child)
{
	uint8_t *header = page + header_at;

	memset(header, 0, PAGE_BYTES - header_at);
	header[0] = 5;
	put_be(header + 3, 2, CHILDREN);
	put_be(header + 5, 2, PAGE_BYTES - 5 * CHILDREN);
	put_be(header + 8, 4, child);
	for (size_t i = 0; i < CHILDREN; i++) {
		const size_t at = PAGE_BYTES - 5 * (i + 1);

		put_be(page + at, 4, child);
		page[at + 4] = i & 0x7f; /* a rowid */
		put_be(header + 12 + 2 * i, 2, at);
	}
}

/* The root leads to new pages alone; at their bottom is what it was. */
static void make_maze_below(const struct bench *b, uint32_t root)
{
	const size_t header_at = root == SCHEMA_PAGE ? 100 : 0;
	struct image image = image_load(b->path);
	uint32_t last = (uint32_t)(image.len / PAGE_BYTES);
	uint8_t *bottom;
	size_t cells;

	image.len += MAZE_PAGES * PAGE_BYTES;
	image.bytes = realloc(image.bytes, image.len);
	assert_non_null(image.bytes);
	bottom = page_at(&image, ++last);
	memcpy(bottom, page_at(&image, root), PAGE_BYTES);
	cells = (size_t)bottom[header_at + 3] << 8 | bottom[header_at + 4];
	memmove(bottom, bottom + header_at, 12 + 2 * cells);
	for (size_t i = 1; i < MAZE_PAGES; i++, last++)
		fill_interior(page_at(&image, last + 1), 0, last);
	fill_interior(page_at(&image, root), header_at, last);
	put_be(image.bytes + 28, 4, last); /* that are in the file */
	image_save(&image, image.len, b->path);
	image_free(&image);
}

static void a_maze_at_the_door(const char *table)
{
	char reason[READER_REASON_LEN], sql[128];
	struct reader *r = NULL;
	struct bench b;
	sqlite3 *db;
	uint32_t root;

	hostile_new(&b);
	db = bench_database(&b);
	snprintf(sql, sizeof(sql),
		 "SELECT coalesce(max(rootpage), 1) FROM sqlite_schema WHERE name = '%s'", table);
	root = (uint32_t)sql_number(db, sql);
	sqlite3_close(db);
	make_maze_below(&b, root);
	/* the file's size is no measure, which costs nothing where it has holes */
	if (root == SCHEMA_PAGE)
		assert_int_equal(truncate(b.path, INT64_C(1) << 32), 0);
	alarm(300);
	assert_int_equal(reader_new(b.path, &r, reason), -EBADMSG);
	alarm(0);
	assert_reason(reason, b.path);
	bench_free(&b);
}

/* A row of the schema costs thousands of others: it is SQL, and parsed. */
static void mazes_before_it_is_opened(void **state)
{
	(void)state;
	a_maze_at_the_door("sqlite_schema");
	a_maze_at_the_door("capture");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_database),
		cmocka_unit_test(no_file),
		cmocka_unit_test(no_permission),
		cmocka_unit_test(a_long_path),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(bytes_of_headers),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(mazes),
		cmocka_unit_test(mazes_before_it_is_opened),
	};

	return cmocka_run_group_tests_name("untrusted", tests, NULL, NULL);
}
