// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/carried.h"

#include "base/units.h"
#include "evidence/queue.h"
#include "verdict/threshold.h"

uint64_t carried_bytes(const struct case_file *cf)
{
	return bdp_bytes(cf->ev.send_bps, cf->ev.rtt_min_us);
}

uint64_t carried_least_permille(const struct evidence *ev)
{
	if (loses(ev))
		return THRESHOLD(CARRIED_LOSSY);
	return rtt_swells(ev->srtt_us, ev->rtt_min_us) ? THRESHOLD(CARRIED_SWOLLEN)
						       : THRESHOLD(CARRIED);
}
