// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What a line of the view says: loss, order, the last minute, columns and their width, the head. */
#include <stdlib.h>
#include <time.h>

#include "view/view_head.h"
#include "view/view_layout.h"
#include "view_fixture.h"

static void loss(void **state)
{
	static const struct {
		struct finding_direction dir;
		uint32_t rtt_us;
		uint64_t lost_bps;
	} rows[] = {
		{ { 0 }, 0, 0 },
		/* a path, an application: no buffer is to blame */
		{ { .limit = LIMIT_CWND, .rate_bps = 100, .limit_share_permille = 1000 }, 1000, 0 },
		{ { .limit = LIMIT_APP, .rate_bps = 100, .limit_share_permille = 1000 }, 1000, 0 },
		{ { .limit = LIMIT_UNKNOWN, .rate_bps = 100, .limit_share_permille = 9 }, 1000, 0 },
		/* nor where the path is full, or the cause is not known */
		{ { .limit = LIMIT_RCVBUF, .rate_bps = 100, .limit_share_permille = 250 }, 1000, 0 },
		{ { .limit = LIMIT_CWND,
		    .undersized = true,
		    .rate_bps = 100,
		    .limit_share_permille = 500 },
		  1000,
		  50 },
		{ { .limit = LIMIT_RWND,
		    .undersized = true,
		    .rate_bps = UINT64_MAX,
		    .limit_share_permille = 1000 },
		  1000,
		  UINT64_MAX },
		/* what the path would give, where that is known: 1 MB in 80 ms is 100 Mb/s */
		{ { .limit = LIMIT_SNDBUF,
		    .undersized = true,
		    .rate_bps = 40 * MBIT,
		    .limit_share_permille = 10,
		    .needed_source = NEEDED_GIVEN,
		    .needed_window_bytes = 1000000 },
		  80000,
		  60 * MBIT },
		{ { .limit = LIMIT_SNDBUF,
		    .undersized = true,
		    .rate_bps = 40 * MBIT,
		    .needed_source = NEEDED_MEASURED,
		    .needed_window_bytes = 1000000 },
		  80000,
		  60 * MBIT },
		{ { .limit = LIMIT_SNDBUF,
		    .undersized = true,
		    .rate_bps = 140 * MBIT,
		    .needed_source = NEEDED_MEASURED,
		    .needed_window_bytes = 1000000 },
		  80000,
		  0 },
		/* a link's speed is no path's */
		{ { .limit = LIMIT_SNDBUF,
		    .undersized = true,
		    .rate_bps = 40 * MBIT,
		    .limit_share_permille = 1000,
		    .needed_source = NEEDED_LINK,
		    .needed_window_bytes = 1000000 },
		  80000,
		  40 * MBIT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(view_row_lost_bps(&rows[i].dir, rows[i].rtt_us), rows[i].lost_bps);
}

/* The direction that loses more is shown; flagged before others. */
static void sides(void **state)
{
	struct finding f = flagged_finding(1, MBIT);
	struct view_row row = { 0 };

	(void)state;
	f.recv.dir = (struct finding_direction){ .limit = LIMIT_READER, .rate_bps = 90 * MBIT };
	view_row_take(&row, &f);
	assert_int_equal(row.side, DIRECTION_SEND);
	f.send.dir.undersized = false;
	f.send.dir.limit = LIMIT_APP;
	view_row_take(&row, &f);
	assert_int_equal(row.side, DIRECTION_RECV);
	f.recv.dir = (struct finding_direction){ .limit = LIMIT_RCVBUF,
						 .undersized = true,
						 .rate_bps = 1 };
	view_row_take(&row, &f);
	assert_int_equal(row.side, DIRECTION_RECV);
	assert_true(view_row_flagged(&row));
}

static void bars(void **state)
{
	struct view_bar bar = { 0 };
	char text[VIEW_BAR_CELLS + 1];

	(void)state;
	assert_string_equal(view_bar_text(text, &bar, START_NS), "............");
	view_bar_add(&bar, START_NS, LIMIT_RCVBUF);
	view_bar_add(&bar, START_NS + SECOND, LIMIT_APP);
	view_bar_add(&bar, START_NS + 2 * SECOND, LIMIT_APP);
	assert_string_equal(view_bar_text(text, &bar, START_NS), "...........a");
	view_bar_add(&bar, START_NS + 5 * SECOND, LIMIT_RWND);
	assert_string_equal(view_bar_text(text, &bar, START_NS + 5 * SECOND), "..........aW");
	view_bar_add(&bar, START_NS, LIMIT_CWND); /* an older one */
	assert_string_equal(view_bar_text(text, &bar, START_NS + 16 * SECOND), "........aW..");
	view_bar_add(&bar, START_NS + 25 * SECOND, LIMIT_SNDBUF);
	assert_string_equal(view_bar_text(text, &bar, START_NS + 25 * SECOND), "......aW...S");
	view_bar_add(&bar, START_NS + 3600 * SECOND, LIMIT_SENDER);
	assert_string_equal(view_bar_text(text, &bar, START_NS + 3600 * SECOND), "...........s");
	assert_string_equal(view_bar_text(text, &bar, UINT64_MAX), "............");
	for (int i = 0; i < 1000; i++)
		view_bar_add(&bar, START_NS + 3601 * SECOND, LIMIT_APP);
	assert_string_equal(view_bar_text(text, &bar, START_NS + 3600 * SECOND), "...........a");
}

/* A letter each, and no two alike. */
static void letters(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_MAX; i++)
		for (int j = 0; j < i; j++)
			assert_int_not_equal(view_bar_letter(i), view_bar_letter(j));
}

static struct view_row row_of(struct finding f)
{
	struct view_row row = { 0 };

	view_row_take(&row, &f);
	return row;
}

static struct view_item item_of(const struct view_row *row)
{
	struct view_item item;
	const struct view_row *rows[] = { row };

	assert_int_equal(view_items_make(rows, 1, &(struct group_choice){ 0 }, &item), 1);
	return item;
}

/* In each order the first comes before the second; where it is turned round, after it. */
static void orders(void **state)
{
	struct finding a = flagged_finding(9, 5), b = flagged_finding(1, 5);
	struct view_row x, y;
	struct view_item first, second;

	(void)state;
	a.rtt_min_us = 80000;
	a.send.dir.ceiling_bps = 1;
	b.send.dir.ceiling_bps = 2;
	b.send.dir.limit_share_permille = 900;
	a.send.dir.needed_bytes = 999999;
	a.send.dir.rate_bps = 6;
	x = row_of(a);
	y = row_of(b);
	first = item_of(&x);
	second = item_of(&y);
	for (enum view_sort sort = 0; sort < VIEW_SORT_MAX; sort++) {
		assert_true(view_sort_compare(sort, false, &first, &second) < 0);
		assert_true(view_sort_compare(sort, false, &second, &first) > 0);
		assert_true(view_sort_compare(sort, true, &first, &second) > 0);
		assert_non_null(view_sort_name(sort));
		/* what is silent is last, whatever the order */
		x.silent = true;
		assert_true(view_sort_compare(sort, false, &first, &second) > 0);
		assert_true(view_sort_compare(sort, true, &first, &second) > 0);
		x.silent = false;
	}
	/* so is what is not known */
	x.f.send.dir.ceiling_bps = 0;
	assert_true(view_sort_compare(VIEW_SORT_CEILING, false, &first, &second) > 0);
	assert_true(view_sort_compare(VIEW_SORT_CEILING, true, &first, &second) > 0);
	second.rate_bps = first.rate_bps;
	assert_true(view_sort_compare(VIEW_SORT_RATE, false, &first, &second) > 0);
}

static struct view_layout layout_of(const struct view_item *item, unsigned width,
				    const struct view_columns *asked, bool grouped)
{
	static const struct group_choice by = { 0 };
	const struct view_look look = { &by, START_NS, true };
	struct view_layout layout = { .width = width };

	view_layout_widen(&layout, item, &look);
	view_layout_choose(&layout, asked, grouped, width);
	return layout;
}

/* Narrower and narrower, columns go in a fixed order; a line never is wider than the screen. */
static void columns_are_dropped_in_order(void **state)
{
	static const struct {
		unsigned width;
		const char *titles;
	} rows[] = {
		{ 0, "UNIT           COMM   LOCAL         PEER            DIR   RTT     RATE      "
		     "CEILING  LOST      MINUTE        LIMIT     SHARE  WHY" },
		{ 200,
		  "UNIT          COMM  LOCAL        PEER           DIR  RTT    RATE     CEILING "
		  "LOST     MINUTE       LIMIT    SHARE WHY" },
		{ 100,
		  "UNIT          COMM  PEER           DIR  RTT    RATE     LOST     LIMIT    SHARE WHY" },
		{ 80, "COMM  PEER           RTT    RATE     LOST     LIMIT    SHARE WHY" },
		{ 60, "COMM  PEER           RATE     LIMIT    WHY" },
		{ 40, "COMM  PEER           RATE     LIMIT" },
		{ 20, "RATE     LIMIT" },
		{ 10, "RATE     L" },
		{ 1, "R" },
	};
	struct view_row row = row_of(flagged_finding(1, 12 * MBIT));
	struct view_item item = item_of(&row);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct view_layout layout = layout_of(&item, rows[i].width,
						      &(struct view_columns){ 0 }, false);
		char line[VIEW_LINE_LEN];

		assert_string_equal(view_layout_titles(line, &layout), rows[i].titles);
	}
}

static void lines(void **state)
{
	static const struct group_choice by = { 0 };
	const struct view_look look = { &by, START_NS, true };
	static const struct view_columns all = {
		{ VIEW_PID, VIEW_NETNS, VIEW_NEEDED, VIEW_COMM, VIEW_LIMIT, VIEW_WHY }, 6
	};
	struct view_row row = row_of(flagged_finding(1, 12 * MBIT));
	struct view_item item = item_of(&row);
	struct view_layout layout = layout_of(&item, 60, &all, false);
	char line[VIEW_LINE_LEN];

	(void)state;
	assert_string_equal(view_layout_line(line, &layout, &item, &look),
			    "101 host  256KiB nginx ! sndbuf net.ipv4.tcp_wmem[2] is too ");
	row.silent = true;
	item = item_of(&row);
	assert_string_equal(view_layout_line(line, &layout, &item, &look),
			    "101 host  256KiB nginx   idle");
	row.f.state = TCP_STATE_FIN_WAIT2;
	layout.widths[VIEW_LIMIT] = 13;
	assert_string_equal(view_layout_line(line, &layout, &item, &look),
			    "101 host  256KiB nginx   FIN_WAIT2");
}

/* A name is what somebody else chose: nothing of it reaches the terminal as a control. */
static void names_are_quoted(void **state)
{
	static const struct group_choice by = { .by = GROUP_COMM };
	struct finding f = flagged_finding(1, MBIT);
	char cell[VIEW_CELL_LEN];
	struct view_row row;
	struct view_item item;

	(void)state;
	strcpy(f.id.comm, "a\x1b[2Jb\xff");
	f.cgroup = "/x/\x9b"
		   "evil\n.service";
	f.netns_name = "n\x07";
	row = row_of(f);
	item = item_of(&row);
	for (int utf8 = 0; utf8 < 2; utf8++) {
		const struct view_look look = { &by, START_NS, utf8 };

		for (enum view_column c = 0; c < VIEW_COLUMN_MAX; c++) {
			view_column_cell(cell, c, &item, &look);
			for (const char *p = cell; *p; p++)
				assert_in_range(*p, 0x20, 0x7e);
		}
	}
}

/* Between characters, by what they take on the terminal. */
static void cuts(void **state)
{
	static const struct {
		const char *text;
		unsigned columns;
		const char *cut;
		unsigned used;
	} rows[] = {
		{ "", 5, "", 0 },
		{ "abc", 0, "", 0 },
		{ "abc", 2, "ab", 2 },
		{ "abc", 9, "abc", 3 },
		{ "éé", 1, "é", 1 },
		{ "日本", 3, "日", 2 },
		{ "e\u0301x", 1, "e\u0301", 1 },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		strcpy(text, rows[i].text);
		assert_int_equal(view_cut(text, rows[i].columns), rows[i].used);
		assert_string_equal(text, rows[i].cut);
	}
}

static void heads(void **state)
{
	struct view_totals t = { .ts_ns = START_NS, .active = 12, .rate_bps = 100 * MBIT };
	char head[VIEW_HEAD_LEN];

	(void)state;
	assert_string_equal(view_head_totals(head, &t),
			    "22:13:20  12 active, none flagged, 100Mb/s");
	t.flagged = 3;
	t.flagged_rate_bps = 25 * MBIT;
	t.lost_bps = 40 * MBIT;
	t.left_out = 7;
	assert_string_equal(view_head_totals(head, &t),
			    "22:13:20  12 active, 3 flagged: 25% of 100Mb/s, could move 40.0Mb/s "
			    "more, 7 more than are kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loss),   cmocka_unit_test(sides),
		cmocka_unit_test(bars),   cmocka_unit_test(letters),
		cmocka_unit_test(orders), cmocka_unit_test(columns_are_dropped_in_order),
		cmocka_unit_test(lines),  cmocka_unit_test(names_are_quoted),
		cmocka_unit_test(cuts),   cmocka_unit_test(heads),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("view_line", tests, NULL, NULL);
}
