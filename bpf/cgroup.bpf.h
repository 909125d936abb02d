/* SPDX-License-Identifier: GPL-2.0-only */
/* The control group of a socket. */
#ifndef TCPBDP_CGROUP_BPF_H
#define TCPBDP_CGROUP_BPF_H

#include "compat.bpf.h"
#include "read.bpf.h"

/*
 * Reads sk through the tcp_sock that begins with it. If the kernel relocates (list), it caches
 * types under 31 hashes of their names, and sock and kernfs_node share one (check_cand_cache()).
 */
static __always_inline struct cgroup *cgroup_of(struct tcp_sock *tp, const bool typed)
{
	if (!COMPAT_HAS_CGROUP(tp->inet_conn.icsk_inet.sk))
		return NULL;
	return READ(tp->inet_conn.icsk_inet.sk.sk_cgrp_data.cgroup);
}

/* 0 = none */
static __always_inline u64 cgroup_id_of(struct tcp_sock *tp, const bool typed)
{
	struct cgroup *cgrp = cgroup_of(tp, typed);
	struct kernfs_node *kn;

	if (!cgrp)
		return 0;
	kn = READ(cgrp->kn);
	return kn ? READ(kn->id) : 0;
}

#endif
