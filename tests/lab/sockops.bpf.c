// SPDX-License-Identifier: GPL-2.0-only
/* What a fleet's sockops program may do to every socket of a control group: sockops.c loads it. */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>

/* uapi/linux/bpf.h, and other headers of the kernel's interface: numbers that never change. */
struct bpf_sock_ops {
	__u32 op;
};
enum { OP_CONNECT = 3, OP_ACTIVE_ESTABLISHED = 4, OP_PASSIVE_ESTABLISHED = 5, OP_LISTEN = 11 };
enum { LEVEL_SOCKET = 1, LEVEL_TCP = 6, OPTION_RCVBUF = 8, OPTION_SNDCWND_CLAMP = 1002 };

const volatile int rcvbuf_bytes, cwnd_clamp_packets; /* 0 = let it be */

SEC("sockops")
int settings(struct bpf_sock_ops *ops)
{
	int rcvbuf = rcvbuf_bytes, clamp = cwnd_clamp_packets;

	switch (ops->op) {
	case OP_CONNECT:
	case OP_LISTEN:
		if (rcvbuf)
			bpf_setsockopt(ops, LEVEL_SOCKET, OPTION_RCVBUF, &rcvbuf, sizeof(rcvbuf));
		break;
	case OP_ACTIVE_ESTABLISHED:
	case OP_PASSIVE_ESTABLISHED:
		if (clamp)
			bpf_setsockopt(ops, LEVEL_TCP, OPTION_SNDCWND_CLAMP, &clamp, sizeof(clamp));
		break;
	}
	return 1;
}

char LICENSE[] SEC("license") = "GPL";
