// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_filter.h"

/* A filter of addresses looks at both ends: ask it of a socket that has the peer at both. */
static bool peer_match(const struct filter_addrs *peers, const struct sample_id *id)
{
	struct sample_id both = *id;
	struct filter remote;

	if (!peers->count)
		return true;
	remote = (struct filter){ .addrs = *peers };
	both.local = id->remote;
	return filter_match(&remote, &both);
}

bool view_filter_match(const struct view_filter *filter, const struct view_row *row)
{
	return (!filter->flagged || view_row_flagged(row)) &&
	       filter_match(&filter->sample, &row->f.id) &&
	       peer_match(&filter->peers, &row->f.id) &&
	       finding_filter_match(&filter->finding, &row->f);
}
