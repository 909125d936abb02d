/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_CLOCK_H
#define TCPBDP_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Of CLOCK_MONOTONIC or CLOCK_REALTIME, which every kernel has. */
uint64_t clock_ns(clockid_t clock);

#endif
