/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the screen of top remembers between keys: shared by its loop, its keys and its drawing. */
#ifndef TCPBDP_TOP_STATE_H
#define TCPBDP_TOP_STATE_H

#include "advice/advice.h"
#include "cli/top_view.h"
#include "options/filter_words.h"
#include "os/loop.h"
#include "run/run.h"
#include "screen/screen.h"
#include "view/view_layout.h"

enum top_mode {
	TOP_LIST,
	TOP_FILTER, /* a filter is typed below the list */
	TOP_HELP,
	TOP_PAGE, /* one socket */
};

struct top_state {
	const struct cli_opts *opts;
	struct run *run;
	struct loop *loop; /* NULL = it does not run yet */
	struct screen *screen;
	struct top_sink sink; /* with the view */
	struct view_layout layout;
	struct view_filter asked; /* by the command line: what is typed narrows that down */
	enum top_mode mode;
	bool utf8;
	size_t offset;   /* of the list: the item of the first line */
	unsigned scroll; /* of a page */
	unsigned every;  /* an update of the screen comes after so many intervals */
	unsigned since;  /* intervals since the last */
	bool over;       /* of a capture: all of it was read; it is played, or stepped through */
	bool playing;
	char typed[FILTER_WORDS_LEN];
	char problem[FILTER_WORDS_LEN]; /* of what was typed; "" = none */
	unsigned empty;                 /* times in a row that a key was announced, and none came */
	uint64_t page_cookie;
	struct advice *advice;     /* for that socket, since its page was opened; NULL = none */
	struct group_choice outer; /* how the list was grouped before a group was opened */
	uint64_t lost_samples;
	uint64_t cpu_ns, cpu_at_ns; /* our own, and when it was read last */
	unsigned cpu_permille;
};

/* Draws all anew: what differs from before is sent. */
void top_draw(struct top_state *top);

/* Does what a key asks for. 0 or -errno. */
int top_key(struct top_state *top, int key);

/* The keys and what they do, a row each; NULL past the last. */
const char *top_key_help(size_t i, const char **ret_name);

/* Lines of the list, between the head and the foot. */
unsigned top_list_rows(const struct top_state *top);

/* The line of the terminal that the first of them is on. */
unsigned top_list_first(const struct top_state *top);

/* The row of the socket whose page is shown; NULL = it has gone. */
const struct view_row *top_page_row(const struct top_state *top);

#endif
