// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Predicates about a sender. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "evidence/queue.h"
#include "verdict/shares.h"
#include "verdict/threshold.h"

bool ask_sends(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->ev.busy_ns || cf->ev.acked_bytes || cf->iv->agg.busy || cf->iv->agg.sends;
}

/* Is this the state to decide? Its share of the time is the figure. */
static bool in_state(const struct case_file *cf, struct fact *f, enum send_state state)
{
	f->seen = shares_of_states(cf).of[state];
	return cf->state == state;
}

bool ask_rwnd_state(const struct case_file *cf, struct fact *f)
{
	return in_state(cf, f, STATE_RWND);
}

bool ask_cwnd_state(const struct case_file *cf, struct fact *f)
{
	return in_state(cf, f, STATE_CWND);
}

bool ask_paced_state(const struct case_file *cf, struct fact *f)
{
	return in_state(cf, f, STATE_PACED);
}

bool ask_sndbuf_state(const struct case_file *cf, struct fact *f)
{
	return in_state(cf, f, STATE_SNDBUF);
}

bool ask_app_state(const struct case_file *cf, struct fact *f)
{
	return in_state(cf, f, STATE_APP);
}

bool ask_drained(const struct case_file *cf, struct fact *f)
{
	return !above(f, cf->iv->last.snd_nxt - cf->iv->last.snd_una, 0);
}

bool ask_enough_acks(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->iv->agg.busy, THRESHOLD(EVIDENCE_SEGMENTS));
}

bool ask_booked(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->ev.rwnd_permille, THRESHOLD(HALF)) &&
	       cf->ev.busy_ns >= THRESHOLD(CHRONO_MIN_MS) * NSEC_PER_MSEC;
}

bool ask_set_rate(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.send_bps;
	f->asked = mul_div(cf->iv->last.pacing_bytes_per_s, 8, 1);
	return shares_rate_is_set(cf);
}

bool ask_near_cwnd(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->iv->agg.inflight_max_bytes,
			part(shares_cwnd_bytes(cf), THRESHOLD(CWND_NEAR)));
}

bool ask_rwnd_near(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->iv->agg.inflight_max_bytes,
			part(cf->iv->agg.snd_wnd_max_bytes, THRESHOLD(PROBED)));
}

/* Memory of the data in flight, at the overhead per byte of the present queue. */
bool ask_sndbuf_near(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;
	uint64_t queued_bytes = s->write_seq - s->snd_una;

	return at_least(f,
			mul_div(cf->iv->agg.inflight_max_bytes, s->wmem_queued_bytes,
				max_u64(queued_bytes, 1)),
			part(s->sndbuf_bytes, THRESHOLD(PROBED)));
}

bool ask_paces_itself(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return shares_paces_itself(cf);
}

/* tcp_snd_cwnd_set() obeys snd_cwnd_clamp: a route's cwnd metric, or TCP_BPF_SNDCWND_CLAMP. */
bool ask_cwnd_clamped(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;

	return at_least(f, s->cwnd_segments, s->cwnd_clamp_segments) && s->cwnd_clamp_segments;
}

bool ask_writer_refused(const struct case_file *cf, struct fact *f)
{
	const struct sample_aggregate *agg = &cf->iv->agg;

	return above(f, cf->iv->last.detailed ? agg->refused : cf->iv->nospace, 0);
}

bool ask_rwnd_reached(const struct case_file *cf, struct fact *f)
{
	const struct sample_aggregate *agg = &cf->iv->agg;

	return at_least(f,
			permille(cf->iv->last.detailed ? agg->rwnd_full : agg->blocked, agg->busy),
			THRESHOLD(BURSTS_BOOKED));
}

bool ask_app_limited(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->iv->last.app_limited;
}

bool ask_enough_send_rtts(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->ev.busy_ns,
			THRESHOLD(EVIDENCE_RTTS) * UINT64_C(1000) * cf->ev.rtt_min_us) &&
	       cf->ev.rtt_min_us;
}

bool ask_loses_data(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->ev.retrans_bytes, part(cf->ev.acked_bytes, THRESHOLD(LOSS)));
}
