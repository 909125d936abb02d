/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How long a jiffy is: CONFIG_HZ is in no place that every kernel shows. */
#ifndef TCPBDP_JIFFY_H
#define TCPBDP_JIFFY_H

#include <stdint.h>

/*
 * What bpf/gate.bpf.h's gate_jiffies must be for a gate that opens again after so long, to the
 * nearest, and at least one; 0 for every event. clock_fd: of the loaded program "clock", with which
 * a jiffy is timed. -errno.
 */
int jiffy_gate(int clock_fd, uint64_t interval_ns, uint32_t *ret_jiffies);

#endif
