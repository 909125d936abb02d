// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/peer_window.h"
#include "base/units.h"
#include "verdict/threshold.h"

static uint64_t part(uint64_t whole, uint64_t per_mille)
{
	return mul_div(whole, per_mille, 1000);
}

static bool in_more_than(const struct peer_window *r, unsigned count, uint64_t per_mille)
{
	return UINT64_C(1000) * count > r->samples * per_mille;
}

/* Clearly smaller than the largest that it ever was? */
static bool is_below(const struct sample *s, uint32_t snd_wnd_bytes)
{
	return snd_wnd_bytes <
	       s->max_window_bytes - part(s->max_window_bytes, THRESHOLD(PEER_BELOW));
}

void peer_window_add(struct peer_window *r, const struct sample *s)
{
	const struct sample_aggregate *agg = &s->agg;
	uint32_t min_bytes = agg->snd_wnd_min_bytes, max_bytes = agg->snd_wnd_max_bytes;

	if (!agg->segments) {
		if (s->state == TCP_STATE_ESTABLISHED || s->state == TCP_STATE_CLOSE)
			return;
		/* half-closed, no hook sees the ACKs that open and shut it: as it is now and then */
		min_bytes = max_bytes = s->snd_wnd_bytes;
	}
	r->samples++;
	r->shrunk += min_bytes < part(s->max_window_bytes, THRESHOLD(PEER_SHRUNK));
	r->below += is_below(s, max_bytes);
	r->dipped += min_bytes <
		     s->max_window_bytes - part(s->max_window_bytes, THRESHOLD(PEER_DIPPED));
	r->stood += agg->segments >= THRESHOLD(PEER_STOOD_SEGMENTS) && min_bytes == max_bytes;
}

void peer_window_join(struct peer_window *r, const struct peer_window *later)
{
	r->samples += later->samples;
	r->shrunk += later->shrunk;
	r->below += later->below;
	r->dipped += later->dipped;
	r->stood += later->stood;
}

/*
 * A slow reader moves the window with each read, unless it reads a segment each time one comes. So one
 * that stands, segment by segment, and is carried each round trip, is that reader's, or a buffer's that
 * was larger when the peer told of more: SO_RCVBUF came later, or segments take more memory than was
 * thought (tcp_measure_rcv_mss()).
 */
static bool window_stands(const struct peer_window *r, const struct sample *last,
			  uint64_t carried_bytes)
{
	uint32_t window = last->snd_wnd_bytes;

	return r->stood && UINT64_C(1000) * r->stood >= r->samples * THRESHOLD(PEER_STOOD) &&
	       window && carried_bytes >= part(window, THRESHOLD(PEER_STOOD_CARRIED));
}

static bool lags(const struct peer_window *r, const struct sample_aggregate *agg,
		 const struct sample *last)
{
	return agg->snd_wnd_max_bytes < part(last->max_window_bytes, THRESHOLD(PEER_NEVER_NEAR)) ||
	       in_more_than(r, r->shrunk, THRESHOLD(PEER_LAGS));
}

/* One that is slower than its window by a little leaves most of it open, and it takes a while until
 * that shows; or it pauses now and then, or reads a lot at a time. */
static bool may_lag(const struct peer_window *r, const struct sample *last)
{
	return !r->samples || is_below(last, last->snd_wnd_bytes) ||
	       in_more_than(r, r->below, THRESHOLD(PEER_MAY_LAG)) ||
	       in_more_than(r, r->shrunk, THRESHOLD(PEER_MAY_LAG)) ||
	       in_more_than(r, r->dipped, THRESHOLD(PEER_MAY_DIP));
}

enum peer_pace peer_window_pace(const struct peer_window *r, const struct sample_aggregate *agg,
				const struct sample *last, uint64_t carried_bytes)
{
	if (lags(r, agg, last))
		return window_stands(r, last, carried_bytes) ? PEER_MAY_LAG : PEER_LAGS;
	return may_lag(r, last) ? PEER_MAY_LAG : PEER_KEEPS_UP;
}
