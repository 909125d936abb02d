// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/kernel_hz.h"

#include <time.h>

#include "base/units.h"

uint64_t kernel_hz_jiffy_ns(void)
{
	struct timespec step;

	if (clock_getres(CLOCK_MONOTONIC_COARSE, &step))
		return 0;
	return step.tv_sec * NSEC_PER_SEC + step.tv_nsec;
}

uint32_t kernel_hz_gate(uint64_t interval_ns)
{
	uint64_t ns = max_u64(kernel_hz_jiffy_ns(), 1);

	if (!interval_ns)
		return 0;
	return (uint32_t)min_u64(max_u64((interval_ns + ns / 2) / ns, 1), UINT32_MAX);
}
