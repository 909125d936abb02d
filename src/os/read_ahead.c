// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/read_ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#define BUF_BYTES 65536
#define AHEAD_BYTES (1 << 20)

struct pump {
	int from, to;
	int err;
	char buf[BUF_BYTES];
};

/* -EPIPE: the reader stopped, which is no error. */
static int write_all(int fd, const char *buf, ssize_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, buf, (size_t)len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		buf += written;
		len -= written;
	}
	return 0;
}

static int pump_all(struct pump *pump)
{
	ssize_t len;
	int err = 0;

	while (!err && (len = read(pump->from, pump->buf, sizeof(pump->buf))) != 0) {
		if (len > 0)
			err = write_all(pump->to, pump->buf, len);
		else if (errno != EINTR && errno != EAGAIN)
			return -errno;
	}
	return err == -EPIPE ? 0 : err;
}

static void *pump_run(void *arg)
{
	struct pump *pump = arg;

	pump->err = pump_all(pump);
	close(pump->to);
	return NULL;
}

/* Blocks all signals in the thread, so that the main thread gets them; SIGPIPE becomes an errno. */
static int start(struct pump *pump, pthread_t *ret_thread)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(ret_thread, NULL, pump_run, pump);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

int read_ahead(int fd, int (*take)(void *ctx, int ahead_fd), void *ctx)
{
	struct pump pump = { .from = fd };
	pthread_t thread;
	int ends[2], err;

	if (pipe2(ends, O_CLOEXEC))
		return take(ctx, fd);
	pump.to = ends[1];
	fcntl(ends[1], F_SETPIPE_SZ, AHEAD_BYTES); /* on failure it only reads less ahead */
	if (start(&pump, &thread)) {
		close(ends[0]);
		close(ends[1]);
		return take(ctx, fd);
	}
	err = take(ctx, ends[0]);
	close(ends[0]);
	pthread_join(thread, NULL);
	return err ? err : pump.err;
}
