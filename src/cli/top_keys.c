// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <stdlib.h>
#include <string.h>

#include "cli/top_state.h"
#include "options/option_row.h"
#include "options/option_word.h"
#include "sink/memory_stream.h"

/* An update after so many intervals. */
static const unsigned paces[] = { 1, 2, 5, 10, 30, 60 };
#define PACES (sizeof(paces) / sizeof(paces[0]))

static struct view_settings *settings(struct top_state *top)
{
	return view_settings(top->sink.view);
}

static int arrange(struct top_state *top)
{
	return view_arrange(top->sink.view);
}

/* ---- moving ---- */

static int move(struct top_state *top, long lines)
{
	if (top->mode == TOP_LIST) {
		view_move(top->sink.view, lines);
		return 0;
	}
	if (lines < 0 && top->scroll < (unsigned long)-lines)
		top->scroll = 0;
	else if (top->scroll + lines < VIEW_CELL_LEN)
		top->scroll += (unsigned)lines;
	return 0;
}

static int up(struct top_state *top)
{
	return move(top, -1);
}

static int down(struct top_state *top)
{
	return move(top, 1);
}

static int page_up(struct top_state *top)
{
	return move(top, -(long)top_list_rows(top));
}

static int page_down(struct top_state *top)
{
	return move(top, (long)top_list_rows(top));
}

static int home(struct top_state *top)
{
	return move(top, -VIEW_SOCKETS_MAX);
}

static int to_end(struct top_state *top)
{
	return top->mode == TOP_LIST ? move(top, VIEW_SOCKETS_MAX) : 0;
}

/* ---- order and groups ---- */

static int next_sort(struct top_state *top)
{
	settings(top)->sort = (settings(top)->sort + 1) % VIEW_SORT_MAX;
	return arrange(top);
}

static int turn_round(struct top_state *top)
{
	settings(top)->reverse = !settings(top)->reverse;
	return arrange(top);
}

static int next_group(struct top_state *top)
{
	struct view_settings *s = settings(top);

	s->by = group_next(&top_groups, &s->by);
	s->inside = (struct group_choice){ 0 };
	return arrange(top);
}

static int freeze(struct top_state *top)
{
	settings(top)->frozen = !settings(top)->frozen;
	return arrange(top);
}

/* ---- one group, one socket ---- */

static int open_group(struct top_state *top, const struct view_item *item)
{
	struct view_settings *s = settings(top);

	top->outer = s->by;
	s->inside = s->by;
	s->inside_key = item->id.key;
	s->by = (struct group_choice){ 0 };
	return arrange(top);
}

static int open_page(struct top_state *top, const struct view_item *item)
{
	const struct advice_opts advice = { .page_bytes = top->run->page_bytes };

	top->page_cookie = item->id.cookie;
	top->mode = TOP_PAGE;
	top->scroll = 0;
	advice_free(top->advice);
	top->advice = advice_new(&advice);
	return top->advice ? advice_add(top->advice, &item->row->f) : 0;
}

static int enter(struct top_state *top)
{
	size_t count, at = view_cursor(top->sink.view);
	const struct view_item *items = view_items(top->sink.view, &count);

	if (top->mode != TOP_LIST || at >= count)
		return 0;
	return items[at].id.cookie ? open_page(top, &items[at]) : open_group(top, &items[at]);
}

static int apply_filter(struct top_state *top);

static int back(struct top_state *top)
{
	struct view_settings *s = settings(top);

	if (top->mode != TOP_LIST) {
		top->mode = TOP_LIST;
		return 0;
	}
	if (s->inside.by) {
		s->by = top->outer;
		s->inside = (struct group_choice){ 0 };
		return arrange(top);
	}
	top->typed[0] = '\0';
	return apply_filter(top);
}

static int help(struct top_state *top)
{
	top->mode = top->mode == TOP_HELP ? TOP_LIST : TOP_HELP;
	top->scroll = 0;
	return 0;
}

/* ---- time ---- */

static int step(struct top_state *top, long moments)
{
	top->playing = false;
	return view_step(top->sink.view, moments);
}

static int step_back(struct top_state *top)
{
	return step(top, -1);
}

/* Of a capture the newest moment is the last: there is no now. */
static int step_forth(struct top_state *top)
{
	size_t kept = view_frames_count(view_frames(top->sink.view));

	if (top->over && view_moment(top->sink.view) + 1 >= kept)
		return 0;
	return step(top, 1);
}

static int pause(struct top_state *top)
{
	size_t kept = view_frames_count(view_frames(top->sink.view));

	if (top->over) {
		top->playing = !top->playing;
		return 0;
	}
	return step(top, view_moment(top->sink.view) < kept ? (long)kept : 0);
}

static int change_pace(struct top_state *top, int by)
{
	size_t i = 0;

	while (paces[i] != top->every)
		i++;
	if ((by > 0 && i + 1 < PACES) || (by < 0 && i > 0))
		top->every = paces[by > 0 ? i + 1 : i - 1];
	top->since = 0;
	return 0;
}

static int slower(struct top_state *top)
{
	return change_pace(top, 1);
}

static int faster(struct top_state *top)
{
	return change_pace(top, -1);
}

/* ---- the filter ---- */

static int start_typing(struct top_state *top)
{
	top->mode = TOP_FILTER;
	return 0;
}

/* What the command line asks for, and what is typed: the run has chosen by the first already. */
static int apply_filter(struct top_state *top)
{
	struct cli_opts *words = calloc(1, sizeof(*words));
	struct view_filter *filter = &settings(top)->filter;

	if (!words)
		return 0;
	top->problem[0] = '\0';
	if (!filter_words_read(top->typed, FOR_TOP, words, top->problem)) {
		filter->sample = words->filter;
		filter->finding = words->findings;
		filter->flagged = words->flagged || top->asked.flagged;
		filter->peers = words->peers.count ? words->peers : top->asked.peers;
	}
	free(words);
	return arrange(top);
}

static int type(struct top_state *top, int key)
{
	size_t len = strlen(top->typed);

	if (key == SCREEN_KEY_ENTER || key == SCREEN_KEY_ESCAPE) {
		top->mode = TOP_LIST;
		if (key == SCREEN_KEY_ESCAPE)
			top->typed[0] = '\0';
	} else if (key == SCREEN_KEY_BACKSPACE) {
		/* a character of several bytes goes at once */
		while (len && ((unsigned char)top->typed[--len] & 0xc0) == 0x80)
			;
		top->typed[len] = '\0';
	} else if (key >= ' ' && key < 256 && key != 0x7f && len + 1 < sizeof(top->typed)) {
		top->typed[len] = (char)key;
		top->typed[len + 1] = '\0';
	} else {
		return 0;
	}
	return apply_filter(top);
}

/* ---- the rest ---- */

static int quit(struct top_state *top)
{
	if (top->mode != TOP_LIST)
		return back(top);
	if (top->loop)
		loop_stop(top->loop);
	return 0;
}

static int print(struct top_state *top)
{
	struct view_layout layout = { 0 };
	struct memory_stream m;
	FILE *out = memory_stream_open(&m);
	char *text;

	if (!out)
		return 0;
	top_view_print(top->sink.view, &layout, &top->opts->view_columns, top->utf8, out);
	text = memory_stream_close(&m, NULL);
	if (text)
		screen_print(top->screen, text);
	free(text);
	return 0;
}

static int click(struct top_state *top)
{
	unsigned row = screen_clicked(top->screen), first = top_list_first(top);
	size_t at = view_cursor(top->sink.view);

	if (top->mode != TOP_LIST || row < first || row >= first + top_list_rows(top))
		return 0;
	view_move(top->sink.view, (long)(top->offset + row - first) - (long)at);
	return 0;
}

static const struct {
	int key;
	const char *name, *help; /* NULL = as the row before */
	int (*act)(struct top_state *top);
} keys[] = {
	{ SCREEN_KEY_UP, "arrows", "move the cursor; it stays on its socket", up },
	{ SCREEN_KEY_DOWN, NULL, NULL, down },
	{ 'k', NULL, NULL, up },
	{ 'j', NULL, NULL, down },
	{ SCREEN_KEY_WHEEL_UP, NULL, NULL, up },
	{ SCREEN_KEY_WHEEL_DOWN, NULL, NULL, down },
	{ SCREEN_KEY_CLICK, NULL, NULL, click },
	{ SCREEN_KEY_PAGE_UP, "PageUp/Down", "move by a screen", page_up },
	{ SCREEN_KEY_PAGE_DOWN, NULL, NULL, page_down },
	{ SCREEN_KEY_HOME, "Home End", "the first, the last", home },
	{ SCREEN_KEY_END, NULL, NULL, to_end },
	{ SCREEN_KEY_ENTER, "Enter", "open a group, or the page of a socket", enter },
	{ SCREEN_KEY_ESCAPE, "Esc", "back; clear the filter", back },
	{ '\t', "Tab", "group by the next: comm, cgroup, peer-prefix, cause, netns, port",
	  next_group },
	{ 's', "s", "sort by the next: lost, rate, rtt, ceiling, share, needed", next_sort },
	{ 'r', "r", "reverse the order", turn_round },
	{ '/', "/", "filter: port:5432 comm:postgres limit:rcvbuf peer:10.9.0.0/16 flagged",
	  start_typing },
	{ 'f', "f", "freeze: sockets and order stay, values go on", freeze },
	{ 'p', "p", "pause, and go on; of a capture: play", pause },
	{ '[', "[ ]", "a moment back, and forth", step_back },
	{ ']', NULL, NULL, step_forth },
	{ '+', "+ -", "update less often, more often", slower },
	{ '-', NULL, NULL, faster },
	{ 'w', "w", "write the list as text, on the terminal as it was before", print },
	{ '?', "?", "this help", help },
	{ 'q', "q", "quit", quit },
};

const char *top_key_help(size_t i, const char **ret_name)
{
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		if (!keys[k].name || i--)
			continue;
		*ret_name = keys[k].name;
		return keys[k].help;
	}
	return NULL;
}

int top_key(struct top_state *top, int key)
{
	if (top->mode == TOP_FILTER)
		return type(top, key);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].key == key)
			return keys[i].act(top);
	return 0;
}
