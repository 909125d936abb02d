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
	       cf->ev.send_bps / 8 >= pacing - mul_div(pacing, THRESHOLD(RATE_SET), 1000);
}

/* In flight reached the peer's window while the congestion window had room beyond it. */
static bool peer_window_filled(const struct case_file *cf)
{
	uint64_t window = cf->iv->agg.snd_wnd_max_bytes;

	return window &&
	       cf->iv->agg.inflight_max_bytes + mul_div(window, THRESHOLD(RWND_REACHED), 1000) >=
		       window &&
	       shares_cwnd_bytes(cf) > window + mul_div(window, THRESHOLD(CWND_BEYOND), 1000);
}

/* A blocked writer fills the buffer to the brim, and says that it waits: NOSPACE alone may be
 * NOTSENT_LOWAT or poll, and a large write that just fits fills it alone. */
static bool sndbuf_filled(const struct interval *iv)
{
	uint32_t sndbuf = iv->last.sndbuf_bytes;

	return iv->nospace && iv->agg.wmem_queued_max_bytes >=
				      sndbuf - mul_div(sndbuf, THRESHOLD(SNDBUF_FILLED), 1000);
}

/*
 * Data waits far below the congestion window: for its time to leave, by a rate that BBR took from what
 * came before. Where the send buffer ran dry now and then, that is what came. And of a writer that
 * never waited for room it is what was written, if the kernel counted that there was no more to send
 * than left (tcp_rate_check_app_limited()).
 */
static void share_pacing(const struct case_file *cf, struct send_shares *sh)
{
	bool paced = sh->sndbuf ? cf->ev.unwriteable_permille >= THRESHOLD(DRY)
				: cf->iv->last.app_limited;

	if (!paced || cf->iv->agg.inflight_max_bytes >=
			      mul_div(shares_cwnd_bytes(cf), THRESHOLD(CWND_NEAR), 1000))
		return;
	if (sh->sndbuf)
		sh->sndbuf += sh->cwnd;
	sh->cwnd = 0;
}

struct send_shares shares_of(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;
	struct send_shares sh = { .rwnd = ev->rwnd_permille };

	/* a paced sender waits for its timer, and the kernel books that as busy (tcp_write_xmit()) */
	if (peer_window_filled(cf) && ev->blocked_permille > sh.rwnd)
		sh.rwnd = ev->blocked_permille;
	sh.cwnd = ev->waiting_permille > sh.rwnd ? ev->waiting_permille - sh.rwnd : 0;
	if (sndbuf_filled(cf->iv)) {
		sh.sndbuf = ev->unwriteable_permille > ev->sndbuf_permille
				    ? ev->unwriteable_permille
				    : ev->sndbuf_permille;
		if (sh.rwnd + sh.cwnd + sh.sndbuf > 1000)
			sh.sndbuf = 1000 - sh.rwnd - sh.cwnd;
	}
	share_pacing(cf, &sh);
	sh.app = 1000 - sh.rwnd - sh.cwnd - sh.sndbuf;
	return sh;
}

struct send_shares shares_with_inertia(const struct case_file *cf)
{
	struct send_shares sh = shares_of(cf);

	sh.app += cf->send_before == LIMIT_APP ? THRESHOLD(INERTIA) : 0;
	sh.cwnd += cf->send_before == LIMIT_CWND ? THRESHOLD(INERTIA) : 0;
	sh.rwnd += cf->send_before == LIMIT_RWND ? THRESHOLD(INERTIA) : 0;
	sh.sndbuf += cf->send_before == LIMIT_SNDBUF ? THRESHOLD(INERTIA) : 0;
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
