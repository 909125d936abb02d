/* SPDX-License-Identifier: GPL-2.0-only */
/* A segment before the kernel processes it. */
#ifndef TCPBDP_SEGMENT_BPF_H
#define TCPBDP_SEGMENT_BPF_H

#include "read.bpf.h"

/* TCP_SKB_CB(skb)->seq and ->end_seq, the first two of struct tcp_skb_cb on every kernel. */
static __always_inline u32 segment_seq(struct sk_buff *skb, const int which, const bool typed)
{
	return READ(*(u32 *)&skb->cb[4 * which]);
}

static __always_inline u32 segment_bytes(struct sk_buff *skb, const bool typed)
{
	return segment_seq(skb, 1, typed) - segment_seq(skb, 0, typed);
}

/* The room that it leaves in our window. */
static __always_inline u32 segment_room(struct tcp_sock *tp, struct sk_buff *skb, u32 rcv_wnd,
					const bool typed)
{
	u32 room = READ(tp->rcv_wup) + rcv_wnd - segment_seq(skb, 1, typed);

	return (s32)room < 0 ? 0 : room;
}

#endif
