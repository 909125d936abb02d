/* SPDX-License-Identifier: GPL-2.0-only */
/* What every program of the lab owes its caller: it dies with it, and it knows the time. */
#ifndef LAB_PROCESS_H
#define LAB_PROCESS_H

#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "args.h"

#define NSEC_PER_SEC 1000000000ULL
#define NSEC_PER_MSEC 1000000ULL

static inline uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NSEC_PER_SEC + (uint64_t)ts.tv_nsec;
}

static inline struct timespec timespec_from_ns(uint64_t ns)
{
	return (struct timespec){ .tv_sec = (time_t)(ns / NSEC_PER_SEC),
				  .tv_nsec = (long)(ns % NSEC_PER_SEC) };
}

/* The parent is taken before the request, so that one that dies in between is noticed too. */
static inline void die_with_parent(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM))
		die(1, "PR_SET_PDEATHSIG: %m");
	if (getppid() != parent)
		die(1, "the parent is gone");
}

#endif
