/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which rows are shown: the command line's filters, and those that a screen alone has. */
#ifndef TCPBDP_VIEW_FILTER_H
#define TCPBDP_VIEW_FILTER_H

#include "finding/finding_filter.h"
#include "view/view_row.h"

/* All zero = every row. */
struct view_filter {
	struct filter sample;
	struct finding_filter finding;
	struct filter_addrs peers; /* the remote end */
	bool flagged;
};

bool view_filter_match(const struct view_filter *filter, const struct view_row *row);

#endif
