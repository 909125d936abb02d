// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/verdict.h"

#include <string.h>

#include "base/units.h"
#include "evidence/queue.h"
#include "tcp/window.h"
#include "verdict/cause.h"
#include "verdict/verdict_words.h"

/* A buffer whose data was all sent, its writer waiting, for that much of the time is no ample one. */
#define DRY_PERMILLE 250
/* Two that are as near as this are no change of verdict. */
#define INERTIA_PERMILLE 100
/* RTTs that must have been busy before a window is blamed. */
#define RTTS 2
/* A window that limits, where no queue stands, carries itself once per least RTT (Little's law).
 * Bursts and pauses take their part; with less than this, something else held the sender back, be it
 * a host too busy to send what its buffer holds. */
#define CARRIED_PERMILLE 333
/* Where round trips take longer than the least, it is less by that: with less still, there was a queue,
 * and a moment without one, that hid it. */
#define CARRIED_SWOLLEN_PERMILLE 400
/* What is sent at a time is a millisecond's worth (tcp_tso_autosize()): of a window of few of them so much
 * is left open by a sender that waits for it, and by one that is paced. */
#define BURSTS_MATTER_US 10000
/* The latter has no window to wait for but when BBR probes for more: an eighth of the time. */
#define BOOKED_PERMILLE 250
#define CARRIED_IN_BURSTS_PERMILLE 950
/* Behind a lost segment the window fills with what came after it: it must be full in earnest. */
#define CARRIED_LOSSY_PERMILLE 800
/* Without ACKs, the kernel's own count of limited time: of so much time at least */
#define CHRONO_MIN_NS (100 * UINT64_C(1000000))

/* In flight reached the peer's window while the congestion window had room beyond it. */
static bool peer_window_filled(const struct interval *iv)
{
	const struct sample *s = &iv->last;
	uint64_t window = iv->agg.snd_wnd_max_bytes;

	return window && iv->agg.inflight_max_bytes + window / 8 >= window &&
	       (uint64_t)s->cwnd_segments * s->mss_bytes > window + window / 8;
}

/* A blocked writer fills the buffer to the brim, and says that it waits: NOSPACE alone may be
 * NOTSENT_LOWAT or poll, and a large write that just fits fills it alone. */
static bool sndbuf_filled(const struct interval *iv)
{
	uint32_t sndbuf = iv->last.sndbuf_bytes;

	return iv->nospace && iv->agg.wmem_queued_max_bytes >= sndbuf - sndbuf / 8;
}

/* In flight came to one in so many parts of the congestion window. BBR, which paces by itself, fills
 * half of it. */
static bool reaches_cwnd(const struct interval *iv, unsigned parts)
{
	const struct sample *s = &iv->last;

	return iv->agg.inflight_max_bytes >= (uint64_t)s->cwnd_segments * s->mss_bytes / parts;
}

/* Its own model sets the rate, and so what is in flight. */
static bool is_bbr(const struct sample *s)
{
	return !strncmp(s->id.congestion_control, "bbr", 3);
}

/*
 * SO_MAX_PACING_RATE: the rate that others than BBR are paced at follows each RTT, and is above what is
 * sent (tcp_update_pacing_rate()), but for one that stands.
 */
static bool rate_is_set(const struct case_file *cf)
{
	uint64_t pacing = cf->iv->last.pacing_bytes_per_s;

	return !is_bbr(&cf->iv->last) && pacing == cf->iv->base.pacing_bytes_per_s &&
	       cf->ev.send_bps / 8 >= pacing - pacing / 10;
}

/*
 * Data waits far below the congestion window: for its time to leave, by a rate that BBR took from what
 * came before. Where the send buffer ran dry now and then, that is what came. And of a writer that
 * never waited for room it is what was written, if the kernel counted that there was no more to send
 * than left (tcp_rate_check_app_limited()).
 */
static void share_pacing(const struct case_file *cf, struct send_shares *sh)
{
	bool paced = sh->sndbuf ? cf->ev.unwriteable_permille >= DRY_PERMILLE
				: cf->iv->last.app_limited;

	if (!paced || reaches_cwnd(cf->iv, 2))
		return;
	if (sh->sndbuf)
		sh->sndbuf += sh->cwnd;
	sh->cwnd = 0;
}

struct send_shares verdict_send_shares(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;
	struct send_shares sh = { .rwnd = ev->rwnd_permille };

	/* a paced sender waits for its timer, and the kernel books that as busy (KERNEL.md B) */
	if (peer_window_filled(cf->iv) && ev->blocked_permille > sh.rwnd)
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

/* What the window has to carry, to be the limit. */
static uint32_t least_carried_permille(const struct evidence *ev)
{
	if (loses(ev))
		return CARRIED_LOSSY_PERMILLE;
	return rtt_swells(ev->srtt_us, ev->rtt_min_us) ? CARRIED_SWOLLEN_PERMILLE
						       : CARRIED_PERMILLE;
}

static bool carries(const struct evidence *ev, uint32_t window_bytes, uint32_t least_permille)
{
	return bdp_bytes(ev->send_bps, ev->rtt_min_us) >=
	       mul_div(window_bytes, least_permille, 1000);
}

/* Would what is in flight look the same, had the window some more room? */
static bool bursts_hide_room(const struct case_file *cf)
{
	return (is_bbr(&cf->iv->last) || rate_is_set(cf)) &&
	       cf->ev.rwnd_permille < BOOKED_PERMILLE && cf->ev.rtt_min_us < BURSTS_MATTER_US;
}

static struct verdict blame_sndbuf(const struct case_file *cf, uint16_t share_permille)
{
	const struct sample *s = &cf->iv->last;
	uint32_t window_bytes = window_from_sndbuf(s, s->sndbuf_bytes);
	enum cause cause = cause_sndbuf(cf);

	if (cause_undersized(cause) &&
	    !carries(&cf->ev, window_bytes, least_carried_permille(&cf->ev)))
		cause = CAUSE_NONE;
	return blame(LIMIT_SNDBUF, cause, share_permille);
}

static struct verdict blame_rwnd(const struct case_file *cf, uint16_t share_permille)
{
	uint32_t least_permille = bursts_hide_room(cf) ? CARRIED_IN_BURSTS_PERMILLE
						       : least_carried_permille(&cf->ev);
	enum cause cause = cause_rwnd(cf);

	if (cause_undersized(cause) &&
	    !carries(&cf->ev, cf->iv->agg.snd_wnd_max_bytes, least_permille))
		cause = CAUSE_NONE;
	return blame(LIMIT_RWND, cause, share_permille);
}

/* The shares as they are compared: what limited the socket before has to be passed clearly. */
static struct send_shares with_inertia(const struct case_file *cf, struct send_shares sh)
{
	sh.app += cf->send_before == LIMIT_APP ? INERTIA_PERMILLE : 0;
	sh.cwnd += cf->send_before == LIMIT_CWND ? INERTIA_PERMILLE : 0;
	sh.rwnd += cf->send_before == LIMIT_RWND ? INERTIA_PERMILLE : 0;
	sh.sndbuf += cf->send_before == LIMIT_SNDBUF ? INERTIA_PERMILLE : 0;
	return sh;
}

static struct verdict largest_send(const struct case_file *cf, const struct send_shares *sh)
{
	const struct send_shares by = with_inertia(cf, *sh);

	/* its subflows share one window, and what waits for that waits above them */
	if (cf->iv->last.mptcp)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (by.app > by.rwnd && by.app >= by.sndbuf && by.app > by.cwnd)
		return verdict(LIMIT_APP, CAUSE_NONE, sh->app);
	if (by.cwnd > by.rwnd && by.cwnd > by.sndbuf) /* far from it, such a rate is why, too */
		return rate_is_set(cf) || !reaches_cwnd(cf->iv, 4)
			       ? verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0)
			       : verdict(LIMIT_CWND, CAUSE_NONE, sh->cwnd);
	if (!rtts_seen(&cf->ev, cf->ev.busy_ns, RTTS))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (by.sndbuf > by.rwnd)
		return blame_sndbuf(cf, sh->sndbuf);
	return blame_rwnd(cf, sh->rwnd);
}

struct verdict verdict_send(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;
	struct send_shares sh;
	struct verdict v;

	if (!cf->ev.busy_ns && !cf->ev.acked_bytes && !iv->agg.busy && !iv->agg.sends)
		return verdict(LIMIT_IDLE, CAUSE_NONE, 0);
	sh = verdict_send_shares(cf);
	v = largest_send(cf, &sh);
	/* a closed window gets few ACKs, but the kernel books its time */
	if (iv->agg.busy >= EVIDENCE_SEGMENTS ||
	    (cf->ev.rwnd_permille >= 500 && cf->ev.busy_ns >= CHRONO_MIN_NS))
		return v;
	/* so few tell of an application that wrote little and is done, and of nothing else */
	if (v.limit == LIMIT_APP && iv->last.snd_nxt == iv->last.snd_una)
		return v;
	return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
}
