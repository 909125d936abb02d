// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Predicates about a receiver. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "evidence/queue.h"
#include "verdict/fullness.h"
#include "verdict/threshold.h"

bool ask_receives(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->ev.received_bytes;
}

/* Unread data waited all the time in more than this part of the samples. */
static bool reader_lags(const struct case_file *cf, struct fact *f, uint64_t per_mille)
{
	uint64_t asked = cf->iv->with_events * per_mille;

	f->seen = cf->iv->unread_kept;
	f->asked = asked / 1000;
	return UINT64_C(1000) * cf->iv->unread_kept > asked;
}

bool ask_reader_lags_half(const struct case_file *cf, struct fact *f)
{
	return reader_lags(cf, f, THRESHOLD(HALF));
}

bool ask_reader_lags_fifth(const struct case_file *cf, struct fact *f)
{
	return reader_lags(cf, f, THRESHOLD(LAGS_AT_TIMES));
}

/* How many windows of data arrived. */
static uint64_t windows(const struct case_file *cf)
{
	return cf->ev.received_bytes / max_u64(fullness_window_bytes(cf), 1);
}

/* At least once in every second window. */
static bool per_window(const struct case_file *cf, struct fact *f, uint64_t count)
{
	return at_least(f, count, max_u64(part(windows(cf), THRESHOLD(HALF)), 1));
}

/*
 * Captures of schema 1 do not count it; then it is known only if a segment is as large as the
 * window.
 */
static uint64_t filled(const struct case_file *cf)
{
	const struct sample_aggregate *agg = &cf->iv->agg;
	uint64_t each_bytes = cf->ev.received_bytes / max_u64(agg->segments, 1);

	if (cf->iv->last.detailed)
		return agg->filled;
	return each_bytes >= part(fullness_window_bytes(cf), THRESHOLD(HALF)) ? agg->segments : 0;
}

bool ask_window_fills(const struct case_file *cf, struct fact *f)
{
	return per_window(cf, f, filled(cf));
}

bool ask_detailed(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->iv->last.detailed;
}

bool ask_reader_empties(const struct case_file *cf, struct fact *f)
{
	return per_window(cf, f, cf->iv->agg.read_up);
}

/* Without an RTT, a long wait cannot be measured. */
bool ask_window_waited(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, fullness_longest(cf), THRESHOLD(WAITED)) && cf->ev.rtt_min_us;
}

/* Full rounds without data of ours, which may be a request for the next object. */
static uint64_t unasked_full_rounds(const struct case_file *cf)
{
	const struct sample_aggregate *agg = &cf->iv->agg;

	return agg->full_rounds - min_u64(agg->asked_rounds, agg->full_rounds);
}

bool ask_full_rounds(const struct case_file *cf, struct fact *f)
{
	return at_least(f, permille(unasked_full_rounds(cf), cf->iv->agg.rounds),
			THRESHOLD(FULL_ROUNDS)) &&
	       cf->iv->agg.rounds >= THRESHOLD(EVIDENCE_RTTS);
}

bool ask_some_full_rounds(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->iv->agg.full_rounds, 0);
}

/*
 * Does unread data reduce the window, or the memory behind it? If not, the sender does not notice
 * it.
 */
bool ask_reader_felt(const struct case_file *cf, struct fact *f)
{
	const struct sample_aggregate *agg = &cf->iv->agg;

	f->seen = agg->rcv_wnd_min_bytes;
	f->asked = agg->rcv_wnd_max_bytes;
	return agg->rcv_wnd_min_bytes < part(agg->rcv_wnd_max_bytes, THRESHOLD(NARROWED)) ||
	       agg->rmem_alloc_max_bytes > part(cf->iv->last.rcvbuf_bytes, THRESHOLD(HALF)) ||
	       fullness(cf) >= THRESHOLD(HALF);
}

bool ask_rtt_known(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->ev.rtt_min_us, 0);
}

bool ask_more_than_window(const struct case_file *cf, struct fact *f)
{
	return above(f, fullness_of_rtt(cf, cf->ev.rtt_min_us), THRESHOLD(OVERFULL));
}

bool ask_in_bulk(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.received_bytes;
	f->asked = interval_bulk_bytes(cf->iv);
	return interval_in_bulk(cf->iv, &cf->ev);
}

bool ask_bursts_close(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->iv->closed, part(cf->iv->with_events, THRESHOLD(HALF)));
}

bool ask_window_full(const struct case_file *cf, struct fact *f)
{
	return at_least(f, min_u64(fullness(cf), 1000), fullness_asked(cf));
}

bool ask_window_half_full(const struct case_file *cf, struct fact *f)
{
	return at_least(f, min_u64(fullness(cf), 1000), THRESHOLD(HALF));
}

bool ask_maybe_full(const struct case_file *cf, struct fact *f)
{
	return at_least(f, min_u64(fullness_longest(cf), 1000), THRESHOLD(ROOM));
}

bool ask_longest_full(const struct case_file *cf, struct fact *f)
{
	return at_least(f, min_u64(fullness_longest(cf), 1000), fullness_asked(cf));
}

bool ask_window_full_plain(const struct case_file *cf, struct fact *f)
{
	return at_least(f, min_u64(fullness(cf), 1000), THRESHOLD(FULL));
}

bool ask_small_window(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, fullness_window_bytes(cf),
			 THRESHOLD(SMALL_WINDOW) * cf->iv->last.mss_bytes);
}

bool ask_recv_queue(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.rcv_standing_rtt_us;
	f->asked = queue_stands_above_us(cf->ev.rtt_min_us) + TIMESTAMP_TICK_US;
	return recv_queue_stands(&cf->ev);
}

bool ask_enough_bytes(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->ev.received_bytes,
			THRESHOLD(EVIDENCE_SEGMENTS) * cf->iv->last.mss_bytes);
}

bool ask_enough_recv_rtts(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->ev.span_ns,
			THRESHOLD(EVIDENCE_RTTS) * UINT64_C(1000) * cf->ev.rtt_min_us) &&
	       cf->ev.rtt_min_us;
}

/* bytes_acked includes our SYN. */
bool ask_rtt_sure(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->ev.rcv_standing_rtt_us || cf->iv->last.bytes_acked > 1;
}
