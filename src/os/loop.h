/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The event loop: descriptors, timers, and the signals that end a run.
 *
 * SIGINT, SIGTERM and SIGHUP (unless it was ignored at the start, as by nohup) stop the loop after
 * the callback that runs.
 * A callback returns 0, or -errno to end loop_run() with it. EINTR never comes out of here.
 */
#ifndef TCPBDP_LOOP_H
#define TCPBDP_LOOP_H

#include <stdint.h>

struct loop;

/* Blocks the signals until loop_free(). */
int loop_new(struct loop **ret_loop);

/* NULL is fine. Closes timers, not the caller's descriptors. */
void loop_free(struct loop *loop);

/* Calls back whenever fd is readable (level-triggered) or at its end. fd stays the caller's. */
int loop_add_fd(struct loop *loop, int fd, int (*callback)(void *ctx), void *ctx);

/*
 * Stops the loop, as a signal would, when fd is a pipe or socket whose reader has gone, or a
 * terminal that was hung up: although nothing is written there now. For other files nothing
 * happens, and the answer is 0.
 */
int loop_stop_on_hangup(struct loop *loop, int fd);

/*
 * Calls back after first_ns (0 = at once) and then every interval_ns (0 = only once). Ticks that
 * were missed, while stopped or busy, are one call. CLOCK_MONOTONIC.
 */
int loop_add_timer(struct loop *loop, uint64_t first_ns, uint64_t interval_ns,
		   int (*callback)(void *ctx), void *ctx);

/* Runs until loop_stop(), a signal, or a callback's error: returns 0, 0, or that. */
int loop_run(struct loop *loop);

/*
 * For who has work of his own to do: calls back for what has come until now, and waits for nothing.
 * 1 = the loop is stopped, 0 = it is not, or a callback's error.
 */
int loop_poll(struct loop *loop);

/* To be called in a callback, also before loop_run(). */
void loop_stop(struct loop *loop);

/* The signal that ended the loop; 0 = none did. */
int loop_signal(const struct loop *loop);

#endif
