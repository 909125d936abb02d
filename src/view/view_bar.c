// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_bar.h"

#include <assert.h>
#include <string.h>

char view_bar_letter(enum limit limit)
{
	static const char letters[] = {
		[LIMIT_IDLE] = '.',   [LIMIT_UNKNOWN] = '?', [LIMIT_APP] = 'a',
		[LIMIT_CWND] = 'c',   [LIMIT_SNDBUF] = 'S',  [LIMIT_RWND] = 'W',
		[LIMIT_SENDER] = 's', [LIMIT_READER] = 'r',  [LIMIT_RCVBUF] = 'R',
	};

	static_assert(sizeof(letters) == LIMIT_MAX, "a limit has no letter");
	return letters[limit];
}

/* The letters move to the left by what has passed. */
static void move(char letters[VIEW_BAR_CELLS], uint64_t cells)
{
	size_t n = cells < VIEW_BAR_CELLS ? (size_t)cells : VIEW_BAR_CELLS;

	memmove(letters, letters + n, VIEW_BAR_CELLS - n);
	memset(letters + VIEW_BAR_CELLS - n, 0, n);
}

void view_bar_add(struct view_bar *bar, uint64_t ts_ns, enum limit limit)
{
	uint64_t cell = ts_ns / VIEW_BAR_CELL_NS;
	int most = limit;

	if (cell < bar->cell)
		return;
	if (cell > bar->cell) {
		move(bar->letters, cell - bar->cell);
		memset(bar->counts, 0, sizeof(bar->counts));
		bar->cell = cell;
	}
	if (bar->counts[limit] < UINT8_MAX)
		bar->counts[limit]++;
	for (int i = 0; i < LIMIT_MAX; i++)
		if (bar->counts[i] > bar->counts[most])
			most = i;
	bar->letters[VIEW_BAR_CELLS - 1] = view_bar_letter(most);
}

char *view_bar_text(char buf[static VIEW_BAR_CELLS + 1], const struct view_bar *bar, uint64_t ts_ns)
{
	uint64_t cell = ts_ns / VIEW_BAR_CELL_NS;

	memcpy(buf, bar->letters, VIEW_BAR_CELLS);
	if (cell > bar->cell)
		move(buf, cell - bar->cell);
	for (int i = 0; i < VIEW_BAR_CELLS; i++)
		if (!buf[i])
			buf[i] = '.';
	buf[VIEW_BAR_CELLS] = '\0';
	return buf;
}
