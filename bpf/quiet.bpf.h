/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events that can be skipped. A segment is quiet if no data waits on either side and every buffer
 * and window has room. A quiet segment is skipped if the socket had another segment in the same
 * jiffy, because touching our own state costs more than reading the kernel's. The next quiet
 * segment that is processed counts for the skipped ones, so that shares include them.
 */
#ifndef TCPBDP_QUIET_BPF_H
#define TCPBDP_QUIET_BPF_H

#include "filter.bpf.h"
#include "gate.bpf.h"
#include "segment.bpf.h"
#include "socket.bpf.h"

/* The first segments of a connection are never skipped: there may be no others. */
#define QUIET_AFTER_SEGMENTS 8

/* Nothing is skipped if the user wants every event, or filters by owner. */
static __always_inline bool quiet_allowed(struct tcp_sock *tp, const bool typed)
{
	return cfg_gate_jiffies && !filter_asks_owner() && READ(tp->segs_in) > QUIET_AFTER_SEGMENTS;
}

/*
 * The socket received another segment in this jiffy: tcp_probe runs before either member is
 * updated.
 */
static __always_inline bool quiet_seen_now(struct tcp_sock *tp, const bool typed)
{
	u32 now = (u32)bpf_jiffies64();

	return READ(tp->rcv_tstamp) == now || READ(tp->inet_conn.icsk_ack.lrcvtime) == now;
}

/* Is nothing unread, and does the segment leave enough room in the window? */
static __always_inline bool quiet_received(struct sock *sk, struct tcp_sock *tp,
					   struct sk_buff *skb, u32 mss, const bool typed)
{
	u32 rcv_wnd = READ(tp->rcv_wnd), len, room;

	if (!rcv_wnd || READ(sk->sk_backlog.rmem_alloc.counter))
		return false;
	len = segment_bytes(skb, typed);
	if (!len)
		return true;
	room = segment_room(tp, skb, rcv_wnd, typed);
	/* tp->segs_in counts a merged segment (GRO) as several */
	return len <= mss && room >= len && room >= rcv_wnd / 4;
}

static __always_inline bool quiet_segment(struct sock *sk, struct tcp_sock *tp, struct sk_buff *skb,
					  const bool typed)
{
	u32 wmem = READ(sk->sk_wmem_queued), mss = READ(tp->mss_cache);

	return READ(tp->write_seq) - READ(tp->snd_nxt) < mss &&
	       wmem + wmem / 2 <= (u32)READ(sk->sk_sndbuf) && READ(tp->snd_wnd) &&
	       quiet_received(sk, tp, skb, mss, typed);
}

/*
 * How many segments this event counts for. How many were skipped before a merged segment is not
 * known, so they are not counted.
 */
static __always_inline u32 quiet_weight(struct sock_state *st, struct tcp_sock *tp,
					struct sk_buff *skb, bool quiet, const bool typed)
{
	u32 segs_in = READ(tp->segs_in), unseen = segs_in - st->segs_in - 1;

	if (quiet) {
		st->segs_in = segs_in;
		return (s32)unseen > 0 ? 1 + unseen : 1;
	}
	st->segs_in = segment_bytes(skb, typed) > READ(tp->mss_cache) ? segs_in : st->segs_in + 1;
	return 1;
}

/* A send call while most of the buffer is free, if data was sent in the same jiffy. */
static __always_inline bool quiet_send(struct sock *sk, const bool typed)
{
	struct tcp_sock *tp;

	if ((u32)READ(sk->sk_wmem_queued) > (u32)READ(sk->sk_sndbuf) / 4)
		return false;
	tp = tcp_of(sk, typed);
	return tp && READ(tp->lsndtime) == (u32)bpf_jiffies64() && quiet_allowed(tp, typed);
}

#endif
