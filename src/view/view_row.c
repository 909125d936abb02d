// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_row.h"

#include <stddef.h>

#include "base/units.h"

/* A link's speed is a bound of the path, not its rate. */
static bool path_is_known(const struct finding_direction *dir, uint32_t rtt_min_us)
{
	return rtt_min_us &&
	       (dir->needed_source == NEEDED_GIVEN || dir->needed_source == NEEDED_MEASURED);
}

uint64_t view_row_lost_bps(const struct finding_direction *dir, uint32_t rtt_min_us)
{
	uint64_t path_bps;

	if (!dir->undersized)
		return 0;
	if (!path_is_known(dir, rtt_min_us))
		return mul_div(dir->rate_bps, dir->limit_share_permille, 1000);
	path_bps = window_ceiling_bps(dir->needed_window_bytes, rtt_min_us);
	return path_bps > dir->rate_bps ? path_bps - dir->rate_bps : 0;
}

static enum direction worse_side(const struct finding *f)
{
	const struct finding_direction *send = &f->send.dir, *recv = &f->recv.dir;
	uint64_t send_lost_bps = view_row_lost_bps(send, f->rtt_min_us);
	uint64_t recv_lost_bps = view_row_lost_bps(recv, f->rtt_min_us);

	if (send->undersized != recv->undersized)
		return send->undersized ? DIRECTION_SEND : DIRECTION_RECV;
	if (send_lost_bps != recv_lost_bps)
		return send_lost_bps > recv_lost_bps ? DIRECTION_SEND : DIRECTION_RECV;
	return send->rate_bps >= recv->rate_bps ? DIRECTION_SEND : DIRECTION_RECV;
}

void view_row_take(struct view_row *row, const struct finding *f)
{
	row->f = *f;
	row->f.sample = NULL;
	row->f.send.dir.account = NULL;
	row->f.recv.dir.account = NULL;
	row->side = worse_side(f);
	row->lost_bps = view_row_lost_bps(finding_side(f, row->side), f->rtt_min_us);
	row->silent = false;
	view_bar_add(&row->bar, f->ts_ns, finding_side(f, row->side)->limit);
}

const struct finding_direction *view_row_dir(const struct view_row *row)
{
	return finding_side(&row->f, row->side);
}

bool view_row_flagged(const struct view_row *row)
{
	return !row->silent && view_row_dir(row)->undersized;
}

uint64_t view_row_rate_bps(const struct view_row *row)
{
	return row->silent ? 0 : view_row_dir(row)->rate_bps;
}
