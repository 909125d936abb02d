/* SPDX-License-Identifier: GPL-2.0 */
/* How often a socket is heard: its gate opens again so long after it was passed. */
#ifndef TCPBDP_GATE_BPF_H
#define TCPBDP_GATE_BPF_H

#include "state.bpf.h"

/* 0 = for every event. Not rodata: how long a jiffy is, a loaded program tells. */
__u32 gate_jiffies;

static __always_inline bool gate_open(const struct sock_state *st)
{
	return (u32)bpf_jiffies64() - st->gate_jiffies >= gate_jiffies;
}

static __always_inline void gate_pass(struct sock_state *st)
{
	st->gate_jiffies = (u32)bpf_jiffies64();
}

/* How long is a jiffy? User space runs it once at the start (BPF_PROG_TEST_RUN). */
struct clock_reading {
	u64 jiffies;
	u64 ktime_ns;
};

SEC("syscall")
int clock(struct clock_reading *now)
{
	now->jiffies = bpf_jiffies64();
	now->ktime_ns = bpf_ktime_get_ns();
	return 0;
}

#endif
