// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "os/loop.h"

#define MS UINT64_C(1000000)

struct counter {
	struct loop *loop;
	unsigned calls;
	unsigned stop_at; /* 0 = never */
	int ret;          /* what the last call returns */
	int signal;       /* to raise at every call; 0 = none */
	int fd;           /* to read a byte from; -1 = none */
};

static int count(void *ctx)
{
	struct counter *c = ctx;
	char byte;

	c->calls++;
	if (c->fd >= 0)
		assert_int_equal(read(c->fd, &byte, 1), 1);
	if (c->signal)
		kill(getpid(), c->signal);
	if (c->calls != c->stop_at)
		return 0;
	loop_stop(c->loop);
	return c->ret;
}

static struct counter counter_of(struct loop *loop)
{
	return (struct counter){ .loop = loop, .fd = -1 };
}

static int set_up(void **state)
{
	struct loop *loop = NULL;

	assert_int_equal(loop_new(&loop), 0);
	*state = loop;
	return 0;
}

static int tear_down(void **state)
{
	loop_free(*state);
	return 0;
}

static void timer_repeats(void **state)
{
	struct counter c = counter_of(*state);

	c.stop_at = 3;
	assert_int_equal(loop_add_timer(*state, 0, MS, count, &c), 0);
	assert_int_equal(loop_run(*state), 0);
	assert_int_equal(c.calls, 3);
	assert_int_equal(loop_signal(*state), 0);
}

static void timer_once(void **state)
{
	struct counter once = counter_of(*state), often = counter_of(*state);

	often.stop_at = 5;
	assert_int_equal(loop_add_timer(*state, MS, 0, count, &once), 0);
	assert_int_equal(loop_add_timer(*state, 2 * MS, MS, count, &often), 0);
	assert_int_equal(loop_run(*state), 0);
	assert_int_equal(once.calls, 1);
	assert_int_equal(often.calls, 5);
}

static void descriptor(void **state)
{
	struct counter c = counter_of(*state);
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "ab", 2), 2);
	c.fd = ends[0];
	c.stop_at = 2;
	assert_int_equal(loop_add_fd(*state, ends[0], count, &c), 0);
	assert_int_equal(loop_run(*state), 0);
	assert_int_equal(c.calls, 2);
	close(ends[0]);
	close(ends[1]);
}

static void reader_has_gone(void **state)
{
	struct counter c = counter_of(*state);
	int ends[2];
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(loop_stop_on_hangup(*state, fileno(file)), 0);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(loop_stop_on_hangup(*state, ends[1]), 0);
	c.stop_at = 2;
	assert_int_equal(loop_add_timer(*state, 0, 20 * MS, count, &c), 0);
	close(ends[0]);
	assert_int_equal(loop_run(*state), 0);
	assert_true(c.calls < 2);
	assert_int_equal(loop_signal(*state), 0);
	close(ends[1]);
	fclose(file);
}

static void reader_is_there(void **state)
{
	struct counter c = counter_of(*state);
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(loop_stop_on_hangup(*state, ends[1]), 0);
	c.stop_at = 3;
	assert_int_equal(loop_add_timer(*state, 0, MS, count, &c), 0);
	assert_int_equal(loop_run(*state), 0);
	assert_int_equal(c.calls, 3);
	close(ends[0]);
	close(ends[1]);
}

static void callback_fails(void **state)
{
	struct counter c = counter_of(*state);

	c.stop_at = 2;
	c.ret = -ENOSPC;
	assert_int_equal(loop_add_timer(*state, 0, MS, count, &c), 0);
	assert_int_equal(loop_run(*state), -ENOSPC);
	assert_int_equal(c.calls, 2);
}

static void signals_end_it(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct loop *loop;
		struct counter c;

		signal(signals[i], SIG_DFL); /* a loop heeds what was ignored, as by nohup */
		assert_int_equal(loop_new(&loop), 0);
		c = counter_of(loop);
		c.signal = signals[i];
		assert_int_equal(loop_add_timer(loop, 0, MS, count, &c), 0);
		assert_int_equal(loop_run(loop), 0);
		assert_int_equal(loop_signal(loop), signals[i]);
		loop_free(loop);
	}
}

static void nothing(int sig)
{
	(void)sig;
}

/* Between the steps of other work. */
static void polled(void **state)
{
	struct counter c = counter_of(*state);
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	c.fd = fds[0];
	c.stop_at = 2;
	assert_int_equal(loop_add_fd(*state, fds[0], count, &c), 0);
	assert_int_equal(loop_poll(*state), 0);
	assert_int_equal(c.calls, 0);
	assert_int_equal(write(fds[1], "ab", 2), 2);
	assert_int_equal(loop_poll(*state), 0);
	assert_int_equal(c.calls, 1);
	assert_int_equal(loop_poll(*state), 1);
	assert_int_equal(c.calls, 2);
	assert_int_equal(loop_poll(*state), 1); /* stopped for good */
	close(fds[0]);
	close(fds[1]);
}

static void polled_callback_fails(void **state)
{
	struct counter c = counter_of(*state);

	c.stop_at = 1;
	c.ret = -EIO;
	assert_int_equal(loop_add_timer(*state, 0, 0, count, &c), 0);
	while (!c.calls)
		assert_in_range(loop_poll(*state) + EIO, 0, EIO);
	assert_int_equal(loop_poll(*state), 1);
}

/* A handler of somebody else's, and stopping and continuing, interrupt the waiting. */
static void interrupted(void **state)
{
	struct sigaction action = { .sa_handler = nothing }, old;
	struct counter c = counter_of(*state);
	pid_t child, parent = getpid();

	assert_int_equal(sigaction(SIGUSR1, &action, &old), 0);
	child = fork();
	if (child == 0) {
		for (int i = 0; i < 10; i++) {
			usleep(2000);
			kill(parent, SIGUSR1);
		}
		_exit(0);
	}
	c.stop_at = 1;
	assert_int_equal(loop_add_timer(*state, 100 * MS, 0, count, &c), 0);
	assert_int_equal(loop_run(*state), 0);
	assert_int_equal(c.calls, 1);
	assert_int_equal(loop_signal(*state), 0);
	sigaction(SIGUSR1, &old, NULL);
}

static void nohup_is_kept(void **state)
{
	struct loop *loop;
	struct counter c;
	sigset_t mask;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	assert_int_equal(loop_new(&loop), 0);
	c = counter_of(loop);
	c.signal = SIGHUP;
	c.stop_at = 3;
	assert_int_equal(loop_add_timer(loop, 0, MS, count, &c), 0);
	assert_int_equal(loop_run(loop), 0);
	assert_int_equal(c.calls, 3);
	assert_int_equal(loop_signal(loop), 0);
	loop_free(loop);
	signal(SIGHUP, SIG_DFL);
	/* and the mask is as it was */
	sigprocmask(SIG_BLOCK, NULL, &mask);
	assert_false(sigismember(&mask, SIGINT) || sigismember(&mask, SIGTERM));
}

/* A signal that a caller asked for is an event, and not the loop's end. */
static void signals_call_back(void **state)
{
	struct counter c = { .loop = *state, .stop_at = 3, .signal = SIGUSR1, .fd = -1 };

	assert_int_equal(loop_add_signal(c.loop, SIGUSR1, count, &c), 0);
	kill(getpid(), SIGUSR1);
	assert_int_equal(loop_run(c.loop), 0);
	assert_int_equal(c.calls, 3);
	assert_int_equal(loop_signal(c.loop), 0);
	/* the one that the last call raised waits: it must not end us later */
	signal(SIGUSR1, SIG_IGN);
}

static void stopped_before_run(void **state)
{
	loop_stop(*state);
	assert_int_equal(loop_run(*state), 0);
	loop_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(timer_repeats, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timer_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(descriptor, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reader_has_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reader_is_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(callback_fails, set_up, tear_down),
		cmocka_unit_test(signals_end_it),
		cmocka_unit_test_setup_teardown(polled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(polled_callback_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signals_call_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(interrupted, set_up, tear_down),
		cmocka_unit_test(nohup_is_kept),
		cmocka_unit_test_setup_teardown(stopped_before_run, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
