// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/shares.h"

#include <string.h>

#include "base/units.h"
#include "verdict/case.h"
#include "verdict/threshold.h"

uint64_t shares_cwnd_bytes(const struct case_file *cf)
{
	const struct sample *s = &cf->iv->last;

	return (uint64_t)s->cwnd_segments * s->mss_bytes;
}

bool shares_paces_itself(const struct case_file *cf)
{
	return !strncmp(cf->iv->last.id.congestion_control, "bbr", 3);
}

bool shares_rate_is_set(const struct case_file *cf)
{
	uint64_t pacing = cf->iv->last.pacing_bytes_per_s;

	return !shares_paces_itself(cf) && pacing == cf->iv->base.pacing_bytes_per_s &&
	       cf->ev.send_bps / 8 >= pacing - mul_div(pacing, THRESHOLD(RATE_LESS), 1000);
}

/* How many ACKs found each state. */
struct looks {
	uint64_t of[SEND_STATE_MAX];
};

/*
 * Captures of schema 1 do not record which window had less room. Take the peer's if the congestion
 * window is larger. They record a waiting writer only at the samples.
 */
static struct looks coarse_looks(const struct interval *iv, uint64_t cwnd_bytes)
{
	const struct sample_aggregate *agg = &iv->agg;
	bool near_cwnd = agg->inflight_max_bytes >= mul_div(cwnd_bytes, THRESHOLD(CWND_NEAR), 1000);
	bool rwnd_less = cwnd_bytes >
			 mul_div(agg->snd_wnd_max_bytes, 1000 + THRESHOLD(CWND_BEYOND), 1000);
	struct looks l = { 0 };

	l.of[STATE_RWND] = rwnd_less ? agg->blocked : 0;
	l.of[STATE_CWND] = rwnd_less || !near_cwnd ? 0 : agg->waiting;
	l.of[STATE_PACED] = agg->waiting - l.of[STATE_RWND] - l.of[STATE_CWND];
	l.of[STATE_SNDBUF] = iv->nospace ? agg->unwriteable : 0;
	return l;
}

static struct looks looks(const struct interval *iv, uint64_t cwnd_bytes)
{
	const struct sample_aggregate *agg = &iv->agg;
	struct looks l = { 0 };

	if (!iv->last.detailed) {
		l = coarse_looks(iv, cwnd_bytes);
	} else {
		uint64_t full = agg->rwnd_full + agg->cwnd_full;

		l.of[STATE_RWND] = agg->rwnd_full;
		l.of[STATE_CWND] = agg->cwnd_full;
		l.of[STATE_PACED] = agg->waiting > full ? agg->waiting - full : 0;
		l.of[STATE_SNDBUF] = agg->refused;
	}
	return l;
}

/*
 * The kernel counted more time in the state than the ACKs did: few ACKs arrive then. The other
 * states keep their proportions of the rest.
 */
static void raise_to(struct state_shares *sh, enum send_state state, uint64_t per_mille)
{
	uint16_t was = sh->of[state], left = 1000;

	if (per_mille <= was)
		return;
	sh->of[state] = (uint16_t)min_u64(per_mille, 1000);
	left -= sh->of[state];
	for (int i = 0; i < SEND_STATE_MAX; i++)
		if (i != (int)state)
			sh->of[i] = (uint16_t)mul_div(sh->of[i], left, 1000 - was);
}

/*
 * The last flight of a response takes a round trip, whatever the application does. If the peer
 * requests one object after the other, that time is not the application's. This is its share of the
 * busy time, if little is received (requests) and much is sent.
 */
static uint64_t last_flights_permille(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;
	uint64_t flights_ns = cf->iv->agg.data_segments * UINT64_C(1000) * ev->srtt_us;

	if (mul_div(ev->acked_bytes, THRESHOLD(REQUESTS), 1000) < ev->received_bytes)
		return 0;
	return permille(flights_ns, ev->busy_ns);
}

/* Only if something else limited a good part of the objects. */
static void leave_out_last_flights(const struct case_file *cf, struct state_shares *sh)
{
	uint64_t others = 1000 - sh->of[STATE_APP], app = sh->of[STATE_APP];

	if (others < THRESHOLD(FULL_ROUNDS))
		return;
	app -= min_u64(app, last_flights_permille(cf));
	for (int i = 0; i < STATE_APP; i++)
		sh->of[i] = (uint16_t)mul_div(sh->of[i], 1000, others + app);
	sh->of[STATE_APP] = 1000;
	for (int i = 0; i < STATE_APP; i++)
		sh->of[STATE_APP] -= sh->of[i];
}

struct state_shares shares_of_states(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;
	struct looks l = looks(iv, shares_cwnd_bytes(cf));
	struct state_shares sh = { 0 };
	uint16_t sum = 0;

	for (int i = 0; i < SEND_STATE_MAX; i++)
		sh.of[i] = (uint16_t)min_u64(permille(l.of[i], iv->agg.busy), 1000 - sum),
		sum += sh.of[i];
	raise_to(&sh, STATE_RWND, cf->ev.rwnd_permille);
	if (sh.of[STATE_SNDBUF])
		raise_to(&sh, STATE_SNDBUF,
			 min_u64(cf->ev.sndbuf_permille, 1000 - sh.of[STATE_RWND]));
	sum = 0;
	for (int i = 0; i < STATE_APP; i++)
		sum += sh.of[i];
	sh.of[STATE_APP] = 1000 - sum;
	leave_out_last_flights(cf, &sh);
	return sh;
}

enum limit shares_second(const struct send_shares *shares, enum limit limit, uint16_t *ret_permille)
{
	const struct {
		enum limit limit;
		uint16_t permille;
	} all[] = {
		{ LIMIT_RWND, shares->rwnd },
		{ LIMIT_SNDBUF, shares->sndbuf },
		{ LIMIT_CWND, shares->cwnd },
		{ LIMIT_APP, shares->app },
	};
	enum limit second = LIMIT_UNKNOWN;

	*ret_permille = 0;
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i].limit == limit || all[i].permille <= *ret_permille)
			continue;
		second = all[i].limit;
		*ret_permille = all[i].permille;
	}
	return second;
}
