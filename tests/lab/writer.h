/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hands data to a socket as programs do, for each has its own way of meeting a full buffer:
 *
 *	copy		blocks, as most do
 *	eagain		writes until EAGAIN, then waits until the buffer is writable
 *	poll		waits until the buffer is writable, then writes once: rsync, most event loops.
 *			So the buffer never fills
 *	zerocopy	MSG_ZEROCOPY
 *	sendfile	from a file
 *	splice		from a file by a pipe
 *	uring		one request of an io_uring at a time
 */
#ifndef LAB_WRITER_H
#define LAB_WRITER_H

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include "transfer.h"
#include "uring.h"

struct writer {
	int fd;
	const struct transfer_opts *opts;
	struct transfer *done;
	int file;    /* with the data of one write, where the means needs it */
	int pipe[2]; /* holds what is left of one write */
	struct uring ring;
};

static inline int writer_file(const char *data, size_t size)
{
	int file = memfd_create("traffic", MFD_CLOEXEC);

	if (file < 0 || write(file, data, size) != (ssize_t)size)
		die(1, "no file to send: %m");
	return file;
}

/* data: of at least opts->size bytes. */
static inline void writer_open(struct writer *w, int fd, const struct transfer_opts *opts,
			       struct transfer *done, const char *data)
{
	int on = 1;

	*w = (struct writer){ fd, opts, done, -1, { -1, -1 }, { .fd = -1 } };
	switch (opts->means) {
	case MEANS_EAGAIN:
	case MEANS_POLL:
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		break;
	case MEANS_ZEROCOPY:
		if (setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof(on)))
			die(1, "SO_ZEROCOPY: %m");
		break;
	case MEANS_SPLICE:
		if (pipe2(w->pipe, O_CLOEXEC) || fcntl(w->pipe[1], F_SETPIPE_SZ, opts->size) < 0)
			die(1, "no pipe: %m");
		w->file = writer_file(data, opts->size);
		break;
	case MEANS_SENDFILE:
		w->file = writer_file(data, opts->size);
		break;
	case MEANS_URING:
		uring_open(&w->ring);
		break;
	case MEANS_COPY:
	case MEANS_MAX:
		break;
	}
}

static inline void writer_close(struct writer *w)
{
	if (w->file >= 0)
		close(w->file);
	if (w->pipe[0] >= 0) {
		close(w->pipe[0]);
		close(w->pipe[1]);
	}
	if (w->ring.fd >= 0)
		close(w->ring.fd);
}

/* The kernel says of each zero-copy write when it is done; unread, that fills its memory. */
static inline void writer_drain_errors(int fd)
{
	char control[256];
	struct msghdr msg = { .msg_control = control };

	do
		msg.msg_controllen = sizeof(control);
	while (recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
}

/* Of the size bytes that are left of one write. */
static inline ssize_t writer_splice(struct writer *w, size_t size)
{
	off_t at = 0;
	ssize_t n;

	while (size == w->opts->size && at < (off_t)size) {
		n = splice(w->file, &at, w->pipe[1], NULL, size - (size_t)at, 0);
		if (n <= 0)
			return -1;
	}
	return splice(w->pipe[0], NULL, w->fd, NULL, size, 0);
}

/* False when nobody could write within 100 ms. */
static inline bool writer_wait(const struct writer *w)
{
	struct pollfd writable = { .fd = w->fd, .events = POLLOUT };

	return poll(&writable, 1, 100) > 0;
}

/* One call; -1 with EINTR where it should be tried again. */
static inline ssize_t writer_call(struct writer *w, const char *data, size_t size)
{
	off_t at = (off_t)(w->opts->size - size);
	ssize_t n = -1;

	switch (w->opts->means) {
	case MEANS_SENDFILE:
		return sendfile(w->fd, w->file, &at, size);
	case MEANS_SPLICE:
		return writer_splice(w, size);
	case MEANS_URING:
		return uring_send(&w->ring, w->fd, data, size);
	case MEANS_ZEROCOPY:
		n = send(w->fd, data, size, MSG_NOSIGNAL | MSG_ZEROCOPY);
		writer_drain_errors(w->fd);
		break;
	case MEANS_POLL:
		errno = EINTR;
		if (writer_wait(w))
			n = send(w->fd, data, size, MSG_NOSIGNAL);
		break;
	case MEANS_COPY:
	case MEANS_EAGAIN:
	case MEANS_MAX:
		n = send(w->fd, data, size, MSG_NOSIGNAL);
	}
	if (n >= 0 || (errno != EAGAIN && errno != ENOBUFS))
		return n;
	writer_wait(w);
	errno = EINTR;
	return -1;
}

/* True once all of it is written; false when stopped or when the peer is gone. */
static inline bool writer_send(struct writer *w, const char *data, size_t size)
{
	ssize_t n;

	while (size && !transfer_stopped) {
		n = writer_call(w, data,
				w->opts->chunk && w->opts->chunk < size ? w->opts->chunk : size);
		if (n < 0 && errno != EINTR)
			return false;
		if (n <= 0)
			continue;
		w->done->sent_bytes += (uint64_t)n;
		data += n;
		size -= (size_t)n;
	}
	return !size;
}

/* Writes until its time is over, it is stopped or the peer is gone. */
static inline void writer_run(struct writer *w, const char *data)
{
	const struct transfer_opts *opts = w->opts;
	struct transfer *t = w->done;

	while ((!opts->each_ns || now_ns() < t->start_ns + opts->each_ns) &&
	       writer_send(w, data, opts->size))
		if (opts->write_bps && (!opts->burst || t->sent_bytes % opts->burst == 0))
			transfer_pace(t->start_ns, t->sent_bytes, opts->write_bps);
}

#endif
