/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A row: one socket as a screen shows it, by the direction that loses more. */
#ifndef TCPBDP_VIEW_ROW_H
#define TCPBDP_VIEW_ROW_H

#include "finding/finding.h"
#include "verdict/verdict.h"
#include "view/view_bar.h"

struct view_row {
	struct finding f; /* without its sample and accounts; its names are a struct view_places' */
	enum direction side;
	uint64_t lost_bps; /* of that side */
	struct view_bar bar;
	bool silent; /* the last interval had nothing of it: it rests, or is closed */
	const struct because *because; /* of that side; NULL = not kept */
};

/*
 * What a setting costs a direction: the path's rate less its own, where the path's was given or measured;
 * else the part of its own rate that it had while it was held back. 0 where no setting is to blame.
 */
uint64_t view_row_lost_bps(const struct finding_direction *dir, uint32_t rtt_min_us);

/* Takes a finding over. What row knows beside it stays. */
void view_row_take(struct view_row *row, const struct finding *f);

const struct finding_direction *view_row_dir(const struct view_row *row);

/* Does a setting slow it down, in the interval that is shown? */
bool view_row_flagged(const struct view_row *row);

/* 0 of one that is silent. */
uint64_t view_row_rate_bps(const struct view_row *row);

#endif
