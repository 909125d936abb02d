// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What is asked of a sender. */
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

bool ask_app_largest(const struct case_file *cf, struct fact *f)
{
	const struct send_shares by = shares_with_inertia(cf);
	uint64_t others = max_u64(max_u64(by.rwnd, by.sndbuf), by.cwnd);

	at_least(f, by.app, others);
	return by.app > by.rwnd && by.app >= by.sndbuf && by.app > by.cwnd;
}

bool ask_cwnd_largest(const struct case_file *cf, struct fact *f)
{
	const struct send_shares by = shares_with_inertia(cf);

	at_least(f, by.cwnd, max_u64(by.rwnd, by.sndbuf));
	return by.cwnd > by.rwnd && by.cwnd > by.sndbuf;
}

bool ask_sndbuf_over_rwnd(const struct case_file *cf, struct fact *f)
{
	const struct send_shares by = shares_with_inertia(cf);

	return above(f, by.sndbuf, by.rwnd);
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
	return at_least(f, cf->ev.rwnd_permille, THRESHOLD(CLOSED_BOOKED)) &&
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
			part(shares_cwnd_bytes(cf), THRESHOLD(CWND_FAR)));
}

bool ask_enough_send_rtts(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->ev.busy_ns,
			THRESHOLD(SEND_RTTS) * UINT64_C(1000) * cf->ev.rtt_min_us) &&
	       cf->ev.rtt_min_us;
}

bool ask_loses_data(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->ev.retrans_bytes, part(cf->ev.acked_bytes, THRESHOLD(LOSS)));
}
