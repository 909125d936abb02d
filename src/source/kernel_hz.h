/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How long a jiffy is, of this kernel. */
#ifndef TCPBDP_KERNEL_HZ_H
#define TCPBDP_KERNEL_HZ_H

#include <stdint.h>

/* 0 = not known. CONFIG_HZ is in no place that every kernel shows, but as the step of its coarse
 * clock (posix_get_coarse_res()). */
uint64_t kernel_hz_jiffy_ns(void);

/*
 * What bpf/gate.bpf.h's cfg_gate_jiffies must be for a gate that opens again after so long, to the
 * nearest, and at least one; 0 for every event.
 */
uint32_t kernel_hz_gate(uint64_t interval_ns);

#endif
