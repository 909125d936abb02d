/* SPDX-License-Identifier: GPL-2.0-only */
/* Limits how often a socket is sampled: its gate opens cfg_gate_jiffies after the last pass. */
#ifndef TCPBDP_GATE_BPF_H
#define TCPBDP_GATE_BPF_H

#include "state.bpf.h"

/* 0 = always open */
const volatile __u32 cfg_gate_jiffies;

static __always_inline bool gate_open(const struct sock_state *st)
{
	return (u32)bpf_jiffies64() - st->gate_jiffies >= cfg_gate_jiffies;
}

static __always_inline void gate_pass(struct sock_state *st)
{
	st->gate_jiffies = (u32)bpf_jiffies64();
}

#endif
