/* SPDX-License-Identifier: GPL-2.0-only */
/* The group of a socket; the same as src/hist/group.c finds for a sample. */
#ifndef TCPBDP_GROUP_BPF_H
#define TCPBDP_GROUP_BPF_H

#include "filter.bpf.h"
#include "hist/group_key.h"
#include "sample.bpf.h"
#include "state.bpf.h"

const volatile __u32 cfg_by;        /* enum group_by */
const volatile __u32 cfg_inet_mask; /* of a peer's address; network order */
const volatile __u32 cfg_inet6_mask[4];

static __always_inline void group_peer(struct group_key *key, struct sock *sk, const bool typed)
{
	u16 family;

	if (!filter_family_of(sk, &family, typed))
		return;
	if (family == AF_INET) {
		key->family = 4;
		/* also valid for v4-mapped sockets */
		key->word[0] = READ(sk->__sk_common.skc_daddr) & cfg_inet_mask;
		return;
	}
	key->family = 6;
	if (!COMPAT_HAS_V6(sk->__sk_common))
		return;
	COPY_WORDS(key->word, sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32, 4);
	for (int i = 0; i < 4; i++)
		key->word[i] &= cfg_inet6_mask[i];
}

static __always_inline void group_cgroup(struct group_key *key, struct tcp_sock *tp,
					 const bool typed)
{
	u64 id = cgroup_id_of(tp, typed);

	key->word[0] = id;
	key->word[1] = id >> 32;
}

/* By comm, st must be of a socket with a known owner; otherwise it may be NULL. */
static __always_inline void group_fill(struct group_key *key, struct sock *sk, struct tcp_sock *tp,
				       const struct sock_state *st, const bool typed)
{
	u16 family;

	switch (cfg_by) {
	case GROUP_PEER_PREFIX:
		group_peer(key, sk, typed);
		break;
	case GROUP_LPORT:
		key->word[0] = __bpf_ntohs(READ(tp->inet_conn.icsk_inet.inet_sport));
		break;
	case GROUP_RPORT:
		key->word[0] = __bpf_ntohs(READ(sk->__sk_common.skc_dport));
		break;
	case GROUP_COMM:
		if (st)
			__builtin_memcpy(key->word, st->comm, sizeof(key->word));
		break;
	case GROUP_CGROUP:
		group_cgroup(key, tp, typed);
		break;
	case GROUP_NETNS: {
		struct net *net = READ(sk->__sk_common.skc_net.net);

		key->word[0] = READ(net->ns.inum);
		break;
	}
	case GROUP_FAMILY:
		if (filter_family_of(sk, &family, typed))
			key->family = family == AF_INET ? 4 : 6;
		break;
	}
}

#endif
