/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/output.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 100

/* The run takes its signals from a descriptor (os/loop.h): they are blocked, and pend here. */
static bool end_is_asked_for(void)
{
	sigset_t pending;

	return !sigpending(&pending) &&
	       (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
		sigismember(&pending, SIGHUP) == 1);
}

/*
 * A reader may have stopped reading (a pager, Ctrl-S): Ctrl-C must end the run all the same, as if
 * the reader had gone. 0, -EPIPE, or -EBADF.
 */
static int wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (fd < 0) /* which poll() would wait for, for ever */
		return -EBADF;
	while (poll(&p, 1, WAIT_MS) == 0)
		if (end_is_asked_for())
			return -EPIPE;
	return 0;
}

/* A pipe that is writable takes so much without blocking. */
static size_t piece(size_t len)
{
	return len < PIPE_BUF ? len : PIPE_BUF;
}

static int write_all(int fd, const char *data, size_t len, size_t *ret_written)
{
	int err = 0;

	*ret_written = 0;
	while (*ret_written < len && !err) {
		ssize_t n;

		err = wait_writable(fd);
		if (err)
			break;
		n = write(fd, data + *ret_written, piece(len - *ret_written));
		if (n >= 0)
			*ret_written += (size_t)n;
		else if (errno != EINTR && errno != EAGAIN)
			err = -errno;
	}
	return err;
}

/* Only if what we wrote is still the end of the file: others may write to it too. */
static void cut_off(int fd, size_t written)
{
	off_t end = lseek(fd, 0, SEEK_CUR);
	struct stat st;

	if (end < (off_t)written || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size != end)
		return;
	if (ftruncate(fd, end - (off_t)written) == 0)
		lseek(fd, end - (off_t)written, SEEK_SET);
}

int output_write(int fd, const char *data, size_t len)
{
	size_t written;
	int err = write_all(fd, data, len, &written);

	if (err && written)
		cut_off(fd, written);
	return err;
}
