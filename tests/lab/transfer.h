/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one end of a connection does: write, read, echo or ask, with blocking calls, because that
 * is what most programs do and because a blocked writer is one of the things to be diagnosed. A
 * writer may have other means.
 */
#ifndef LAB_TRANSFER_H
#define LAB_TRANSFER_H

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "process.h"

#define TRANSFER_SIZE_MAX (1 << 20)

enum action { ACTION_WRITE, ACTION_READ, ACTION_ECHO, ACTION_ASK, ACTION_MAX };

/* How data is handed to the kernel. */
enum means { MEANS_COPY, MEANS_POLL, MEANS_ZEROCOPY, MEANS_SENDFILE, MEANS_MAX };

struct transfer_opts {
	enum action action;
	enum means means;
	uint64_t write_bps; /* 0 = as fast as it goes */
	uint64_t read_bps;
	size_t size;         /* of one write or read */
	size_t burst;        /* written before the rate is looked at; 0 = one write */
	uint64_t each_ns;    /* a writer ends after it; 0 = never */
	size_t greeting;     /* sent before anything else */
	uint64_t warm_up_ns; /* what is read until then is not counted */
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

/* Absolute times, so that a late wake-up does not lower the rate. */
static inline void transfer_pace(uint64_t start_ns, uint64_t bytes, uint64_t rate_bps)
{
	double due_s = (double)bytes * 8 / (double)rate_bps;
	struct timespec due = timespec_from_ns(start_ns + (uint64_t)(due_s * NSEC_PER_SEC));

	while (!transfer_stopped)
		if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) != EINTR)
			break;
}

/* The kernel says of each zero-copy write when it is done; unread, that fills its memory. */
static inline void transfer_drain_errors(int fd)
{
	char control[256];
	struct msghdr msg = { .msg_control = control };

	do
		msg.msg_controllen = sizeof(control);
	while (recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
}

/* What a writer of these means needs to begin: a file with the data, or -1. */
static inline int transfer_prepare(int fd, const struct transfer_opts *opts, const char *data)
{
	int on = 1, file = -1;

	switch (opts->means) {
	case MEANS_POLL:
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		break;
	case MEANS_ZEROCOPY:
		if (setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof(on)))
			die(1, "SO_ZEROCOPY: %m");
		break;
	case MEANS_SENDFILE:
		file = memfd_create("traffic", MFD_CLOEXEC);
		if (file < 0 || write(file, data, opts->size) != (ssize_t)opts->size)
			die(1, "no file to send: %m");
		break;
	case MEANS_COPY:
	case MEANS_MAX:
		break;
	}
	return file;
}

/* One call; -1 with EINTR where it should be tried again. */
static inline ssize_t transfer_hand_over(int fd, const struct transfer_opts *opts, int file,
					 const char *data, size_t size)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	off_t at = (off_t)(opts->size - size);
	ssize_t n;

	switch (opts->means) {
	case MEANS_SENDFILE:
		return sendfile(fd, file, &at, size);
	case MEANS_ZEROCOPY:
		n = send(fd, data, size, MSG_NOSIGNAL | MSG_ZEROCOPY);
		transfer_drain_errors(fd);
		break;
	default:
		n = send(fd, data, size, MSG_NOSIGNAL);
	}
	if (n >= 0 || (errno != EAGAIN && errno != ENOBUFS))
		return n;
	poll(&writable, 1, 100);
	errno = EINTR;
	return -1;
}

/* True once all of it is written; false when stopped or when the peer is gone. */
static inline bool transfer_send(struct transfer *t, int fd, const struct transfer_opts *opts,
				 int file, const char *data, size_t size)
{
	ssize_t n;

	while (size && !transfer_stopped) {
		n = transfer_hand_over(fd, opts, file, data, size);
		if (n < 0 && errno != EINTR)
			return false;
		if (n <= 0)
			continue;
		t->sent_bytes += (uint64_t)n;
		data += n;
		size -= (size_t)n;
	}
	return !size;
}

/* Bytes read, at least one; 0 when stopped, at the end, or when the peer is gone. */
static inline size_t transfer_recv(struct transfer *t, int fd, char *data, size_t size)
{
	ssize_t n = -1;

	while (n < 0 && !transfer_stopped) {
		n = recv(fd, data, size, 0);
		if (n < 0 && errno != EINTR)
			return 0;
	}
	if (n <= 0)
		return 0;
	t->received_bytes += (uint64_t)n;
	return (size_t)n;
}

static inline void transfer_write(struct transfer *t, int fd, const struct transfer_opts *opts,
				  char *data)
{
	int file = transfer_prepare(fd, opts, data);

	while ((!opts->each_ns || now_ns() < t->start_ns + opts->each_ns) &&
	       transfer_send(t, fd, opts, file, data, opts->size))
		if (opts->write_bps && (!opts->burst || t->sent_bytes % opts->burst == 0))
			transfer_pace(t->start_ns, t->sent_bytes, opts->write_bps);
	shutdown(fd, SHUT_WR);
	if (file >= 0)
		close(file);
}

static inline void transfer_read(struct transfer *t, int fd, const struct transfer_opts *opts,
				 char *data)
{
	bool warm_up = opts->warm_up_ns;

	while (transfer_recv(t, fd, data, opts->size)) {
		/* Time starts with the data: a reader may be connected long before. */
		if (t->received_bytes <= opts->size)
			t->start_ns = now_ns();
		if (warm_up && now_ns() >= t->start_ns + opts->warm_up_ns) {
			t->start_ns = now_ns();
			t->received_bytes = 0;
			warm_up = false;
		}
		if (opts->read_bps)
			transfer_pace(t->start_ns, t->received_bytes, opts->read_bps);
	}
}

static inline void transfer_echo(struct transfer *t, int fd, const struct transfer_opts *opts,
				 char *data)
{
	size_t n;

	while ((n = transfer_recv(t, fd, data, opts->size))) {
		if (!transfer_send(t, fd, opts, -1, data, n))
			break;
		t->transactions++;
	}
}

static inline void transfer_ask(struct transfer *t, int fd, const struct transfer_opts *opts,
				char *data)
{
	size_t got, n;

	while (transfer_send(t, fd, opts, -1, data, opts->size)) {
		for (got = 0; got < opts->size; got += n) {
			n = transfer_recv(t, fd, data, opts->size - got);
			if (!n)
				return;
		}
		t->transactions++;
	}
}

/* Runs until the work ends, the peer goes, or a signal stops it. */
static inline void transfer_run(struct transfer *t, int fd, const struct transfer_opts *opts)
{
	static void (*const actions[])(struct transfer *, int, const struct transfer_opts *,
				       char *) = {
		[ACTION_WRITE] = transfer_write,
		[ACTION_READ] = transfer_read,
		[ACTION_ECHO] = transfer_echo,
		[ACTION_ASK] = transfer_ask,
	};
	char *data = calloc(1, opts->size);

	_Static_assert(sizeof(actions) / sizeof(actions[0]) == ACTION_MAX, "one per action");
	if (!data)
		die(1, "no memory");
	if (opts->greeting && opts->greeting <= opts->size)
		transfer_send(t, fd, opts, -1, data, opts->greeting);
	t->start_ns = now_ns();
	actions[opts->action](t, fd, opts, data);
	t->end_ns = now_ns();
	free(data);
}

#endif
