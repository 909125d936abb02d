/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events that need no look. A segment is quiet if it finds nothing that waits, on either side, and leaves
 * room in every buffer and window. Where another of the socket came in the same jiffy, a quiet one is not
 * looked at: the memory of our own that a look touches costs more than all that it reads of the kernel's.
 * The next quiet one that is looked at counts for those before it, so no share is of loud segments alone.
 */
#ifndef TCPBDP_QUIET_BPF_H
#define TCPBDP_QUIET_BPF_H

#include "filter.bpf.h"
#include "gate.bpf.h"
#include "segment.bpf.h"
#include "socket.bpf.h"

/* The first segments of a connection are all looked at, however soon they come: there may be no others. */
#define QUIET_AFTER_SEGMENTS 8

/* An event that the user asked to see, or to count as another process's, is always looked at. */
static __always_inline bool quiet_allowed(struct tcp_sock *tp, const bool typed)
{
	return cfg_gate_jiffies && !filter_asks_owner() && READ(tp->segs_in) > QUIET_AFTER_SEGMENTS;
}

/* Another segment was taken in in this jiffy: tcp_probe runs before either member is updated. */
static __always_inline bool quiet_seen_now(struct tcp_sock *tp, const bool typed)
{
	u32 now = (u32)bpf_jiffies64();

	return READ(tp->rcv_tstamp) == now || READ(tp->inet_conn.icsk_ack.lrcvtime) == now;
}

/* Does it leave the receiver all the room that it needs, and nothing unread? */
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
	/* merged segments (GRO) are several to tp->segs_in */
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
 * How many segments this look counts for. What came before a loud one that was merged is not known: it is
 * not counted rather than guessed.
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

/* A call of the send side while most of the buffer is free, where data was sent in the same jiffy. */
static __always_inline bool quiet_send(struct sock *sk, const bool typed)
{
	struct tcp_sock *tp;

	if ((u32)READ(sk->sk_wmem_queued) > (u32)READ(sk->sk_sndbuf) / 4)
		return false;
	tp = tcp_of(sk, typed);
	return tp && READ(tp->lsndtime) == (u32)bpf_jiffies64() && quiet_allowed(tp, typed);
}

#endif
