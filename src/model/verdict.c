// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/verdict.h"

#include "model/cause.h"
#include "model/units.h"
#include "model/window.h"

/* Fewer ACKs than this prove nothing. */
#define EVIDENCE_SEGMENTS UINT64_C(8)
/* A window is full when this much of it is used per RTT: the rest is delayed ACKs, */
#define FULL_PERMILLE 900
/* and what is left of it beside whole segments, which in a small window is more. */
#define FULL_LESS_SEGMENTS_PERMILLE 1250
#define OVERFULL_PERMILLE 1250
#define SMALL_WINDOW_SEGMENTS 4
/* A reader takes that much of its window, where it is what holds the sender back. */
#define READ_PERMILLE 500
/* A buffer whose data was all sent, its writer waiting, for that much of the time is no ample one. */
#define DRY_PERMILLE 250
/* Two that are as near as this are no change of verdict. */
#define INERTIA_PERMILLE 100
#define FULL_INERTIA_PERMILLE 50
/* RTTs that must have been busy before a window is blamed. A receiver counts whole windows, so
 * the interval's ends weigh more there. */
#define SEND_RTTS 2
#define RECV_RTTS 3
/* A window that limits, where no queue stands, carries itself once per least RTT (Little's law).
 * Bursts and pauses take their part; with less than this, something else held the sender back, be it
 * a host too busy to send what its buffer holds. */
#define CARRIED_PERMILLE 333
/* Behind a lost segment the window fills with what came after it: it must be full in earnest. */
#define CARRIED_LOSSY_PERMILLE 800
/* Without ACKs, the kernel's own count of limited time: of so much time at least */
#define CHRONO_MIN_NS (100 * UINT64_C(1000000))

bool loses(const struct evidence *ev)
{
	return ev->retrans_bytes > ev->acked_bytes / 200;
}

bool queue_stands(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > UINT64_C(20) + rtt_min_us + rtt_min_us / 8;
}

bool queue_in_doubt(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > UINT64_C(100) + rtt_min_us + rtt_min_us / 16;
}

bool queue_on_average(uint32_t mean_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && mean_rtt_us > UINT64_C(1000) + rtt_min_us + rtt_min_us / 4;
}

static struct verdict verdict(enum limit limit, enum cause cause, uint16_t share_permille)
{
	return (struct verdict){ limit, cause, share_permille };
}

/* Enough RTTs, and an RTT at all, to blame a window? */
static bool rtts_seen(const struct evidence *ev, uint64_t time_ns, unsigned rtts)
{
	return ev->rtt_min_us && time_ns >= rtts * UINT64_C(1000) * ev->rtt_min_us;
}

/* A window is the limit, and the reason is in doubt: then so is the verdict. */
static struct verdict blame(enum limit limit, enum cause cause, uint16_t share_permille)
{
	if (cause == CAUSE_NONE)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	return verdict(limit, cause, share_permille);
}

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

static bool carries(const struct case_file *cf, uint32_t window_bytes)
{
	uint32_t least = loses(&cf->ev) ? CARRIED_LOSSY_PERMILLE : CARRIED_PERMILLE;

	return bdp_bytes(cf->ev.send_bps, cf->ev.rtt_min_us) >= mul_div(window_bytes, least, 1000);
}

static struct verdict blame_window(const struct case_file *cf, enum limit limit, enum cause cause,
				   uint16_t share_permille, uint32_t window_bytes)
{
	if (cause_undersized(cause) && !carries(cf, window_bytes))
		cause = CAUSE_NONE;
	return blame(limit, cause, share_permille);
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

	if (by.app > by.rwnd && by.app >= by.sndbuf && by.app > by.cwnd)
		return verdict(LIMIT_APP, CAUSE_NONE, sh->app);
	/* far from it, a rate is why, that the application or a qdisc set (SO_MAX_PACING_RATE) */
	if (by.cwnd > by.rwnd && by.cwnd > by.sndbuf)
		return reaches_cwnd(cf->iv, 4) ? verdict(LIMIT_CWND, CAUSE_NONE, sh->cwnd)
					       : verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (!rtts_seen(&cf->ev, cf->ev.busy_ns, SEND_RTTS))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	/* its subflows share one window */
	if (cf->iv->last.mptcp)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (by.sndbuf > by.rwnd)
		return blame_window(cf, LIMIT_SNDBUF, cause_sndbuf(cf), sh->sndbuf,
				    window_from_sndbuf(&cf->iv->last, cf->iv->last.sndbuf_bytes));
	return blame_window(cf, LIMIT_RWND, cause_rwnd(cf), sh->rwnd,
			    cf->iv->agg.snd_wnd_max_bytes);
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

/* Whatever the clock rounded: the path is full then, be the window or not. */
static bool recv_queue_is_sure(const struct evidence *ev)
{
	return ev->rcv_standing_rtt_us > TIMESTAMP_TICK_US &&
	       queue_stands(ev->rcv_standing_rtt_us - TIMESTAMP_TICK_US, ev->rtt_min_us);
}

/* How full a window is that holds its sender back. */
static uint64_t full_permille(const struct case_file *cf, uint64_t window_bytes)
{
	uint64_t rest = mul_div(FULL_LESS_SEGMENTS_PERMILLE, cf->iv->last.mss_bytes, window_bytes);
	uint64_t full = min_u64(FULL_PERMILLE, 1000 - min_u64(rest, 1000));

	return cf->recv_before == LIMIT_RCVBUF ? full - min_u64(full, FULL_INERTIA_PERMILLE) : full;
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
	uint64_t full = full_permille(cf, window), fill;

	if (!ev->received_bytes)
		return verdict(LIMIT_IDLE, CAUSE_NONE, 0);
	if (reader_lags(cf, 2))
		return verdict(LIMIT_READER, CAUSE_NONE,
			       permille(iv->unread_kept, iv->with_events));
	if (!ev->rtt_min_us)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	/* more than a window in the least of round trips: that handshake was slower than its path */
	if (iv->last.mptcp || window_fill(ev, window, ev->rtt_min_us) > OVERFULL_PERMILLE)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (!interval_in_bulk(iv, ev))
		return verdict(LIMIT_SENDER, CAUSE_NONE, 1000);
	fill = min_u64(window_fill(ev, window, rtt_us), 1000);
	/* of a LAN's RTT the timestamps' tick leaves nothing: the window may be full or not */
	if (ev->rcv_standing_rtt_us)
		rtt_us += TIMESTAMP_TICK_US;
	/* a reader that is slower than its window by a little lags now and then */
	if (fill < full && fill >= READ_PERMILLE && reader_lags(cf, 5))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (window_fill(ev, window, rtt_us) < full)
		return verdict(LIMIT_SENDER, CAUSE_NONE, (uint16_t)(1000 - fill));
	/* of a few segments none may be missing, or one */
	if (fill < FULL_PERMILLE && window < SMALL_WINDOW_SEGMENTS * iv->last.mss_bytes)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	if (fill < full && recv_queue_is_sure(ev))
		return verdict(LIMIT_SENDER, CAUSE_NONE, (uint16_t)(1000 - fill));
	if (fill < full || ev->received_bytes < EVIDENCE_SEGMENTS * iv->last.mss_bytes ||
	    !rtts_seen(ev, ev->span_ns, RECV_RTTS) || !rtt_is_sure(cf))
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	return blame(LIMIT_RCVBUF, cause_rcvbuf(cf), (uint16_t)fill);
}
