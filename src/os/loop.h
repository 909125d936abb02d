/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The event loop: descriptors, timers, and the signals that end a run.
 *
 * SIGINT, SIGTERM and SIGHUP (unless ignored at the start, as with nohup) stop the loop after the
 * running callback. A callback returns 0, or -errno, with which loop_run() then ends. EINTR is
 * never returned.
 */
#ifndef TCPBDP_LOOP_H
#define TCPBDP_LOOP_H

#include <stdint.h>

struct loop;

/* Blocks the signals until loop_free(). */
int loop_new(struct loop **ret_loop);

/* Closes timers, but not the caller's descriptors. NULL is fine. */
void loop_free(struct loop *loop);

/* Calls back when fd is readable (level-triggered) or at its end. The caller keeps fd. */
int loop_add_fd(struct loop *loop, int fd, int (*callback)(void *ctx), void *ctx);

/*
 * Stops the loop, like a signal, when fd is a pipe or socket without a reader, or a terminal that
 * was hung up, even if nothing is written at the moment. Does nothing for other files and returns
 * 0.
 */
int loop_stop_on_hangup(struct loop *loop, int fd);

/*
 * Calls back after first_ns (0 = at once) and then every interval_ns (0 = only once). Missed ticks
 * result in one call. CLOCK_MONOTONIC.
 */
int loop_add_timer(struct loop *loop, uint64_t first_ns, uint64_t interval_ns,
		   int (*callback)(void *ctx), void *ctx);

/* Calls back for each such signal, which is blocked until loop_free(). */
int loop_add_signal(struct loop *loop, int signal, int (*callback)(void *ctx), void *ctx);

/* Runs until loop_stop() or a signal (returns 0), or a callback's error (returns it). */
int loop_run(struct loop *loop);

/*
 * Handles pending events without waiting, for callers with work of their own. 1 = the loop is
 * stopped, 0 = it is not, or a callback's error.
 */
int loop_poll(struct loop *loop);

/* Call it in a callback, or before loop_run(). */
void loop_stop(struct loop *loop);

/* The signal that ended the loop; 0 = none did. */
int loop_signal(const struct loop *loop);

#endif
