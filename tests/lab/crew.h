/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several threads at one socket. The process' signals go to its first thread, which therefore only
 * waits, and ends what the others are blocked in by shutting the socket down.
 */
#ifndef LAB_CREW_H
#define LAB_CREW_H

#include <pthread.h>
#include <sys/socket.h>

#include "transfer.h"

#define CREW_MAX 16

struct crew_member {
	void (*work)(struct crew_member *member);
	int fd;
	const struct transfer_opts *opts;
	struct transfer done;
	pthread_t thread;
	bool finished; /* by __atomic */
};

static inline void *crew_thread(void *arg)
{
	struct crew_member *member = arg;
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	member->work(member);
	__atomic_store_n(&member->finished, true, __ATOMIC_RELEASE);
	return NULL;
}

static inline bool crew_finished(struct crew_member *members, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count && __atomic_load_n(&members[i].finished, __ATOMIC_ACQUIRE); i++)
		;
	return i == count;
}

/* Runs them to their end, or until stopped; their sums go to t. */
static inline void crew_run(struct crew_member *members, unsigned int count, int fd,
			    struct transfer *t)
{
	struct timespec look = timespec_from_ns(20 * NSEC_PER_MSEC);
	unsigned int i;

	for (i = 0; i < count; i++)
		if (pthread_create(&members[i].thread, NULL, crew_thread, &members[i]))
			die(1, "no thread");
	while (!transfer_stopped && !crew_finished(members, count))
		nanosleep(&look, NULL);
	shutdown(fd, SHUT_RDWR);
	for (i = 0; i < count; i++) {
		pthread_join(members[i].thread, NULL);
		t->sent_bytes += members[i].done.sent_bytes;
		t->received_bytes += members[i].done.received_bytes;
		if (members[i].done.start_ns > t->start_ns) /* after its warm-up */
			t->start_ns = members[i].done.start_ns;
	}
}

#endif
