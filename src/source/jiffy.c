// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/jiffy.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <time.h>

#include "model/units.h"

/* In user space's words, what bpf/gate.bpf.h's clock() fills. */
struct clock_reading {
	uint64_t jiffies;
	uint64_t ktime_ns;
};

static int read_clock(int fd, struct clock_reading *now)
{
	LIBBPF_OPTS(bpf_test_run_opts, run, .ctx_in = now, .ctx_size_in = sizeof(*now));

	return bpf_prog_test_run_opts(fd, &run);
}

/* Spins (with naps) to the next tick, at most 50 ms away (HZ >= 100, and room for noise). */
static int wait_tick(int fd, struct clock_reading *now)
{
	const struct timespec nap = { .tv_nsec = 100 * 1000 };
	uint64_t before;
	int err = read_clock(fd, now);

	before = now->jiffies;
	for (int i = 0; !err && now->jiffies == before && i < 500; i++) {
		nanosleep(&nap, NULL);
		err = read_clock(fd, now);
	}
	return err;
}

/* Two ticks are timed to a nap's precision, several jiffies apart. */
static int measure_jiffy(int fd, uint64_t *ret_ns)
{
	const struct timespec apart = { .tv_nsec = 20 * 1000 * 1000 };
	struct clock_reading first, last;
	int err;

	err = wait_tick(fd, &first);
	if (err)
		return err;
	nanosleep(&apart, NULL);
	err = wait_tick(fd, &last);
	if (err)
		return err;
	if (last.jiffies <= first.jiffies)
		return -ETIME;
	*ret_ns = (last.ktime_ns - first.ktime_ns) / (last.jiffies - first.jiffies);
	return 0;
}

int jiffy_gate(int clock_fd, uint64_t interval_ns, uint32_t *ret_jiffies)
{
	uint64_t ns = 1;
	int err;

	if (!interval_ns) {
		*ret_jiffies = 0;
		return 0;
	}
	err = measure_jiffy(clock_fd, &ns);
	if (err)
		return err;
	*ret_jiffies = (uint32_t)min_u64(max_u64((interval_ns + ns / 2) / ns, 1), UINT32_MAX);
	return 0;
}
