// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/clock.h"

uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}
