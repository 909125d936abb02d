/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the fields of a socket that a metric needs. `reads` is rodata, so others are not loaded. */
#ifndef TCPBDP_READING_BPF_H
#define TCPBDP_READING_BPF_H

#include "hist/reading.h"
#include "read.bpf.h"

/* The kernel stores the smoothed RTT times 8, its deviation times 4 (tcp_rtt_estimator()). */
static __always_inline void reading_rtt(struct reading *r, struct tcp_sock *tp, const bool typed)
{
	u32 min_us = READ(tp->rtt_min.s[0].v);

	r->srtt_us = READ(tp->srtt_us) >> 3;
	r->rtt_min_us = min_us == ~0U ? 0 : min_us;
	r->rttvar_us = READ(tp->mdev_us) >> 2;
}

static __always_inline void reading_delivery(struct reading *r, struct tcp_sock *tp,
					     const bool typed)
{
	r->delivered_segments = READ(tp->rate_delivered);
	r->delivered_us = READ(tp->rate_interval_us);
	r->app_limited = READ_BITS(tp, rate_app_limited);
	r->mss_bytes = READ(tp->mss_cache);
}

static __always_inline void reading_send_side(struct reading *r, struct tcp_sock *tp,
					      const bool typed)
{
	r->inflight_bytes = READ(tp->snd_nxt) - READ(tp->snd_una);
	r->peer_window_bytes = READ(tp->snd_wnd);
	r->cwnd_segments = READ(tp->snd_cwnd);
	r->mss_bytes = READ(tp->mss_cache);
}

static __always_inline void reading_recv_side(struct reading *r, struct tcp_sock *tp,
					      const bool typed)
{
	r->rcv_wnd_bytes = READ(tp->rcv_wnd);
	if (READ_BITS(tp, rx_opt.wscale_ok))
		r->rcv_wscale = READ_BITS(tp, rx_opt.rcv_wscale);
}

static __always_inline u32 not_negative(int value)
{
	return value < 0 ? 0 : value;
}

static __always_inline void reading_fill(struct reading *r, struct sock *sk, struct tcp_sock *tp,
					 u32 reads, const bool typed)
{
	if (reads & READS_RTT)
		reading_rtt(r, tp, typed);
	if (reads & READS_RATE)
		reading_delivery(r, tp, typed);
	if (reads & READS_SEND)
		reading_send_side(r, tp, typed);
	if (reads & READS_RECV)
		reading_recv_side(r, tp, typed);
	if (reads & READS_SNDBUF) {
		r->sndbuf_bytes = not_negative(READ(sk->sk_sndbuf));
		r->wmem_queued_bytes = not_negative(READ(sk->sk_wmem_queued));
		r->queued_bytes = READ(tp->write_seq) - READ(tp->snd_una);
	}
	if (reads & READS_PACING)
		r->pacing_bytes_per_s = READ(sk->sk_pacing_rate);
	if (reads & READS_RETRANS) {
		r->all_sent_bytes = READ(tp->bytes_sent);
		r->all_retrans_bytes = READ(tp->bytes_retrans);
	}
	if (reads & READS_RCVBUF) {
		r->rcvbuf_bytes = not_negative(READ(sk->sk_rcvbuf));
		r->rmem_alloc_bytes = not_negative(READ(sk->sk_backlog.rmem_alloc.counter));
	}
}

#endif
