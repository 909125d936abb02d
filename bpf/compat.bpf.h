/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Members that some kernels do not have, or that changed their type. Each accessor names the kernel
 * commit, and when it can be removed. The rest of bpf/ does not depend on the kernel's version.
 */
#ifndef TCPBDP_COMPAT_BPF_H
#define TCPBDP_COMPAT_BPF_H

#include "read.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* dfa2f0483360 ("tcp: get rid of sysctl_tcp_adv_win_scale"), 6.6. Goes with 6.1. */
struct tcp_sock___scaling_ratio {
	u8 scaling_ratio;
};

/* f870fa0b5768 ("mptcp: Add MPTCP socket stubs"), only with CONFIG_MPTCP. */
struct tcp_sock___mptcp {
	bool is_mptcp;
};

/* sk_userlocks: 4 bits up to 6.6, a byte from 6.12
 * (5d6ba9c8fb34 and its neighbours reordered struct sock). CO-RE reads both as one bitfield. */
struct sock___userlocks {
	u8 sk_userlocks : 4;
};

/* Only with CONFIG_MEMCG. unsigned long, then u64: eight bytes on every 64-bit kernel. */
struct mem_cgroup___pressure {
	struct cgroup_subsys_state css;
	u64 socket_pressure;
};

/* Only with CONFIG_MEMCG; from 6.12 on with CONFIG_MEMCG_V1 (e93d4166b40a and what followed). */
struct mem_cgroup___v1 {
	int tcpmem_pressure;
};

struct cgroup_root___id {
	int hierarchy_id;
};

struct cgroup___root {
	struct cgroup_root___id *root;
};

struct sock___memcg {
	struct mem_cgroup___pressure *sk_memcg;
};

#pragma clang attribute pop

/* 0 = this kernel computes windows with tcp_adv_win_scale. */
#define COMPAT_SCALING_RATIO(tp)                                                                   \
	({                                                                                         \
		u8 ratio_ = 0;                                                                     \
		struct tcp_sock___scaling_ratio *tp_ = (void *)(tp);                               \
		if (bpf_core_field_exists(tp_->scaling_ratio))                                     \
			READ_INTO(ratio_, tp_->scaling_ratio);                                     \
		ratio_;                                                                            \
	})

#define COMPAT_IS_MPTCP(tp)                                                                        \
	({                                                                                         \
		bool mptcp_ = false;                                                               \
		struct tcp_sock___mptcp *tp_ = (void *)(tp);                                       \
		if (bpf_core_field_exists(tp_->is_mptcp))                                          \
			READ_INTO(mptcp_, tp_->is_mptcp);                                          \
		mptcp_;                                                                            \
	})

/* Only with CONFIG_IPV6. */
#define COMPAT_HAS_V6(skc) bpf_core_field_exists((skc).skc_v6_daddr)

/* Only with CONFIG_SOCK_CGROUP_DATA, without which no socket has a control group. */
#define COMPAT_HAS_CGROUP(sk) bpf_core_field_exists((sk).sk_cgrp_data)

#define COMPAT_USERLOCKS(sk)                                                                       \
	({                                                                                         \
		struct sock___userlocks *sk_ = (void *)(sk);                                       \
		READ_BITS(sk_, sk_userlocks);                                                      \
	})

/* Is it of a hierarchy of version 1? That of version 2 has the number 0. */
static __always_inline bool memcg_is_v1(struct mem_cgroup___pressure *memcg, const bool typed)
{
	struct cgroup___root *cgrp = (void *)READ(memcg->css.cgroup);
	struct cgroup_root___id *root;

	if (!cgrp)
		return false;
	root = READ(cgrp->root);
	return root && READ(root->hierarchy_id);
}

/* bpf_probe_read_kernel() is allowed: not so under lockdown=confidentiality. */
const volatile bool cfg_probe_reads;

/* The kernel has no bound; few hosts nest control groups deeper. */
#define MEMCG_LEVELS_MAX 8

/*
 * Is css, or one above it, the state of a mem_cgroup without room? No typed pointer leads from the one to the
 * other. A function of its own, which the verifier does not look at where nobody calls it.
 */
static __noinline bool memcg_pressure_from(struct cgroup_subsys_state *css, u64 now)
{
	for (int level = 0; level < MEMCG_LEVELS_MAX && css; level++) {
		struct mem_cgroup___pressure *memcg =
			(void *)css - bpf_core_field_offset(struct mem_cgroup___pressure, css);
		u64 until = 0;

		bpf_core_read(&until, sizeof(until), &memcg->socket_pressure);
		if ((s64)(until - now) > 0)
			return true;
		if (bpf_core_read(&css, sizeof(css), &css->parent))
			return false;
	}
	return false;
}

/*
 * mem_cgroup_under_socket_pressure(): of version 1 a flag, raised where a group above has no room
 * either; of version 2 a moment in jiffies, that is to come while it lasts, here or above. Each
 * version leaves the other's member as it was made.
 */
static __always_inline bool compat_memcg_pressure(struct sock *sock, u64 now, const bool typed)
{
	struct sock___memcg *sk = (void *)sock;
	struct mem_cgroup___pressure *memcg;
	struct mem_cgroup___v1 *v1;

	if (!bpf_core_field_exists(sk->sk_memcg))
		return false;
	memcg = READ(sk->sk_memcg);
	if (!memcg)
		return false;
	v1 = (void *)memcg;
	if (bpf_core_field_exists(v1->tcpmem_pressure) && READ(v1->tcpmem_pressure))
		return true;
	if ((s64)(READ(memcg->socket_pressure) - now) > 0)
		return true;
	if (!cfg_probe_reads || memcg_is_v1(memcg, typed))
		return false;
	return memcg_pressure_from(READ(memcg->css.parent), now);
}

#endif
