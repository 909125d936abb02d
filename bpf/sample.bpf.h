/* SPDX-License-Identifier: GPL-2.0-only */
/* Copies a socket into a record. Nothing is computed here. */
#ifndef TCPBDP_SAMPLE_BPF_H
#define TCPBDP_SAMPLE_BPF_H

#include "cgroup.bpf.h"
#include "compat.bpf.h"
#include "read.bpf.h"
#include "wire.h"

#define SOCK_NOSPACE_BIT 2 /* include/linux/net.h */

/* clang-format off */
/*
 * Each load through a typed pointer is checked at run time, so load 8 bytes at a time, which the
 * verifier allows within an array. len is a multiple of 4.
 */
#define COPY_BYTES(dst, src, len)                                                                  \
	do {                                                                                       \
		if (typed) {                                                                       \
			const void *from_ = (src);                                                 \
			_Pragma("unroll") for (int i_ = 0; i_ + 8 <= (len); i_ += 8)               \
				__builtin_memcpy((void *)(dst) + i_, from_ + i_, 8);               \
			if ((len) % 8)                                                             \
				__builtin_memcpy((void *)(dst) + (len) - 4, from_ + (len) - 4, 4); \
		} else {                                                                           \
			bpf_core_read(&(dst), len, &(src));                                        \
		}                                                                                  \
	} while (0)

#define COPY_WORDS(dst, src, words) COPY_BYTES(dst, src, 4 * (words))
/* clang-format on */

static __always_inline void sample_identity(struct wire_sample *s, struct sock *sk,
					    struct tcp_sock *tp, const bool typed)
{
	struct dst_entry *dst;
	struct net_device *dev = NULL;

	s->cgroup_id = cgroup_id_of(tp, typed);
	s->family = READ(sk->__sk_common.skc_family);
	s->lport = __bpf_ntohs(READ(tp->inet_conn.icsk_inet.inet_sport));
	s->rport = __bpf_ntohs(READ(sk->__sk_common.skc_dport));
	if (s->family == AF_INET6 && COMPAT_HAS_V6(sk->__sk_common)) {
		COPY_WORDS(s->laddr, sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32, 4);
		COPY_WORDS(s->raddr, sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32, 4);
	} else {
		__builtin_memset(s->laddr, 0, sizeof(s->laddr));
		__builtin_memset(s->raddr, 0, sizeof(s->raddr));
		*(u32 *)s->laddr = READ(sk->__sk_common.skc_rcv_saddr);
		*(u32 *)s->raddr = READ(sk->__sk_common.skc_daddr);
	}

	s->ifindex = 0;
	dst = READ(sk->sk_dst_cache);
	if (dst)
		dev = READ(dst->dev);
	if (dev)
		s->ifindex = READ(dev->ifindex);
}

static __always_inline void sample_namespace(struct wire_sample *s, struct sock *sk,
					     const bool typed)
{
	struct net *net = READ(sk->__sk_common.skc_net.net);

	s->netns = READ(net->ns.inum);
	COPY_WORDS(s->tcp_rmem, net->ipv4.sysctl_tcp_rmem, 3);
	COPY_WORDS(s->tcp_wmem, net->ipv4.sysctl_tcp_wmem, 3);
	s->adv_win_scale = READ(net->ipv4.sysctl_tcp_adv_win_scale);
	s->notsent_lowat = READ(net->ipv4.sysctl_tcp_notsent_lowat);
	if (READ(net->ipv4.sysctl_tcp_window_scaling))
		s->flags |= WIRE_F_WINDOW_SCALING;
	if (READ(net->ipv4.sysctl_tcp_moderate_rcvbuf))
		s->flags |= WIRE_F_MODERATE_RCVBUF;
	if (READ(net->ipv4.sysctl_tcp_workaround_signed_windows))
		s->flags |= WIRE_F_SIGNED_WINDOWS;
}

static __always_inline void sample_memory(struct wire_sample *s, struct sock *sk, u64 jiffies,
					  const bool typed)
{
	struct socket *sock = READ(sk->sk_socket);

	s->sndbuf = READ(sk->sk_sndbuf);
	s->wmem_queued = READ(sk->sk_wmem_queued);
	s->rcvbuf = READ(sk->sk_rcvbuf);
	s->rmem_alloc = READ(sk->sk_backlog.rmem_alloc.counter);
	s->pacing_rate = READ(sk->sk_pacing_rate);
	s->userlocks = COMPAT_USERLOCKS(sk);
	if (sock && READ(sock->flags) & (1UL << SOCK_NOSPACE_BIT))
		s->flags |= WIRE_F_NOSPACE;
	if (compat_memcg_pressure(sk, jiffies, typed))
		s->flags |= WIRE_F_MEMORY_PRESSURE;
}

static __always_inline void sample_send_side(struct wire_sample *s, struct tcp_sock *tp,
					     const bool typed)
{
	u32 lowat = READ(tp->notsent_lowat);

	s->bytes_acked = READ(tp->bytes_acked);
	s->bytes_sent = READ(tp->bytes_sent);
	s->bytes_retrans = READ(tp->bytes_retrans);
	s->snd_una = READ(tp->snd_una);
	s->snd_nxt = READ(tp->snd_nxt);
	s->write_seq = READ(tp->write_seq);
	s->snd_wnd = READ(tp->snd_wnd);
	s->max_window = READ(tp->max_window);
	s->snd_cwnd = READ(tp->snd_cwnd);
	s->snd_cwnd_clamp = READ(tp->snd_cwnd_clamp);
	s->snd_ssthresh = READ(tp->snd_ssthresh);
	s->packets_out = READ(tp->packets_out);
	s->sacked_out = READ(tp->sacked_out);
	s->lost_out = READ(tp->lost_out);
	s->retrans_out = READ(tp->retrans_out);
	s->delivered = READ(tp->delivered);
	s->rate_delivered = READ(tp->rate_delivered);
	s->rate_interval_us = READ(tp->rate_interval_us);
	if (lowat)
		s->notsent_lowat = lowat;
	s->chrono_start = READ(tp->chrono_start);
	COPY_WORDS(s->chrono_stat, tp->chrono_stat, 3);
	s->chrono_type = READ_BITS(tp, chrono_type);
	s->snd_wscale = READ_BITS(tp, rx_opt.snd_wscale);
	if (READ_BITS(tp, is_cwnd_limited))
		s->flags |= WIRE_F_CWND_LIMITED;
	if (READ_BITS(tp, rate_app_limited))
		s->flags |= WIRE_F_APP_LIMITED;
}

static __always_inline void sample_recv_side(struct wire_sample *s, struct tcp_sock *tp,
					     const bool typed)
{
	s->bytes_received = READ(tp->bytes_received);
	s->rcv_nxt = READ(tp->rcv_nxt);
	s->copied_seq = READ(tp->copied_seq);
	s->rcv_wnd = READ(tp->rcv_wnd);
	s->rcv_ssthresh = READ(tp->rcv_ssthresh);
	s->window_clamp = READ(tp->window_clamp);
	s->rcv_rtt_us_x8 = READ(tp->rcv_rtt_est.rtt_us);
	s->scaling_ratio = COMPAT_SCALING_RATIO(tp);
	s->rcv_wscale = READ_BITS(tp, rx_opt.rcv_wscale);
}

static __always_inline void sample_path(struct wire_sample *s, struct tcp_sock *tp,
					const bool typed)
{
	const struct tcp_congestion_ops *ca = READ(tp->inet_conn.icsk_ca_ops);
	struct tcp_ulp_ops *ulp = (void *)READ(tp->inet_conn.icsk_ulp_ops);

	s->srtt_us_x8 = READ(tp->srtt_us);
	s->rtt_min_us = READ(tp->rtt_min.s[0].v);
	s->mss_cache = READ(tp->mss_cache);
	if (READ_BITS(tp, rx_opt.tstamp_ok))
		s->flags |= WIRE_F_TSTAMP_OK;
	if (READ_BITS(tp, rx_opt.wscale_ok))
		s->flags |= WIRE_F_WSCALE_OK;
	if (ulp && READ(ulp->name[0]) == 't' && READ(ulp->name[1]) == 'l') /* "tls" */
		s->flags |= WIRE_F_TLS;
	if (COMPAT_IS_MPTCP(tp))
		s->flags |= WIRE_F_MPTCP;
	if (ca)
		COPY_BYTES(s->congestion_control, ca->name, WIRE_CA_LEN);
	else
		__builtin_memset(s->congestion_control, 0, WIRE_CA_LEN);
}

/* Copies the socket. The caller fills the owner, the cookie, the aggregates and the reason. */
static __always_inline void sample_copy(struct wire_sample *s, struct sock *sk, struct tcp_sock *tp,
					const bool typed)
{
	u64 jiffies = bpf_jiffies64();

	sample_identity(s, sk, tp, typed);
	s->ts_ns = bpf_ktime_get_ns();
	s->jiffies = (u32)jiffies;
	s->flags = 0;
	s->state = READ(sk->__sk_common.skc_state);
	__builtin_memset(s->pad, 0, sizeof(s->pad));
	sample_namespace(s, sk, typed);
	sample_memory(s, sk, jiffies, typed);
	sample_path(s, tp, typed);
	sample_send_side(s, tp, typed);
	sample_recv_side(s, tp, typed);
}

#endif
