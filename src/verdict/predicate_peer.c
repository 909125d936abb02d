// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What is asked of the peer's window. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "tcp/window.h"
#include "verdict/carried.h"
#include "verdict/shares.h"
#include "verdict/threshold.h"

static enum peer_pace peer_pace(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->iv->agg.snd_wnd_min_bytes;
	if (cf->iv->agg.snd_wnd_min_bytes > cf->iv->agg.snd_wnd_max_bytes)
		f->seen = cf->iv->last.snd_wnd_bytes; /* no segment told of it */
	f->asked = cf->iv->last.max_window_bytes;
	return peer_window_pace(&cf->iv->peer, &cf->iv->agg, &cf->iv->last, carried_bytes(cf));
}

bool ask_peer_lags(const struct case_file *cf, struct fact *f)
{
	return peer_pace(cf, f) == PEER_LAGS;
}

bool ask_peer_may_lag(const struct case_file *cf, struct fact *f)
{
	return peer_pace(cf, f) == PEER_MAY_LAG;
}

bool ask_peer_window_grows(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->trends.peer_window_grows;
}

/* Without scaling the window is at most 65535; one well below that has another reason. */
bool ask_peer_unscaled(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->iv->agg.snd_wnd_max_bytes,
			part(WINDOW_UNSCALED_MAX, THRESHOLD(AT_UNSCALED))) &&
	       !cf->iv->last.wscale_ok;
}

/* Would what is in flight look the same, had the window some more room? */
static bool bursts_hide_room(const struct case_file *cf)
{
	return (shares_paces_itself(cf) || shares_rate_is_set(cf)) &&
	       cf->ev.rwnd_permille < THRESHOLD(BURSTS_BOOKED) &&
	       cf->ev.rtt_min_us < THRESHOLD(BURSTS_MATTER_US);
}

bool ask_rwnd_carried(const struct case_file *cf, struct fact *f)
{
	uint64_t least_permille = bursts_hide_room(cf) ? THRESHOLD(CARRIED_IN_BURSTS)
						       : carried_least_permille(&cf->ev);

	return at_least(f, carried_bytes(cf), part(cf->iv->agg.snd_wnd_max_bytes, least_permille));
}

bool ask_scaling_off(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return !cf->iv->last.window_scaling;
}

bool ask_peer_scales(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->peer_may_scale;
}
