// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/carried.h"

#include "base/units.h"
#include "evidence/queue.h"
#include "verdict/threshold.h"

uint64_t carried_bytes(const struct case_file *cf)
{
	return bdp_bytes(cf->ev.send_bps, (uint32_t)max_u64(cf->ev.srtt_us, cf->ev.rtt_min_us));
}

uint64_t carried_by_path_bytes(const struct case_file *cf)
{
	if (!cf->rtt_wanders && queue_stands(cf->ev.doubtful_rtt_us, cf->ev.rtt_min_us))
		return bdp_bytes(cf->ev.send_bps, cf->ev.rtt_min_us);
	return carried_bytes(cf);
}

bool carried_known(const struct case_file *cf)
{
	return cf->ev.busy_ns >= THRESHOLD(RATE_MIN_MS) * NSEC_PER_MSEC && cf->ev.rtt_min_us;
}

uint64_t carried_least_permille(const struct evidence *ev)
{
	return loses(ev) ? THRESHOLD(CARRIED_LOSSY) : THRESHOLD(CARRIED);
}
