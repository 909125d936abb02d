// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing, on each hook: what the kernel takes for running any program there. The names are those
 * of bpf/tcpbdp.bpf.c.
 */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EMPTY(section, name)                                                                       \
	SEC(section)                                                                               \
	int name(void *ctx)                                                                        \
	{                                                                                          \
		return 0;                                                                          \
	}

EMPTY("tp_btf/tcp_probe", recv_tracepoint)
EMPTY("fentry/tcp_rcv_established", recv_fentry)
EMPTY("kprobe/tcp_rcv_established", recv_kprobe)
EMPTY("tp_btf/tcp_sendmsg_locked", send_locked_tracepoint)
EMPTY("tp_btf/sock_send_length", send_length_tracepoint)
EMPTY("fentry/tcp_sendmsg", send_fentry)
EMPTY("kprobe/tcp_sendmsg", send_kprobe)
EMPTY("fentry/tcp_rcv_state_process", half_closed_fentry)
EMPTY("kprobe/tcp_rcv_state_process", half_closed_kprobe)
EMPTY("tp_btf/tcp_rcv_space_adjust", read_tracepoint)
EMPTY("tp_btf/inet_sock_set_state", state_tracepoint)

char LICENSE[] SEC("license") = "GPL";
