// SPDX-License-Identifier: GPL-2.0-only
/*
 * The iterators of tcpbdp list. They have their own object, because loading the hooks of
 * tcpbdp.bpf.c takes longer than reading all sockets.
 */
#include <vmlinux.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "filter.bpf.h"
#include "sample.bpf.h"
#include "socket.bpf.h"

/* a bit (1 << state) for each requested state */
const volatile __u32 cfg_states;

/* sockets in these states that the filter excluded; one reader at a time */
__u64 filtered;

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct wire_socket);
} scratch SEC(".maps");

static __always_inline bool state_asked_for(u8 state)
{
	return cfg_states & 1U << (state & 31);
}

static __always_inline void write_full(struct bpf_iter__tcp *ctx, struct wire_socket *s,
				       struct tcp_sock *tp)
{
	const bool typed = true;
	struct sock *sk = (struct sock *)tp;

	if (!state_asked_for(sk->__sk_common.skc_state))
		return;
	if (!filter_socket(sk, tp, typed)) {
		filtered++;
		return;
	}
	sample_copy(&s->sample, sk, tp, typed);
	s->sample.reason = WIRE_SEED;
	s->sample.cookie = bpf_get_socket_cookie(sk);
	s->lsndtime = tp->lsndtime;
	s->lrcvtime = tp->inet_conn.icsk_ack.lrcvtime;
	bpf_seq_write(ctx->meta->seq, s, sizeof(*s));
}

/*
 * A time-wait socket: FIN_WAIT2 after the owner closed it, or TIME_WAIT. It has only the head of a
 * full socket. Its state is the substate, as for ss.
 */
static __always_inline void write_mini(struct bpf_iter__tcp *ctx, struct wire_socket *w,
				       struct tcp_timewait_sock *tw)
{
	struct sock_common *skc = &tw->tw_sk.__tw_common;
	struct wire_sample *s = &w->sample;
	struct net *net;

	if (skc->skc_state != TCP_TIME_WAIT || !state_asked_for(tw->tw_sk.tw_substate))
		return;
	__builtin_memset(w, 0, sizeof(*w));
	s->ts_ns = bpf_ktime_get_ns();
	s->flags = WIRE_F_MINI;
	s->state = tw->tw_sk.tw_substate;
	s->family = skc->skc_family;
	s->lport = __bpf_ntohs(tw->tw_sk.tw_sport);
	s->rport = __bpf_ntohs(skc->skc_dport);
	if (s->family == AF_INET6 && COMPAT_HAS_V6(*skc)) {
		const bool typed = true;

		COPY_WORDS(s->laddr, skc->skc_v6_rcv_saddr.in6_u.u6_addr32, 4);
		COPY_WORDS(s->raddr, skc->skc_v6_daddr.in6_u.u6_addr32, 4);
	} else {
		*(u32 *)s->laddr = skc->skc_rcv_saddr;
		*(u32 *)s->raddr = skc->skc_daddr;
	}
	net = skc->skc_net.net;
	s->netns = net->ns.inum;
	s->reason = WIRE_SEED;
	s->cookie = bpf_get_socket_cookie(skc);
	bpf_seq_write(ctx->meta->seq, w, sizeof(*w));
}

/* Every socket in the namespace of the task that opened the iterator. */
SEC("iter/tcp")
int sockets(struct bpf_iter__tcp *ctx)
{
	struct sock_common *skc = ctx->sk_common;
	struct tcp_timewait_sock *tw;
	struct wire_socket *s;
	struct tcp_sock *tp;
	u32 zero = 0;

	if (!skc)
		return 0;
	s = bpf_map_lookup_elem(&scratch, &zero);
	if (!s)
		return 0;
	tp = bpf_skc_to_tcp_sock(skc);
	if (tp) {
		write_full(ctx, s, tp);
		return 0;
	}
	/* skip requests, which are not sockets yet */
	tw = bpf_skc_to_tcp_timewait_sock(skc);
	if (tw)
		write_mini(ctx, s, tw);
	return 0;
}

/* Which task has which socket open, in every namespace. */
SEC("iter/task_file")
int owners(struct bpf_iter__task_file *ctx)
{
	const bool typed = true;
	struct task_struct *task = ctx->task, *leader;
	struct wire_owner owner;
	struct sock *sk;

	if (!task || !filter_pid(task->tgid))
		return 0;
	if (!tcp_of_file(ctx->file, &sk) || !state_asked_for(sk->__sk_common.skc_state))
		return 0;
	leader = task->group_leader;
	if (!leader)
		return 0;
	owner.cookie = bpf_get_socket_cookie(sk);
	owner.pid = task->tgid;
	owner.fd = ctx->fd;
	owner.pad = 0;
	owner.netns = sk->__sk_common.skc_net.net->ns.inum;
	COPY_BYTES(owner.comm, leader->comm, WIRE_COMM_LEN);
	if (!filter_comm(owner.comm))
		return 0;
	bpf_seq_write(ctx->meta->seq, &owner, sizeof(owner));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
