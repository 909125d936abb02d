// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_head.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/quantity.h"
#include "base/units.h"

char *view_head_time(char buf[static VIEW_HEAD_LEN], uint64_t ts_ns)
{
	time_t seconds = (time_t)((ts_ns + NSEC_PER_SEC / 2) / NSEC_PER_SEC);
	struct tm tm;

	if (!localtime_r(&seconds, &tm) || !strftime(buf, VIEW_HEAD_LEN, "%H:%M:%S", &tm))
		strcpy(buf, QUANTITY_UNKNOWN);
	return buf;
}

static void append_flagged(char *buf, const struct view_totals *t)
{
	char lost[QUANTITY_LEN], rate[QUANTITY_LEN];
	unsigned share = permille(t->flagged_rate_bps, t->rate_bps);
	size_t len = strlen(buf);

	quantity_rate(lost, sizeof(lost), t->lost_bps);
	quantity_rate(rate, sizeof(rate), t->rate_bps);
	if (t->flagged)
		snprintf(buf + len, VIEW_HEAD_LEN - len,
			 ", %u flagged: %u%% of %s, could move %s more", t->flagged,
			 (share + 5) / 10, rate, lost);
	else
		snprintf(buf + len, VIEW_HEAD_LEN - len, ", none flagged, %s", rate);
}

char *view_head_totals(char buf[static VIEW_HEAD_LEN], const struct view_totals *t)
{
	char when[VIEW_HEAD_LEN];
	size_t len;

	snprintf(buf, VIEW_HEAD_LEN, "%.20s  %u active", view_head_time(when, t->ts_ns), t->active);
	append_flagged(buf, t);
	len = strlen(buf);
	if (t->left_out)
		snprintf(buf + len, VIEW_HEAD_LEN - len, ", %" PRIu64 " more than are kept",
			 t->left_out);
	return buf;
}
