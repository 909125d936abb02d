/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much of our window arrives per round trip. A sender that waits for the window fills it in
 * each round; another sender leaves room. Bursts within a round make no difference.
 */
#ifndef TCPBDP_ROUND_BPF_H
#define TCPBDP_ROUND_BPF_H

#include "read.bpf.h"
#include "state.bpf.h"

const volatile __u32 cfg_jiffy_us; /* 1000000 / HZ */

/* The window as the peer sees it: tp->rcv_wnd is not capped by the scale (tcp_select_window()). */
static __always_inline u32 round_window(struct tcp_sock *tp, u32 rcv_wnd, const bool typed)
{
	u32 cap = 65535U << READ_BITS(tp, rx_opt.rcv_wscale);

	return rcv_wnd < cap ? rcv_wnd : cap;
}

static __always_inline void round_begin(struct sock_round *r, struct tcp_sock *tp, u32 rcv_wnd,
					u64 now_ns, const bool typed)
{
	r->start_ns = now_ns;
	r->start_jiffies = (u32)bpf_jiffies64();
	r->rcv_nxt = READ(tp->rcv_nxt);
	r->write_seq = READ(tp->write_seq);
	r->window = round_window(tp, rcv_wnd, typed);
}

/* Called before the kernel processes the segment. Begins the next round if this one is over. */
static __always_inline void round_segment(struct sock_round *r, struct wire_aggregate *a,
					  struct tcp_sock *tp, u32 rcv_wnd, const bool typed)
{
	u32 rtt_us = READ(tp->rtt_min.s[0].v);
	u64 now_ns, took_us, came;

	if (!rtt_us || rtt_us == ~0U)
		return;
	if (!r->window) {
		round_begin(r, tp, rcv_wnd, bpf_ktime_get_ns(), typed);
		return;
	}
	if (((u32)bpf_jiffies64() - r->start_jiffies + 1) * (u64)cfg_jiffy_us < rtt_us)
		return;
	now_ns = bpf_ktime_get_ns();
	took_us = (now_ns - r->start_ns) / 1000;
	if (took_us < rtt_us)
		return;
	came = READ(tp->rcv_nxt) - r->rcv_nxt;
	a->rounds++;
	if (came * rtt_us / took_us >= r->window - r->window / 8) {
		a->full_rounds++;
		if (READ(tp->write_seq) != r->write_seq)
			a->asked_rounds++;
	}
	round_begin(r, tp, rcv_wnd, now_ns, typed);
}

#endif
