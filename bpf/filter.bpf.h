/* SPDX-License-Identifier: GPL-2.0-only */
/* Which sockets the user asked for. All of it is rodata: what is not asked for costs nothing. */
#ifndef TCPBDP_FILTER_BPF_H
#define TCPBDP_FILTER_BPF_H

#include "cgroup.bpf.h"
#include "read.bpf.h"
#include "wire.h"

#define MAX_CGROUP_DEPTH 64

const volatile struct wire_filter cfg_filter;

static __always_inline bool filter_family_of(struct sock *sk, u16 *ret_family, const bool typed)
{
	*ret_family = READ(sk->__sk_common.skc_family);
	if (*ret_family == AF_INET)
		return true;
	if (*ret_family != AF_INET6)
		return false;
	if (READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[0]) == 0 &&
	    READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[1]) == 0 &&
	    READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[2]) == __bpf_htonl(0xffff))
		*ret_family = AF_INET;
	return true;
}

static __always_inline bool filter_addr(struct sock *sk, u16 family, const bool typed)
{
	bool local = true, remote = true;

	if (family != cfg_filter.addr_family)
		return false;
	if (family == AF_INET) {
		/* also kept for v4-mapped sockets: inet_sk()->inet_rcv_saddr, inet_daddr */
		local = (READ(sk->__sk_common.skc_rcv_saddr) & cfg_filter.addr_mask[0]) ==
			cfg_filter.addr[0];
		remote = (READ(sk->__sk_common.skc_daddr) & cfg_filter.addr_mask[0]) ==
			 cfg_filter.addr[0];
		return local || remote;
	}
#define FILTER_ADDR_WORD(i)                                                                        \
	do {                                                                                       \
		u32 l_ = READ(sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[i]);                \
		u32 r_ = READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[i]);                    \
		local = local && (l_ & cfg_filter.addr_mask[i]) == cfg_filter.addr[i];             \
		remote = remote && (r_ & cfg_filter.addr_mask[i]) == cfg_filter.addr[i];           \
	} while (0)
	FILTER_ADDR_WORD(0);
	FILTER_ADDR_WORD(1);
	FILTER_ADDR_WORD(2);
	FILTER_ADDR_WORD(3);
#undef FILTER_ADDR_WORD
	return local || remote;
}

static __always_inline bool filter_cgroup(struct tcp_sock *tp, const bool typed)
{
	struct cgroup *cgrp = cgroup_of(tp, typed);

	for (int i = 0; i < MAX_CGROUP_DEPTH && cgrp; i++) {
		struct kernfs_node *kn = READ(cgrp->kn);
		struct cgroup_subsys_state *parent;

		if (kn && READ(kn->id) == cfg_filter.cgroup_id)
			return true;
		parent = READ(cgrp->self.parent);
		if (!parent)
			return false;
		cgrp = READ(parent->cgroup);
	}
	return false;
}

static __always_inline bool filter_socket(struct sock *sk, struct tcp_sock *tp, const bool typed)
{
	u16 lport, rport, family;

	if (!cfg_filter.any)
		return true;
	/* skc_num is 0 again by the time that a socket closes */
	lport = __bpf_ntohs(READ(tp->inet_conn.icsk_inet.inet_sport));
	rport = __bpf_ntohs(READ(sk->__sk_common.skc_dport));
	if (cfg_filter.port && lport != cfg_filter.port && rport != cfg_filter.port)
		return false;
	if ((cfg_filter.lport && lport != cfg_filter.lport) ||
	    (cfg_filter.rport && rport != cfg_filter.rport))
		return false;
	if (cfg_filter.family || cfg_filter.addr_family) {
		if (!filter_family_of(sk, &family, typed))
			return false;
		if (cfg_filter.family && family != cfg_filter.family)
			return false;
		if (cfg_filter.addr_family && !filter_addr(sk, family, typed))
			return false;
	}
	if (cfg_filter.netns) {
		struct net *net = READ(sk->__sk_common.skc_net.net);

		if (!net || READ(net->ns.inum) != cfg_filter.netns)
			return false;
	}
	return !cfg_filter.cgroup_id || filter_cgroup(tp, typed);
}

#endif
