// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "cli/top_state.h"
#include "os/quote.h"
#include "sink/advice_line.h"
#include "view/view_head.h"
#include "view/view_page.h"

/* Lines that a terminal has room for, of few lines the most needed first: items, titles, head, foot. */
#define ROWS_FOR_TITLES 3
#define ROWS_FOR_FOOT 4
#define ROWS_FOR_HEAD 5
#define HEAD_ROWS 2

static unsigned head_rows(const struct top_state *top)
{
	return screen_rows(top->screen) >= ROWS_FOR_HEAD ? HEAD_ROWS : 0;
}

unsigned top_list_first(const struct top_state *top)
{
	return head_rows(top) + (screen_rows(top->screen) >= ROWS_FOR_TITLES);
}

unsigned top_list_rows(const struct top_state *top)
{
	unsigned rows = screen_rows(top->screen), first = top_list_first(top);
	unsigned foot = rows >= ROWS_FOR_FOOT;

	return rows > first + foot ? rows - first - foot : 1;
}

/* A line, no wider than the terminal. */
static void put(struct top_state *top, unsigned row, const char *text, unsigned look)
{
	char line[VIEW_LINE_LEN];

	snprintf(line, sizeof(line), "%s", text);
	view_cut(line, screen_columns(top->screen));
	screen_put(top->screen, row, 0, line, look);
}

/* ---- the head ---- */

static bool is_now(const struct top_state *top)
{
	return view_moment(top->sink.view) == view_frames_count(view_frames(top->sink.view));
}

static void append(char *text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void append(char *text, const char *fmt, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, fmt);
	vsnprintf(text + len, VIEW_LINE_LEN - len, fmt, args);
	va_end(args);
}

/* What is not as usual: that this is not now, that nothing moves. */
static void append_banner(const struct top_state *top, char *text)
{
	const struct view_frames *frames = view_frames(top->sink.view);
	size_t kept = view_frames_count(frames);
	char first[VIEW_HEAD_LEN];

	if (top->over)
		append(text, "CAPTURE %s, %zu of %s%zu  ", top->playing ? "played" : "stands",
		       view_moment(top->sink.view) + 1, kept == VIEW_FRAMES_MAX ? "the last " : "",
		       kept);
	else if (!is_now(top))
		append(text, "NOT NOW: p goes on, [ ] steps, back to %s  ",
		       view_head_time(first, view_frames_at(frames, 0)->totals.ts_ns));
	if (view_settings(top->sink.view)->frozen)
		append(text, "FROZEN: sockets and order  ");
}

static void append_manner(const struct top_state *top, char *text)
{
	const struct view_settings *s = view_settings(top->sink.view);
	char typed[QUOTE_TERMINAL_LEN(FILTER_WORDS_LEN)];

	append(text, "by %s%s", view_sort_name(s->sort), s->reverse ? " reversed" : "");
	if (s->by.by)
		append(text, ", a line per %s", group_by_name(s->by.by));
	if (s->inside.by)
		append(text, ", of one %s (Esc: back)", group_by_name(s->inside.by));
	if (top->every > 1)
		append(text, ", every %u updates", top->every);
	if (top->run->live)
		append(text, ", %" PRIu64 " samples lost, own CPU %u.%u%%", top->lost_samples,
		       top->cpu_permille / 10, top->cpu_permille % 10);
	if (top->typed[0])
		append(text, ", filter: %s",
		       quote_terminal(typed, sizeof(typed), top->typed, top->utf8));
}

static void draw_head(struct top_state *top)
{
	char totals[VIEW_HEAD_LEN], manner[VIEW_LINE_LEN] = "";

	append_banner(top, manner);
	put(top, 0, view_head_totals(totals, view_totals(top->sink.view)), SCREEN_BOLD);
	if (manner[0]) {
		append_manner(top, manner);
		put(top, 1, manner, SCREEN_RED);
	} else {
		append_manner(top, manner);
		put(top, 1, manner, SCREEN_PLAIN);
	}
}

/* ---- the list ---- */

/* So that the cursor is on the screen. */
static void scroll_to_cursor(struct top_state *top, size_t count)
{
	size_t at = view_cursor(top->sink.view), rows = top_list_rows(top);

	if (at < top->offset)
		top->offset = at;
	if (at >= top->offset + rows)
		top->offset = at - rows + 1;
	if (top->offset + rows > count)
		top->offset = count > rows ? count - rows : 0;
}

static unsigned look_of(const struct view_item *item, bool cursor)
{
	unsigned look = cursor ? SCREEN_REVERSE : SCREEN_PLAIN;

	if (item->row->silent)
		return look | SCREEN_DIM;
	return look | (item->flagged ? SCREEN_BOLD : 0);
}

static void draw_foot(struct top_state *top, const struct view_item *item,
		      const struct view_look *look)
{
	unsigned rows = screen_rows(top->screen);
	char text[VIEW_CELL_LEN], problem[VIEW_CELL_LEN], line[VIEW_LINE_LEN];

	if (rows < ROWS_FOR_FOOT)
		return;
	if (top->mode == TOP_FILTER || top->problem[0]) {
		snprintf(line, sizeof(line), "/%s%s  %s",
			 quote_terminal(text, sizeof(text), top->typed, top->utf8),
			 top->mode == TOP_FILTER ? "_" : "",
			 quote_terminal(problem, sizeof(problem), top->problem, top->utf8));
		put(top, rows - 1, line, SCREEN_BOLD);
		return;
	}
	if (item)
		view_column_cell(text, VIEW_WHY, item, look);
	else
		strcpy(text, "no socket is active, or passes the filter");
	snprintf(line, sizeof(line), "%s%s?: help  q: quit", text, text[0] ? "  " : "");
	put(top, rows - 1, line, SCREEN_PLAIN);
}

static void draw_list(struct top_state *top)
{
	const struct group_choice *by = &view_settings(top->sink.view)->by;
	const struct view_look look = { by, view_totals(top->sink.view)->ts_ns, top->utf8 };
	unsigned first = top_list_first(top);
	char line[VIEW_LINE_LEN];
	size_t count, end, cursor = view_cursor(top->sink.view);
	const struct view_item *items = view_items(top->sink.view, &count);

	scroll_to_cursor(top, count);
	end = (size_t)min_u64(count, top->offset + top_list_rows(top));
	for (size_t i = top->offset; i < end; i++)
		view_layout_widen(&top->layout, &items[i], &look);
	view_layout_choose(&top->layout, &top->opts->view_columns, by->by,
			   screen_columns(top->screen));
	if (first)
		put(top, first - 1, view_layout_titles(line, &top->layout), SCREEN_REVERSE);
	for (size_t i = top->offset; i < end; i++)
		put(top, first + (unsigned)(i - top->offset),
		    view_layout_line(line, &top->layout, &items[i], &look),
		    look_of(&items[i], i == cursor));
	draw_foot(top, cursor < count ? &items[cursor] : NULL, &look);
}

/* ---- pages ---- */

static void draw_lines(struct top_state *top, const struct view_page *page, const char *title)
{
	unsigned rows = screen_rows(top->screen), room = rows > 1 ? rows - 1 : 1;
	struct view_page *wrapped = calloc(1, sizeof(*wrapped));

	if (!wrapped)
		return;
	view_page_wrap(wrapped, page, screen_columns(top->screen));
	if (top->scroll + room > wrapped->count)
		top->scroll = wrapped->count > room ? wrapped->count - room : 0;
	put(top, 0, title, SCREEN_REVERSE);
	for (unsigned i = 0; i < room && top->scroll + i < wrapped->count; i++)
		put(top, i + 1, wrapped->lines[top->scroll + i], SCREEN_PLAIN);
	free(wrapped);
}

static void add_cursor_help(struct top_state *top, struct view_page *page)
{
	size_t count, at = view_cursor(top->sink.view);
	const struct view_item *items = view_items(top->sink.view, &count);
	const struct finding_direction *dir;

	if (at >= count)
		return;
	dir = view_row_dir(items[at].row);
	view_page_add(page, "%s", "");
	view_page_add(page, "The line of the cursor:");
	view_page_add(page, "  limit %s: %s", limit_name(dir->limit), limit_meaning(dir->limit));
	if (dir->cause)
		view_page_add(page, "  cause %s: %s", cause_name(dir->cause),
			      cause_sentence(dir->cause));
}

static void draw_help(struct top_state *top)
{
	struct view_page page = { 0 };
	const char *name, *help;

	for (size_t i = 0; (help = top_key_help(i, &name)); i++)
		view_page_add(&page, "  %-12s %s", name, help);
	add_cursor_help(top, &page);
	view_page_add(&page, "%s", "");
	view_page_add(&page, "Columns:");
	for (uint32_t i = 0; i < top->layout.shown.count; i++)
		view_page_add(&page, "  %-12s %s", view_column_title(top->layout.shown.value[i]),
			      view_column_about(top->layout.shown.value[i]));
	view_page_add(&page, "%s", "");
	view_page_add(&page, "Letters of MINUTE:");
	for (enum limit limit = LIMIT_UNKNOWN; limit < LIMIT_MAX; limit++)
		view_page_add(&page, "  %c            %s: %s", view_bar_letter(limit),
			      limit_name(limit), limit_meaning(limit));
	draw_lines(top, &page, "Keys (? or Esc: back)");
}

const struct view_row *top_page_row(const struct top_state *top)
{
	return view_find(top->sink.view, top->page_cookie);
}

static void add_advice(struct top_state *top, struct view_page *page)
{
	const struct advice_item *items;
	char reason[ADVICE_REASON_LEN];
	unsigned judged;
	size_t count;

	if (!top->advice || advice_conclude(top->advice, &items, &count, &judged) || !count)
		return;
	view_page_add(page, "%s", "");
	view_page_add(page, "Advice:");
	for (size_t i = 0; i < count; i++) {
		char now[ADVICE_VALUES_LEN], then[ADVICE_VALUES_LEN];

		view_page_add(page, "  %s: %s", advice_name(items[i].id),
			      advice_reason(reason, &items[i], top->utf8));
		if (advice_proposes(&items[i]))
			view_page_add(page, "  %s = %s (is %s)", advice_sysctl(items[i].id),
				      advice_values_text(then, &items[i], items[i].proposed),
				      advice_values_text(now, &items[i], items[i].current));
	}
}

static void draw_page(struct top_state *top)
{
	const struct view_row *row = top_page_row(top);
	struct view_page page = { 0 };
	char totals[VIEW_HEAD_LEN], title[VIEW_LINE_LEN] = "";

	append_banner(top, title);
	append(title, "%.20s  one socket (Esc: back)",
	       view_head_time(totals, view_totals(top->sink.view)->ts_ns));
	if (row)
		view_page_fill(&page, row, view_frames(top->sink.view), view_moment(top->sink.view),
			       screen_columns(top->screen), top->utf8);
	else
		view_page_add(&page, "it has gone, or was not kept of this moment");
	add_advice(top, &page);
	draw_lines(top, &page, title);
}

void top_draw(struct top_state *top)
{
	screen_clear(top->screen);
	switch (top->mode) {
	case TOP_LIST:
	case TOP_FILTER:
		if (head_rows(top))
			draw_head(top);
		draw_list(top);
		break;
	case TOP_HELP:
		draw_help(top);
		break;
	case TOP_PAGE:
		draw_page(top);
		break;
	}
	screen_show(top->screen);
}
