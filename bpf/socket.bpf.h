/* SPDX-License-Identifier: GPL-2.0-only */
/* The checks with which every hook begins. */
#ifndef TCPBDP_SOCKET_BPF_H
#define TCPBDP_SOCKET_BPF_H

#include "read.bpf.h"

#define TCP_ESTABLISHED 1
#define TCP_SYN_SENT 2
#define TCP_SYN_RECV 3
#define TCP_FIN_WAIT1 4
#define TCP_FIN_WAIT2 5
#define TCP_TIME_WAIT 6
#define TCP_CLOSE 7
#define TCP_LISTEN 10
#define TCP_NEW_SYN_RECV 12

#define SEND_SHUTDOWN 2 /* include/net/sock.h */

/* tcp_sk() for every kind of hook; NULL = not a full TCP socket */
static __always_inline struct tcp_sock *tcp_of(struct sock *sk, const bool typed)
{
	if (typed)
		return bpf_skc_to_tcp_sock(sk);
	return (struct tcp_sock *)sk;
}

/* The TCP socket of a task's file, as sock and as tcp_sock; NULL = another file. */
static __always_inline struct tcp_sock *tcp_of_file(struct file *file, struct sock **ret_sk)
{
	struct socket *sock;
	struct tcp_sock *tp;
	struct sock *sk;

	if (!file)
		return NULL;
	sock = bpf_sock_from_file(file);
	if (!sock)
		return NULL;
	sk = sock->sk;
	if (!sk)
		return NULL;
	tp = bpf_skc_to_tcp_sock(sk);
	if (tp)
		*ret_sk = sk;
	return tp;
}

/* tcp_rcv_state_process() also handles listeners and handshakes, which are not counted. */
static __always_inline bool is_half_closed(u8 state)
{
	return state > TCP_SYN_RECV && state != TCP_CLOSE && state < TCP_LISTEN;
}

/* A write before the connection is established or after its end sends nothing. */
static __always_inline bool is_connected(u8 state)
{
	return state != TCP_CLOSE && state != TCP_SYN_SENT && state != TCP_LISTEN;
}

#endif
