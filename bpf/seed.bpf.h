/* SPDX-License-Identifier: GPL-2.0-only */
/* Seeds: every socket that a task has open, in every namespace, with its owner. */
#ifndef TCPBDP_SEED_BPF_H
#define TCPBDP_SEED_BPF_H

#include "filter.bpf.h"
#include "sample.bpf.h"
#include "socket.bpf.h"
#include "state.bpf.h"

/* The socket of a task's file if it matches the filter, else NULL. */
static __always_inline struct tcp_sock *seed_socket(struct bpf_iter__task_file *ctx,
						    struct sock **ret_sk)
{
	struct tcp_sock *tp;
	struct sock *sk;

	tp = tcp_of_file(ctx->file, &sk);
	if (!tp || !is_connected(sk->__sk_common.skc_state) || !filter_socket(sk, tp, true))
		return NULL;
	*ret_sk = sk;
	return tp;
}

/* Chooses, among the tasks that have the socket open, one that matches the filter. */
static __always_inline bool seed_own(struct sock_state *st, struct task_struct *task)
{
	const bool typed = true;
	struct task_struct *leader;
	char comm[WIRE_COMM_LEN];

	if (!task)
		return false;
	leader = task->group_leader;
	if (!leader)
		return false;
	COPY_BYTES(comm, leader->comm, WIRE_COMM_LEN);
	if (!st->pid || (filter_asks_owner() && filter_owner(task->tgid, comm))) {
		st->pid = task->tgid;
		__builtin_memcpy(st->comm, comm, sizeof(st->comm));
	}
	return true;
}

#endif
