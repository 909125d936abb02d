/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_CLOCK_H
#define TCPBDP_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC or CLOCK_REALTIME; every kernel has both. */
uint64_t clock_ns(clockid_t clock);

#endif
