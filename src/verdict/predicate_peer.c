// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Predicates about the peer's window. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "tcp/window.h"
#include "verdict/carried.h"
#include "verdict/shares.h"
#include "verdict/threshold.h"

/* The largest window of the span; without a segment in the span, the current window. */
static uint32_t opened_to(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;

	return (uint32_t)max_u64(iv->agg.snd_wnd_max_bytes, iv->last.snd_wnd_bytes);
}

bool ask_peer_lags(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, opened_to(cf),
			 part(cf->iv->last.max_window_bytes, THRESHOLD(NARROWED)));
}

bool ask_peer_stands(const struct case_file *cf, struct fact *f)
{
	f->seen = opened_to(cf);
	return peer_window_stands(&cf->iv->peer);
}

bool ask_peer_returns(const struct case_file *cf, struct fact *f)
{
	uint32_t largest = cf->iv->last.max_window_bytes;

	at_least(f, opened_to(cf), largest);
	return opened_to(cf) >= largest - part(largest, THRESHOLD(DRIFT));
}

/*
 * A receiver with less room than a segment advertises 0 (RFC 9293, 3.8.6.2.2). A smaller value
 * means that it applied a scale whose option did not arrive.
 */
bool ask_peer_silly(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, opened_to(cf), cf->iv->last.mss_bytes) && opened_to(cf) &&
	       cf->iv->last.max_window_bytes >= 2 * cf->iv->last.mss_bytes &&
	       !cf->iv->last.wscale_ok;
}

bool ask_peer_waited(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, carried_bytes(cf), part(opened_to(cf), THRESHOLD(WAITED))) &&
	       carried_known(cf);
}

/*
 * A middlebox removed the scale option from one segment of the handshake, so only one end scales.
 * Windows in a SYN are never scaled, so the handshake's window stays the largest.
 */
bool ask_peer_unscaled_shrunk(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, opened_to(cf),
			 part(cf->iv->last.max_window_bytes, THRESHOLD(UNSCALED_SHRUNK))) &&
	       !cf->iv->last.wscale_ok && !cf->trends.peer_window_grows;
}

bool ask_peer_window_grows(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->trends.peer_window_grows;
}

bool ask_peer_unscaled(const struct case_file *cf, struct fact *f)
{
	return at_unscaled_max(f, opened_to(cf)) && !cf->iv->last.wscale_ok;
}

/* Would the data in flight look the same if the window had more room? */
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
