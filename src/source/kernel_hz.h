/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The length of a jiffy of this kernel. */
#ifndef TCPBDP_KERNEL_HZ_H
#define TCPBDP_KERNEL_HZ_H

#include <stdint.h>

/*
 * 0 = not known. Not every kernel shows CONFIG_HZ, but the resolution of the coarse clock is one
 * jiffy (posix_get_coarse_res()).
 */
uint64_t kernel_hz_jiffy_ns(void);

/*
 * The value of cfg_gate_jiffies (bpf/gate.bpf.h) for a gate that opens after interval_ns: rounded,
 * at least one; 0 for every event.
 */
uint32_t kernel_hz_gate(uint64_t interval_ns);

#endif
