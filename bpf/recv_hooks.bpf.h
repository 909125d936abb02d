/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks of the receive side, of each kind. Define on_segment(sk, skb, typed) and
 * on_segment_half_closed(sk, skb, typed) before including this.
 */
#ifndef TCPBDP_RECV_HOOKS_BPF_H
#define TCPBDP_RECV_HOOKS_BPF_H

#include <bpf/bpf_tracing.h>

/* ---- tcp_rcv_established() ---- */

SEC("tp_btf/tcp_probe")
int BPF_PROG(recv_tracepoint, struct sock *sk, struct sk_buff *skb)
{
	return on_segment(sk, skb, true);
}

SEC("fentry/tcp_rcv_established")
int BPF_PROG(recv_fentry, struct sock *sk, struct sk_buff *skb)
{
	return on_segment(sk, skb, true);
}

SEC("kprobe/tcp_rcv_established")
int BPF_KPROBE(recv_kprobe, struct sock *sk, struct sk_buff *skb)
{
	return on_segment(sk, skb, false);
}

/* ---- half-closed sockets: tcp_rcv_state_process() has no tracepoint ---- */

SEC("fentry/tcp_rcv_state_process")
int BPF_PROG(half_closed_fentry, struct sock *sk, struct sk_buff *skb)
{
	return on_segment_half_closed(sk, skb, true);
}

SEC("kprobe/tcp_rcv_state_process")
int BPF_KPROBE(half_closed_kprobe, struct sock *sk, struct sk_buff *skb)
{
	return on_segment_half_closed(sk, skb, false);
}

#endif
