// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/session.h"

#include <string.h>

#include "base/units.h"
#include "os/clock.h"
#include "os/kernel.h"
#include "os/log.h"
#include "os/privilege.h"

int session_open(struct session *s)
{
	int err = privilege_require(NULL);

	if (!err)
		err = kernel_require_btf();
	if (err)
		return err;
	status_open(&s->status);
	err = loop_new(&s->loop);
	if (!err)
		err = host_new(&s->host);
	if (err)
		log_error("cannot start: %s", strerror(-err));
	return err;
}

int session_start(struct session *s, int err, const char *reason)
{
	if (err) {
		log_error("cannot attach: %s: see tcpbdp doctor", reason);
		return err;
	}
	s->start_ns = clock_ns(CLOCK_MONOTONIC);
	s->realtime_offset_ns = clock_ns(CLOCK_REALTIME) - s->start_ns;
	return 0;
}

static int on_time_over(void *ctx)
{
	struct session *s = ctx;

	loop_stop(s->loop);
	return 0;
}

/* The duration counts from the attaching of the hooks, not from the first read. */
static int end_in_time(struct session *s, uint64_t duration_ns)
{
	uint64_t gone_ns = clock_ns(CLOCK_MONOTONIC) - s->start_ns;

	if (!duration_ns)
		return 0;
	return loop_add_timer(s->loop, duration_ns > gone_ns ? duration_ns - gone_ns : 1, 0,
			      on_time_over, s);
}

static int on_second(void *ctx)
{
	struct session *s = ctx;

	status_show(&s->status, clock_ns(CLOCK_MONOTONIC));
	return 0;
}

static int show_status(struct session *s, uint64_t duration_ns)
{
	if (!s->status.on)
		return 0;
	s->status.start_ns = s->start_ns;
	s->status.duration_ns = duration_ns;
	status_show(&s->status, clock_ns(CLOCK_MONOTONIC));
	return loop_add_timer(s->loop, NSEC_PER_SEC, NSEC_PER_SEC, on_second, s);
}

int session_run(struct session *s, uint64_t duration_ns, int out_fd,
		const struct sandbox_place *place)
{
	int err = sandbox_enter(SANDBOX_WATCH, place);

	if (!err && out_fd >= 0)
		err = loop_stop_on_hangup(s->loop, out_fd);
	if (!err)
		err = end_in_time(s, duration_ns);
	if (!err)
		err = show_status(s, duration_ns);
	if (!err)
		err = loop_run(s->loop);
	s->status.on = false;
	status_erase(&s->status);
	return err;
}

void session_close(struct session *s)
{
	host_free(s->host);
	loop_free(s->loop);
}
