/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What sockets are grouped by, on both sides. */
#ifndef TCPBDP_GROUP_KEY_H
#define TCPBDP_GROUP_KEY_H

#include "base/bpf_types.h"

enum group_by {
	GROUP_NONE,
	GROUP_PEER_PREFIX,
	GROUP_LPORT,
	GROUP_RPORT,
	GROUP_COMM,
	GROUP_CGROUP,
	GROUP_NETNS,
	GROUP_FAMILY,
	GROUP_LIMIT, /* of user space alone, for it takes the verdicts; so the next two */
	GROUP_CAUSE,
	GROUP_PORT, /* the lower one of both ends, which a service has and its client has not */
	GROUP_MAX,
};

/* How many groups are told apart at a time; values of more are counted together. */
#define GROUPS_MAX 1024

/* What is not of the kind of group is 0. */
struct group_key {
	/* peer: its address, masked, in network order; ports, netns, limit or cause: a number in the first;
	 * cgroup: its id in the first two, the low half first; comm: its bytes */
	uint32_t word[4];
	uint32_t family; /* of a peer or a family: 4 or 6, as it is on the wire */
};

#endif
