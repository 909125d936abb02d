// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/interval.h"

#include <string.h>

#include "base/units.h"
#include "verdict/threshold.h"

/* A longer silence is not part of a rate's time. */
#define SILENCE_NS (THRESHOLD(SILENCE_MS) * NSEC_PER_MSEC)

/* Over less time, a rate is not meaningful. */
#define RATE_MIN_NS (THRESHOLD(RATE_MIN_MS) * NSEC_PER_MSEC)

static const struct sample_aggregate empty_aggregate = {
	.snd_wnd_min_bytes = UINT32_MAX,
	.rcv_wnd_min_bytes = UINT32_MAX,
	.unread_min_bytes = UINT32_MAX,
	.ack_rtt_min_us = UINT32_MAX,
	.room_min_bytes = UINT32_MAX,
};

static void raise(uint32_t *max, uint32_t value)
{
	if (value > *max)
		*max = value;
}

static void lower(uint32_t *min, uint32_t value)
{
	if (value < *min)
		*min = value;
}

void interval_begin(struct interval *iv, const struct sample *base, uint64_t start_ns)
{
	memset(iv, 0, sizeof(*iv));
	iv->base = *base;
	iv->last = *base;
	iv->start_ns = start_ns;
	iv->active_ns = base->ts_ns;
	iv->agg = empty_aggregate;
}

static void merge(struct sample_aggregate *to, const struct sample_aggregate *from)
{
	to->segments += from->segments;
	to->sends += from->sends;
	to->busy += from->busy;
	to->waiting += from->waiting;
	to->unwriteable += from->unwriteable;
	to->blocked += from->blocked;
	raise(&to->inflight_max_bytes, from->inflight_max_bytes);
	raise(&to->snd_wnd_max_bytes, from->snd_wnd_max_bytes);
	lower(&to->snd_wnd_min_bytes, from->snd_wnd_min_bytes);
	raise(&to->wmem_queued_max_bytes, from->wmem_queued_max_bytes);
	raise(&to->rcv_wnd_max_bytes, from->rcv_wnd_max_bytes);
	lower(&to->rcv_wnd_min_bytes, from->rcv_wnd_min_bytes);
	raise(&to->unread_max_bytes, from->unread_max_bytes);
	lower(&to->unread_min_bytes, from->unread_min_bytes);
	raise(&to->rmem_alloc_max_bytes, from->rmem_alloc_max_bytes);
	lower(&to->ack_rtt_min_us, from->ack_rtt_min_us);
	to->rwnd_full += from->rwnd_full;
	to->cwnd_full += from->cwnd_full;
	to->refused += from->refused;
	to->data_segments += from->data_segments;
	to->read_up += from->read_up;
	to->filled += from->filled;
	lower(&to->room_min_bytes, from->room_min_bytes);
	to->rounds += from->rounds;
	to->full_rounds += from->full_rounds;
	to->asked_rounds += from->asked_rounds;
	to->data_jiffies += from->data_jiffies;
}

/* A sample is an observation too, even if no hook added to the aggregates. */
static void merge_state(struct sample_aggregate *to, const struct sample *s)
{
	raise(&to->inflight_max_bytes, s->snd_nxt - s->snd_una);
	raise(&to->snd_wnd_max_bytes, s->snd_wnd_bytes);
	lower(&to->snd_wnd_min_bytes, s->snd_wnd_bytes);
	raise(&to->wmem_queued_max_bytes, s->wmem_queued_bytes);
	raise(&to->rcv_wnd_max_bytes, s->rcv_wnd_bytes);
	lower(&to->rcv_wnd_min_bytes, s->rcv_wnd_bytes);
	raise(&to->unread_max_bytes, sample_unread_bytes(s));
	lower(&to->unread_min_bytes, sample_unread_bytes(s));
	raise(&to->rmem_alloc_max_bytes, s->rmem_alloc_bytes);
}

/* Unread data up to this is normal: a segment just arrived, or an incomplete kernel TLS record. */
static uint32_t kept_above(const struct sample *s)
{
	return s->mss_bytes + (s->tls ? TLS_RECORD_MAX : 0);
}

/* Unread data closed the window. */
static bool all_but_closed(const struct sample_aggregate *agg)
{
	return agg->rcv_wnd_min_bytes <
		       mul_div(agg->rcv_wnd_max_bytes, THRESHOLD(ALL_BUT_CLOSED), 1000) &&
	       agg->unread_max_bytes > mul_div(agg->rcv_wnd_max_bytes, THRESHOLD(HALF), 1000);
}

/* Open when the sample before was taken, and closed since. Of ours the hooks see too little: a window
 * that is closed brings no segment to look at. */
static void count_zero_windows(struct interval *iv, const struct sample *s)
{
	if (!s->agg.segments) /* early captures have minima of 0 then */
		return;
	iv->peer_zero_windows += iv->last.snd_wnd_bytes && !s->agg.snd_wnd_min_bytes;
}

void interval_add(struct interval *iv, const struct sample *s)
{
	if (!iv->samples++ && s->ts_ns > iv->base.ts_ns + SILENCE_NS && s->agg.segments <= 2)
		iv->active_ns = s->ts_ns;
	merge(&iv->agg, &s->agg);
	if (s->ts_ns < iv->last.ts_ns)
		return;
	count_zero_windows(iv, s);
	iv->last = *s;
	/* closing empties a socket's buffers, so the state of a closed one is no observation */
	if (s->state != TCP_STATE_CLOSE)
		merge_state(&iv->agg, s);
	iv->nospace += s->nospace;
	if (s->srtt_us) {
		iv->srtt_sum_us += s->srtt_us;
		iv->srtt_count++;
	}
	if (s->agg.ack_rtt_min_us != UINT32_MAX) {
		iv->ack_rtt_sum_us += s->agg.ack_rtt_min_us;
		iv->ack_rtt_count++;
	}
	if (s->rcv_rtt_us && s->tstamp_ok) {
		iv->rcv_rtt_sum_us += s->rcv_rtt_us;
		if (!iv->rcv_rtt_count++ || s->rcv_rtt_us < iv->rcv_rtt_min_us)
			iv->rcv_rtt_min_us = s->rcv_rtt_us;
	}
	/* half-closed, and no hook sees segments: the reader's calls are the events */
	if (!s->agg.segments && s->state != TCP_STATE_ESTABLISHED && s->reason == SAMPLE_GATE) {
		iv->with_events++;
		if (sample_unread_bytes(s) > kept_above(s))
			iv->unread_kept++;
	}
	peer_window_add(&iv->peer, s);
	if (!s->agg.segments)
		return;
	iv->with_events++;
	iv->closed += all_but_closed(&s->agg);
	if (s->agg.unread_min_bytes > kept_above(s))
		iv->unread_kept++;
}

bool interval_active(const struct interval *iv)
{
	return iv->agg.segments || iv->agg.sends || iv->last.bytes_acked != iv->base.bytes_acked ||
	       iv->last.bytes_received != iv->base.bytes_received ||
	       iv->last.bytes_sent != iv->base.bytes_sent;
}

static uint64_t delta64(uint64_t last, uint64_t base)
{
	return last > base ? last - base : 0;
}

/* For a counter that wraps. */
static uint32_t delta32(uint32_t last, uint32_t base)
{
	uint32_t delta = last - base;

	return delta > INT32_MAX ? 0 : delta;
}

/*
 * Aggregates are of the time since the previous sample. A silence before the first one counts too:
 * it makes the shares smaller, as pauses do.
 */
static void tick_evidence(const struct interval *iv, struct evidence *ev)
{
	uint32_t jiffies = delta32(iv->last.jiffies, iv->base.jiffies);

	if (!jiffies)
		return;
	ev->jiffies = jiffies;
	ev->jiffy_ns = delta64(iv->last.ts_ns, iv->base.ts_ns) / jiffies;
	ev->data_time_permille = permille(iv->agg.data_jiffies, jiffies);
}

static void chrono_evidence(const struct interval *iv, struct evidence *ev)
{
	const struct sample_chrono *base = &iv->base.chrono, *last = &iv->last.chrono;
	uint32_t busy = delta32(last->busy, base->busy);

	ev->rwnd_permille = permille(delta32(last->rwnd_limited, base->rwnd_limited), busy);
	ev->sndbuf_permille = permille(delta32(last->sndbuf_limited, base->sndbuf_limited), busy);
	ev->busy_ns = min_u64(mul_div(delta64(iv->last.ts_ns, iv->base.ts_ns), busy,
				      delta32(iv->last.jiffies, iv->base.jiffies)),
			      ev->span_ns);
}

/*
 * A pure receiver knows only the RTT of its handshake, one measurement. Its own estimate from
 * timestamps is at least the path's RTT minus a tick of the sender's clock, so the smaller of the
 * two counts.
 */
static uint32_t rtt_min(const struct interval *iv)
{
	uint32_t min_us = iv->last.rtt_min_us;

	uint32_t rcv_us = iv->rcv_rtt_min_us;

	if (rcv_us && rcv_us < THRESHOLD(TICKS_MATTER) * TIMESTAMP_TICK_US)
		rcv_us += TIMESTAMP_TICK_US;
	return rcv_us && rcv_us < min_us ? rcv_us : min_us;
}

/*
 * bytes_acked jumps when a hole is filled; delivered * mss overcounts small segments. Each errs
 * high in its own case, so take the smaller.
 */
static uint64_t send_bps(const struct evidence *ev)
{
	uint64_t bytes = min_u64(ev->acked_bytes, ev->delivered_bytes);

	return ev->busy_ns < RATE_MIN_NS ? 0 : rate_bps(bytes, ev->busy_ns);
}

void interval_evidence(const struct interval *iv, struct evidence *ret_evidence)
{
	const struct sample *base = &iv->base, *last = &iv->last;
	struct evidence ev = { 0 };

	ev.span_ns = delta64(last->ts_ns, iv->active_ns);
	ev.acked_bytes = delta64(last->bytes_acked, base->bytes_acked);
	ev.received_bytes = delta64(last->bytes_received, base->bytes_received);
	ev.sent_bytes = delta64(last->bytes_sent, base->bytes_sent);
	ev.retrans_bytes = delta64(last->bytes_retrans, base->bytes_retrans);
	ev.delivered_bytes = (uint64_t)delta32(last->delivered_segments, base->delivered_segments) *
			     last->mss_bytes;
	ev.rtt_min_us = rtt_min(iv);
	if (iv->srtt_count)
		ev.srtt_us = (uint32_t)(iv->srtt_sum_us / iv->srtt_count);
	else
		ev.srtt_us = last->srtt_us;
	ev.standing_rtt_us = (uint32_t)min_u64(ev.srtt_us, iv->agg.ack_rtt_min_us);
	ev.doubtful_rtt_us = ev.srtt_us;
	if (iv->ack_rtt_count)
		ev.doubtful_rtt_us = (uint32_t)min_u64(ev.srtt_us,
						       iv->ack_rtt_sum_us / iv->ack_rtt_count);
	else /* without SACK there is only the mean RTT, which includes delayed ACKs */
		ev.standing_rtt_us -= (uint32_t)min_u64(ev.standing_rtt_us, DELAYED_ACK_US);
	if (iv->rcv_rtt_count)
		ev.rcv_rtt_us = (uint32_t)(iv->rcv_rtt_sum_us / iv->rcv_rtt_count);
	ev.rcv_standing_rtt_us = iv->rcv_rtt_min_us;
	ev.waiting_permille = permille(iv->agg.waiting, iv->agg.busy);
	ev.blocked_permille = permille(iv->agg.blocked, iv->agg.busy);
	ev.unwriteable_permille = permille(iv->agg.unwriteable, iv->agg.busy);
	chrono_evidence(iv, &ev);
	tick_evidence(iv, &ev);
	ev.send_bps = send_bps(&ev);
	if (ev.span_ns >= RATE_MIN_NS)
		ev.recv_bps = rate_bps(ev.received_bytes, ev.span_ns);
	*ret_evidence = ev;
}

/* Captures of schema 1 count ACKs as segments too. */
uint64_t interval_bulk_bytes(const struct interval *iv)
{
	uint64_t segments = iv->last.detailed ? iv->agg.data_segments : iv->agg.segments;

	return mul_div(segments * iv->last.mss_bytes, THRESHOLD(BULK_MSS), 1000);
}

bool interval_in_bulk(const struct interval *iv, const struct evidence *ev)
{
	return ev->received_bytes >= interval_bulk_bytes(iv);
}
