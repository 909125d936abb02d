// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_frame.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "base/units.h"

struct view_frames {
	size_t count, oldest;
	struct view_frame *of[VIEW_FRAMES_MAX];
};

struct view_frames *view_frames_new(void)
{
	return calloc(1, sizeof(struct view_frames));
}

void view_frames_free(struct view_frames *frames)
{
	if (!frames)
		return;
	for (size_t i = 0; i < VIEW_FRAMES_MAX; i++)
		free(frames->of[i]);
	free(frames);
}

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_worth(const void *a, const void *b)
{
	const struct view_row *x = *(const struct view_row *const *)a;
	const struct view_row *y = *(const struct view_row *const *)b;
	int order = by_number(view_row_flagged(y), view_row_flagged(x));

	if (!order)
		order = by_number(x->silent, y->silent);
	if (!order)
		order = by_number(y->lost_bps, x->lost_bps);
	if (!order)
		order = by_number(view_row_rate_bps(y), view_row_rate_bps(x));
	return order ? order : by_number(x->f.id.cookie, y->f.id.cookie);
}

static int by_cookie(const void *a, const void *b)
{
	return by_number(((const struct view_row *)a)->f.id.cookie,
			 ((const struct view_row *)b)->f.id.cookie);
}

static struct view_frame *frame_of(const struct view_totals *totals, const struct view_row **rows,
				   size_t count)
{
	size_t kept = (size_t)min_u64(count, VIEW_FRAME_ROWS_MAX);
	size_t explained = kept <= VIEW_FRAME_EXPLAINED_MAX ? kept : 0;
	struct view_frame *frame = malloc(sizeof(*frame) + kept * sizeof(frame->rows[0]) +
					  explained * sizeof(struct because));
	struct because *because;

	if (!frame)
		return NULL;
	because = (struct because *)&frame->rows[kept];
	if (kept < count)
		qsort(rows, count, sizeof(*rows), by_worth);
	frame->totals = *totals;
	frame->count = kept;
	for (size_t i = 0; i < kept; i++) {
		frame->rows[i] = *rows[i];
		frame->rows[i].because = explained && rows[i]->because ? &because[i] : NULL;
		if (frame->rows[i].because)
			because[i] = *rows[i]->because;
	}
	qsort(frame->rows, kept, sizeof(frame->rows[0]), by_cookie);
	return frame;
}

int view_frames_add(struct view_frames *frames, const struct view_totals *totals,
		    const struct view_row **rows, size_t count)
{
	struct view_frame *frame = frame_of(totals, rows, count);
	size_t at = (frames->oldest + frames->count) % VIEW_FRAMES_MAX;

	if (!frame)
		return -ENOMEM;
	if (frames->count == VIEW_FRAMES_MAX) {
		free(frames->of[at]);
		frames->oldest = (frames->oldest + 1) % VIEW_FRAMES_MAX;
	} else {
		frames->count++;
	}
	frames->of[at] = frame;
	return 0;
}

size_t view_frames_count(const struct view_frames *frames)
{
	return frames->count;
}

const struct view_frame *view_frames_at(const struct view_frames *frames, size_t i)
{
	assert(i < frames->count);
	return frames->of[(frames->oldest + i) % VIEW_FRAMES_MAX];
}

const struct view_row *view_frame_row(const struct view_frame *frame, uint64_t cookie)
{
	const struct view_row wanted = { .f.id.cookie = cookie };

	return bsearch(&wanted, frame->rows, frame->count, sizeof(frame->rows[0]), by_cookie);
}
