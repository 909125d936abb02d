/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A frame: the rows of one moment, by themselves. Frames of the last minutes are kept, and bounded. */
#ifndef TCPBDP_VIEW_FRAME_H
#define TCPBDP_VIEW_FRAME_H

#include "view/view_row.h"

/* Of a moment: the rows that lose most, and then the fastest. A row takes 0.6 KiB: 86 MiB in all. */
#define VIEW_FRAME_ROWS_MAX 256
/* Why each verdict is what it is, is kept too, where a moment has so few rows: 24 MiB. */
#define VIEW_FRAME_EXPLAINED_MAX 64
/* Ten minutes of an interval of a second. */
#define VIEW_FRAMES_MAX 600

struct view_totals {
	uint64_t ts_ns; /* end of the interval, CLOCK_REALTIME */
	unsigned active;
	unsigned flagged;
	uint64_t rate_bps;
	uint64_t flagged_rate_bps;
	uint64_t lost_bps; /* of the flagged */
	uint64_t left_out; /* sockets for which there was no room */
};

struct view_frame {
	struct view_totals totals; /* of all, kept or not */
	size_t count;
	struct view_row rows[]; /* by cookie */
};

struct view_frames;

/* NULL when memory is out. */
struct view_frames *view_frames_new(void);
void view_frames_free(struct view_frames *frames);

/* Keeps copies; where there are too many frames, the oldest goes. -ENOMEM. */
int view_frames_add(struct view_frames *frames, const struct view_totals *totals,
		    const struct view_row **rows, size_t count);

size_t view_frames_count(const struct view_frames *frames);

/* The oldest is 0. */
const struct view_frame *view_frames_at(const struct view_frames *frames, size_t i);

/* NULL = it was not there, or not kept. */
const struct view_row *view_frame_row(const struct view_frame *frame, uint64_t cookie);

#endif
