/* SPDX-License-Identifier: GPL-2.0-only */
/* Takes data from a socket: at once, at a rate, in bursts, or with pauses of its own. */
#ifndef LAB_READER_H
#define LAB_READER_H

#include <poll.h>
#include <sys/socket.h>

#include "transfer.h"

/* Bytes read, at least one; 0 when stopped, at the end, or when the peer is gone. */
static inline size_t reader_recv(struct transfer *t, int fd, char *data, size_t size)
{
	struct pollfd readable = { .fd = fd, .events = POLLIN };
	ssize_t n = -1;

	while (n < 0 && !transfer_stopped) {
		n = recv(fd, data, size, 0);
		if (n < 0 && errno == EAGAIN) /* the socket's writer does not block */
			poll(&readable, 1, 100);
		else if (n < 0 && errno != EINTR)
			return 0;
	}
	if (n <= 0)
		return 0;
	t->received_bytes += (uint64_t)n;
	return (size_t)n;
}

/* Waits out the stall if it is time for one. */
static inline void reader_stall(const struct transfer_opts *opts, uint64_t start_ns)
{
	uint64_t at_ns;

	if (!opts->stall_cycle_ns)
		return;
	at_ns = (now_ns() - start_ns) % opts->stall_cycle_ns;
	if (at_ns < opts->stall_ns)
		transfer_sleep_until(now_ns() + opts->stall_ns - at_ns);
}

static inline void reader_run(struct transfer *t, int fd, const struct transfer_opts *opts,
			      char *data)
{
	uint64_t begin_ns = 0, burst_bytes = 0;
	bool warm_up = opts->warm_up_ns;
	size_t n;

	while ((n = reader_recv(t, fd, data, opts->size))) {
		/* Time starts with the data: a reader may be connected long before. */
		if (!begin_ns)
			begin_ns = t->start_ns = now_ns();
		if (warm_up && now_ns() >= begin_ns + opts->warm_up_ns) {
			t->start_ns = now_ns();
			t->received_bytes = 0;
			warm_up = false;
		}
		burst_bytes += n;
		if (opts->read_bps && burst_bytes >= opts->read_burst) {
			transfer_pace(t->start_ns, t->received_bytes, opts->read_bps);
			burst_bytes = 0;
		}
		if (opts->work_ns)
			transfer_sleep_until(now_ns() + opts->work_ns);
		reader_stall(opts, begin_ns);
	}
}

#endif
