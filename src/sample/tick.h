/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A tick: the clock between the samples, and the host at that moment. */
#ifndef TCPBDP_TICK_H
#define TCPBDP_TICK_H

#include <stdbool.h>
#include <stdint.h>

struct tick {
	uint64_t ts_ns;       /* CLOCK_MONOTONIC; no older sample is expected any more */
	bool memory_pressure; /* net.ipv4.tcp_mem: the kernel holds buffers back */
};

#endif
