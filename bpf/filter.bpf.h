/* SPDX-License-Identifier: GPL-2.0-only */
/* The user's filter. It is rodata, so the verifier removes the code of unused options. */
#ifndef TCPBDP_FILTER_BPF_H
#define TCPBDP_FILTER_BPF_H

#include "cgroup.bpf.h"
#include "read.bpf.h"
#include "sample.bpf.h"
#include "wire.h"

#define MAX_CGROUP_DEPTH 64

const volatile struct wire_filter cfg_filter;

static __always_inline bool filter_family_of(struct sock *sk, u16 *ret_family, const bool typed)
{
	*ret_family = READ(sk->__sk_common.skc_family);
	if (*ret_family == AF_INET)
		return true;
	if (*ret_family != AF_INET6 || !COMPAT_HAS_V6(sk->__sk_common))
		return false;
	if (READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[0]) == 0 &&
	    READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[1]) == 0 &&
	    READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[2]) == __bpf_htonl(0xffff))
		*ret_family = AF_INET;
	return true;
}

/* For each value of a list, whose length is known at load time. */
#define FILTER_EACH(i, max, count) for (u32 i = 0; i < (max) && i < (count); i++)

static __always_inline bool filter_addr_in(const u32 addr[4], u32 i)
{
	bool match = true;

	for (int word = 0; word < 4; word++)
		match = match && (addr[word] & cfg_filter.addrs[i].mask[word]) ==
					 cfg_filter.addrs[i].addr[word];
	return match;
}

static __always_inline bool filter_addr(struct sock *sk, u16 family, const bool typed)
{
	u32 local[4] = {}, remote[4] = {};

	if (family == AF_INET) {
		/* also valid for v4-mapped sockets: inet_sk()->inet_rcv_saddr, inet_daddr */
		local[0] = READ(sk->__sk_common.skc_rcv_saddr);
		remote[0] = READ(sk->__sk_common.skc_daddr);
	} else if (COMPAT_HAS_V6(sk->__sk_common)) {
		COPY_WORDS(local, sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32, 4);
		COPY_WORDS(remote, sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32, 4);
	}
	FILTER_EACH(i, WIRE_FILTER_MAX, cfg_filter.addrs_count)
	{
		if (cfg_filter.addrs[i].family == family &&
		    (filter_addr_in(local, i) || filter_addr_in(remote, i)))
			return true;
	}
	return false;
}

static __always_inline bool filter_cgroup_id(u64 id)
{
	FILTER_EACH(i, WIRE_FILTER_MAX, cfg_filter.cgroups_count)
	{
		if (cfg_filter.cgroup_ids[i] == id)
			return true;
	}
	return false;
}

static __always_inline bool filter_cgroup(struct tcp_sock *tp, const bool typed)
{
	struct cgroup *cgrp = cgroup_of(tp, typed);

	for (int i = 0; i < MAX_CGROUP_DEPTH && cgrp; i++) {
		struct kernfs_node *kn = READ(cgrp->kn);
		struct cgroup_subsys_state *parent;

		if (kn && filter_cgroup_id(READ(kn->id)))
			return true;
		parent = READ(cgrp->self.parent);
		if (!parent)
			return false;
		cgrp = READ(parent->cgroup);
	}
	return false;
}

static __always_inline bool filter_netns(struct sock *sk, const bool typed)
{
	struct net *net = READ(sk->__sk_common.skc_net.net);
	u32 inum;

	if (!net)
		return false;
	inum = READ(net->ns.inum);
	FILTER_EACH(i, WIRE_FILTER_MAX, cfg_filter.netns_count)
	{
		if (cfg_filter.netns[i] == inum)
			return true;
	}
	return false;
}

static __always_inline bool filter_port_in(const volatile u16 *ports, u32 count, u16 port)
{
	FILTER_EACH(i, WIRE_FILTER_MAX, count)
	{
		if (ports[i] == port)
			return true;
	}
	return false;
}

static __always_inline bool filter_ports(struct sock *sk, struct tcp_sock *tp, const bool typed)
{
	/* skc_num is already 0 when a socket closes */
	u16 lport = __bpf_ntohs(READ(tp->inet_conn.icsk_inet.inet_sport));
	u16 rport = __bpf_ntohs(READ(sk->__sk_common.skc_dport));

	if (cfg_filter.ports_count &&
	    !filter_port_in(cfg_filter.ports, cfg_filter.ports_count, lport) &&
	    !filter_port_in(cfg_filter.ports, cfg_filter.ports_count, rport))
		return false;
	if (cfg_filter.lports_count &&
	    !filter_port_in(cfg_filter.lports, cfg_filter.lports_count, lport))
		return false;
	return !cfg_filter.rports_count ||
	       filter_port_in(cfg_filter.rports, cfg_filter.rports_count, rport);
}

static __always_inline bool filter_socket(struct sock *sk, struct tcp_sock *tp, const bool typed)
{
	u16 family;

	if (!cfg_filter.any)
		return true;
	if ((cfg_filter.ports_count || cfg_filter.lports_count || cfg_filter.rports_count) &&
	    !filter_ports(sk, tp, typed))
		return false;
	if (cfg_filter.family || cfg_filter.addrs_count) {
		if (!filter_family_of(sk, &family, typed))
			return false;
		if (cfg_filter.family && family != cfg_filter.family)
			return false;
		if (cfg_filter.addrs_count && !filter_addr(sk, family, typed))
			return false;
	}
	if (cfg_filter.netns_count && !filter_netns(sk, typed))
		return false;
	return !cfg_filter.cgroups_count || filter_cgroup(tp, typed);
}

static __always_inline bool filter_pid(u32 pid)
{
	FILTER_EACH(i, WIRE_FILTER_PIDS_MAX, cfg_filter.pids_count)
	{
		if (cfg_filter.pids[i] == pid)
			return true;
	}
	return !cfg_filter.pids_count;
}

/* Compares up to the NUL: old kernels leave garbage after it. */
static __always_inline bool filter_comm_is(const char *comm, u32 i)
{
	for (int n = 0; n < WIRE_COMM_LEN; n++) {
		char c = comm[n];

		if (c != cfg_filter.comms[i][n])
			return false;
		if (!c)
			break;
	}
	return true;
}

static __always_inline bool filter_comm(const char *comm)
{
	FILTER_EACH(i, WIRE_FILTER_MAX, cfg_filter.comms_count)
	{
		if (filter_comm_is(comm, i))
			return true;
	}
	return !cfg_filter.comms_count;
}

static __always_inline bool filter_asks_owner(void)
{
	return cfg_filter.pids_count || cfg_filter.comms_count;
}

/* Does this owner match the filter? */
static __always_inline bool filter_owner(u32 pid, const char *comm)
{
	return filter_pid(pid) && filter_comm(comm);
}

#endif
