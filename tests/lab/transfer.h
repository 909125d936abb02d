/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one end of a connection has to do and has done, and when it stops. writer.h, reader.h and
 * exchange.h do it.
 */
#ifndef LAB_TRANSFER_H
#define LAB_TRANSFER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/time.h>

#include "process.h"

#define TRANSFER_SIZE_MAX (1 << 20)

enum action { ACTION_WRITE, ACTION_READ, ACTION_ECHO, ACTION_ASK, ACTION_DUPLEX, ACTION_MAX };

/* How data is handed to the kernel. */
enum means {
	MEANS_COPY,
	MEANS_EAGAIN,
	MEANS_POLL,
	MEANS_ZEROCOPY,
	MEANS_SENDFILE,
	MEANS_SPLICE,
	MEANS_URING,
	MEANS_MAX
};

struct transfer_opts {
	enum action action;
	enum means means;
	uint64_t write_bps; /* 0 = as fast as it goes */
	uint64_t read_bps;
	size_t size;             /* of one write or read */
	size_t burst;            /* written before the rate is looked at; 0 = one write */
	size_t read_burst;       /* read before the rate is looked at; 0 = one read */
	size_t chunk;            /* the most that one call writes; 0 = all of it */
	size_t answer;           /* of echo and ask; 0 = as much as was asked with */
	unsigned int threads;    /* that write to the one socket */
	uint64_t stall_ns;       /* a reader does not read at the beginning of */
	uint64_t stall_cycle_ns; /* each cycle; 0 = never */
	uint64_t work_ns;        /* a reader is busy for so long after each read */
	uint64_t each_ns;        /* a writer ends after it; 0 = never */
	size_t greeting;         /* sent before anything else */
	uint64_t warm_up_ns;     /* what is read until then is not counted */
};

struct transfer {
	uint64_t sent_bytes, received_bytes, transactions;
	uint64_t start_ns, end_ns;
};

/*
 * Set by the alarm at the end of the duration and by SIGTERM and SIGINT. A handler can leave its
 * word nowhere else than here.
 */
static volatile sig_atomic_t transfer_stopped;

/*
 * The alarm goes on ringing: a call that began between the test of the flag and the signal is
 * interrupted by the next one. setitimer() is a bare system call, so a handler may use it.
 */
static inline void transfer_alarm(uint64_t after_ns)
{
	struct itimerval timer = { .it_interval.tv_usec = 20000 };

	timer.it_value.tv_sec = (time_t)(after_ns / NSEC_PER_SEC);
	timer.it_value.tv_usec = (suseconds_t)(after_ns % NSEC_PER_SEC / 1000) + 1;
	setitimer(ITIMER_REAL, &timer, NULL);
}

static inline void transfer_stop(int sig)
{
	transfer_stopped = 1;
	if (sig != SIGALRM)
		transfer_alarm(0);
}

/* Not SA_RESTART: the signals are there to end blocking calls. */
static inline void transfer_bound(uint64_t duration_ns)
{
	struct sigaction action = { .sa_handler = transfer_stop };

	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	transfer_alarm(duration_ns);
}

static inline void transfer_sleep_until(uint64_t due_ns)
{
	struct timespec due = timespec_from_ns(due_ns);

	while (!transfer_stopped)
		if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) != EINTR)
			break;
}

/* Absolute times, so that a late wake-up does not lower the rate. */
static inline void transfer_pace(uint64_t start_ns, uint64_t bytes, uint64_t rate_bps)
{
	double due_s = (double)bytes * 8 / (double)rate_bps;

	transfer_sleep_until(start_ns + (uint64_t)(due_s * NSEC_PER_SEC));
}

#endif
