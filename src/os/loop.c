// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define NS_PER_S 1000000000ULL
#define EVENTS_AT_ONCE 16

enum watch_kind {
	WATCH_FD,
	WATCH_HANGUP,
	WATCH_TIMER,  /* our own descriptor: read before the callback, closed at the end */
	WATCH_SIGNAL, /* as that */
};

struct watch {
	struct watch *next;
	int fd;
	enum watch_kind kind;
	int (*callback)(void *ctx);
	void *ctx;
};

struct loop {
	int epoll_fd;
	int signal_fd;
	sigset_t old_mask;
	bool mask_changed;
	bool stopped;
	int signal;
	struct watch *watches;
};

static int watch_add(struct loop *loop, int fd, enum watch_kind kind, int (*callback)(void *ctx),
		     void *ctx)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	/* errors and hang-ups are always reported */
	struct epoll_event event = {
		.events = kind == WATCH_HANGUP ? 0 : EPOLLIN,
		.data.ptr = watch,
	};

	if (!watch)
		return -ENOMEM;
	watch->fd = fd;
	watch->kind = kind;
	watch->callback = callback;
	watch->ctx = ctx;
	if (epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event)) {
		int ret = -errno;

		free(watch);
		return ret;
	}
	watch->next = loop->watches;
	loop->watches = watch;
	return 0;
}

static int on_signal(void *ctx)
{
	struct loop *loop = ctx;
	struct signalfd_siginfo info;

	if (read(loop->signal_fd, &info, sizeof(info)) != sizeof(info))
		return errno == EINTR || errno == EAGAIN ? 0 : -errno;
	loop->signal = (int)info.ssi_signo;
	loop->stopped = true;
	return 0;
}

static int signals_open(struct loop *loop)
{
	struct sigaction hangup;
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	/* signalfd would deliver a signal that nohup ignores */
	if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
		sigaddset(&mask, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &mask, &loop->old_mask))
		return -errno;
	loop->mask_changed = true;
	loop->signal_fd = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (loop->signal_fd < 0)
		return -errno;
	return watch_add(loop, loop->signal_fd, WATCH_FD, on_signal, loop);
}

int loop_new(struct loop **ret_loop)
{
	struct loop *loop = calloc(1, sizeof(*loop));
	int ret;

	if (!loop)
		return -ENOMEM;
	loop->signal_fd = -1;
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	ret = loop->epoll_fd < 0 ? -errno : signals_open(loop);
	if (ret) {
		loop_free(loop);
		return ret;
	}
	*ret_loop = loop;
	return 0;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	while (loop->watches) {
		struct watch *watch = loop->watches;

		loop->watches = watch->next;
		if (watch->kind == WATCH_TIMER || watch->kind == WATCH_SIGNAL)
			close(watch->fd);
		free(watch);
	}
	if (loop->signal_fd >= 0)
		close(loop->signal_fd);
	if (loop->epoll_fd >= 0)
		close(loop->epoll_fd);
	if (loop->mask_changed)
		sigprocmask(SIG_SETMASK, &loop->old_mask, NULL);
	free(loop);
}

int loop_add_fd(struct loop *loop, int fd, int (*callback)(void *ctx), void *ctx)
{
	return watch_add(loop, fd, WATCH_FD, callback, ctx);
}

static int on_hangup(void *ctx)
{
	loop_stop(ctx);
	return 0;
}

int loop_stop_on_hangup(struct loop *loop, int fd)
{
	int ret = watch_add(loop, fd, WATCH_HANGUP, on_hangup, loop);

	return ret == -EPERM ? 0 : ret; /* regular files and the like cannot be watched */
}

static struct timespec to_timespec(uint64_t ns)
{
	return (struct timespec){
		.tv_sec = (time_t)(ns / NS_PER_S),
		.tv_nsec = (long)(ns % NS_PER_S),
	};
}

int loop_add_timer(struct loop *loop, uint64_t first_ns, uint64_t interval_ns,
		   int (*callback)(void *ctx), void *ctx)
{
	/* 0 would disarm it */
	struct itimerspec when = {
		.it_value = to_timespec(first_ns ? first_ns : 1),
		.it_interval = to_timespec(interval_ns),
	};
	int ret, fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	if (fd < 0)
		return -errno;
	ret = timerfd_settime(fd, 0, &when, NULL) ? -errno : 0;
	if (!ret)
		ret = watch_add(loop, fd, WATCH_TIMER, callback, ctx);
	if (ret)
		close(fd);
	return ret;
}

int loop_add_signal(struct loop *loop, int signal, int (*callback)(void *ctx), void *ctx)
{
	sigset_t mask;
	int ret, fd;

	sigemptyset(&mask);
	sigaddset(&mask, signal);
	if (sigprocmask(SIG_BLOCK, &mask, NULL))
		return -errno;
	fd = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	ret = watch_add(loop, fd, WATCH_SIGNAL, callback, ctx);
	if (ret)
		close(fd);
	return ret;
}

static int dispatch(struct watch *watch)
{
	struct signalfd_siginfo info;
	uint64_t ticks;
	void *what = watch->kind == WATCH_TIMER ? (void *)&ticks : &info;
	size_t size = watch->kind == WATCH_TIMER ? sizeof(ticks) : sizeof(info);

	if ((watch->kind == WATCH_TIMER || watch->kind == WATCH_SIGNAL) &&
	    read(watch->fd, what, size) != (ssize_t)size)
		return errno == EINTR || errno == EAGAIN ? 0 : -errno;
	return watch->callback(watch->ctx);
}

static int turn(struct loop *loop, int timeout_ms)
{
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(loop->epoll_fd, events, EVENTS_AT_ONCE, timeout_ms);
	int ret = count < 0 && errno != EINTR ? -errno : 0;

	for (int i = 0; !ret && i < count && !loop->stopped; i++)
		ret = dispatch(events[i].data.ptr);
	return ret;
}

int loop_run(struct loop *loop)
{
	int ret = 0;

	while (!ret && !loop->stopped)
		ret = turn(loop, -1);
	return ret;
}

int loop_poll(struct loop *loop)
{
	int ret = loop->stopped ? 0 : turn(loop, 0);

	return ret ? ret : loop->stopped;
}

void loop_stop(struct loop *loop)
{
	loop->stopped = true;
}

int loop_signal(const struct loop *loop)
{
	return loop->signal;
}
