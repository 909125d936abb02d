// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/units.h"
#include "evidence/queue.h"
#include "tcp/window.h"
#include "verdict/cause.h"
#include "verdict/verdict.h"
#include "verdict/verdict_words.h"

/* A window is full when this much of it is used per RTT: the rest is delayed ACKs, */
#define FULL_PERMILLE 900
/* and what is left of it beside whole segments, which in a small window is more. */
#define FULL_LESS_SEGMENTS_PERMILLE 1250
#define OVERFULL_PERMILLE 1250
#define SMALL_WINDOW_SEGMENTS 4
/* A reader takes that much of its window, where it is what holds the sender back. */
#define READ_PERMILLE 500
/* As near as this to what it was before is no change of verdict. */
#define FULL_INERTIA_PERMILLE 50
/* RTTs that must have been busy before a window is blamed: as whole windows are counted, more than of a
 * sender. */
#define RTTS 3

/* How full the window was per round trip of so long, in permille: no more than a window comes in
 * a round trip, so well above 1000 it was no round trip. */
static uint64_t window_fill(const struct evidence *ev, uint64_t window_bytes, uint32_t rtt_us)
{
	uint64_t per_rtt = mul_div(ev->received_bytes, UINT64_C(1000) * rtt_us, ev->span_ns);

	return mul_div(per_rtt, 1000, window_bytes);
}

/*
 * The round trip that the window is held against. The receiver's own estimate has the sender's
 * idle time in it where the sender has nothing to send: it counts for bulk alone, and as long as
 * no more than a window fits into it.
 */
static uint32_t recv_rtt_us(const struct case_file *cf, uint32_t window_bytes)
{
	const struct evidence *ev = &cf->ev;
	uint32_t rtt_us = (uint32_t)max_u64(ev->rtt_min_us, ev->rcv_standing_rtt_us);

	return window_fill(ev, window_bytes, rtt_us) > OVERFULL_PERMILLE ? ev->rtt_min_us : rtt_us;
}

/* A handshake alone may have met a sleeping radio: timestamps, or an ACK since, must agree. Our SYN
 * is counted as a byte. */
static bool rtt_is_sure(const struct case_file *cf)
{
	return cf->ev.rcv_standing_rtt_us || cf->iv->last.bytes_acked > 1;
}

/* How full a window is that holds its sender back. */
static uint64_t full_permille(const struct case_file *cf, uint64_t window_bytes)
{
	uint64_t rest = mul_div(FULL_LESS_SEGMENTS_PERMILLE, cf->iv->last.mss_bytes, window_bytes);
	uint64_t full = min_u64(FULL_PERMILLE, 1000 - min_u64(rest, 1000));

	return cf->recv_before == LIMIT_RCVBUF ? full - min_u64(full, FULL_INERTIA_PERMILLE) : full;
}

/* Does what waits for the reader take from the window, or from the memory that it is made of? Else no
 * sender has felt it: the reader takes what it wants when it wants. */
static bool reader_narrows(const struct interval *iv)
{
	const struct sample_aggregate *agg = &iv->agg;

	return agg->rcv_wnd_min_bytes < agg->rcv_wnd_max_bytes / 4 * 3 ||
	       agg->rmem_alloc_max_bytes > iv->last.rcvbuf_bytes / 2;
}

/* Data waited for the reader all the time, in one of so many samples; what it was before weighs. */
static bool reader_lags(const struct case_file *cf, unsigned samples)
{
	unsigned with_events = cf->iv->with_events;

	if (cf->recv_before == LIMIT_READER)
		with_events -= with_events / 4;
	return cf->iv->unread_kept * samples > with_events;
}

struct verdict verdict_recv(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;
	const struct evidence *ev = &cf->ev;
	uint32_t window = window_on_wire(&iv->last, iv->agg.rcv_wnd_max_bytes);
	uint32_t rtt_us = recv_rtt_us(cf, window);
	uint64_t full = full_permille(cf, window), fill = window_fill(ev, window, rtt_us);

	if (!ev->received_bytes)
		return verdict(LIMIT_IDLE, CAUSE_NONE, 0);
	if (iv->last.mptcp)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (reader_lags(cf, 2) && (reader_narrows(iv) || fill >= READ_PERMILLE))
		return verdict(LIMIT_READER, CAUSE_NONE,
			       permille(iv->unread_kept, iv->with_events));
	if (!ev->rtt_min_us)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	/* more than a window in the least of round trips: that handshake was slower than its path */
	if (window_fill(ev, window, ev->rtt_min_us) > OVERFULL_PERMILLE)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (!interval_in_bulk(iv, ev))
		return verdict(LIMIT_SENDER, CAUSE_NONE, 1000);
	fill = min_u64(fill, 1000);
	/* of a LAN's RTT the timestamps' tick leaves nothing: the window may be full or not */
	if (ev->rcv_standing_rtt_us)
		rtt_us += TIMESTAMP_TICK_US;
	/* in most samples a burst filled the window: the sender's, of that size, or what a reader let in
	 * that takes much at a time */
	if (fill < full && iv->closed * 2 > iv->with_events)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	/* a reader that is slower than its window by a little lags now and then */
	if (fill < full && fill >= READ_PERMILLE && reader_lags(cf, 5))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (window_fill(ev, window, rtt_us) < full)
		return verdict(LIMIT_SENDER, CAUSE_NONE, (uint16_t)(1000 - fill));
	/* of a few segments none may be missing, or one */
	if (fill < FULL_PERMILLE && window < SMALL_WINDOW_SEGMENTS * iv->last.mss_bytes)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (fill < full && recv_queue_stands(ev))
		return verdict(LIMIT_SENDER, CAUSE_NONE, (uint16_t)(1000 - fill));
	if (fill < full || ev->received_bytes < EVIDENCE_SEGMENTS * iv->last.mss_bytes ||
	    !rtts_seen(ev, ev->span_ns, RTTS) || !rtt_is_sure(cf))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	return blame(LIMIT_RCVBUF, cause_rcvbuf(cf), (uint16_t)fill);
}
