// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A replay as a run: what ends it, and what it then was. */
#include "capture_fixture.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "run/replay.h"

#define SAMPLES 1000
#define APART_NS (10 * MS)
#define END_NS (START_NS + SAMPLES * APART_NS)

struct seen {
	unsigned samples;
	unsigned signal_at; /* the sample that brings SIGINT; 0 = none does */
	uint64_t last_ns;
	int ret; /* of the last */
};

static int on_sample(void *ctx, const struct sample *s)
{
	struct seen *seen = ctx;

	seen->last_ns = s->ts_ns;
	if (++seen->samples == seen->signal_at)
		kill(getpid(), SIGINT);
	return seen->samples == SAMPLES ? seen->ret : 0;
}

static int on_tick(void *ctx, const struct tick *tick)
{
	(void)ctx;
	(void)tick;
	return 0;
}

static int set_up(void **state)
{
	static struct bench b;
	struct sample s;

	bench_new(&b);
	bench_record_defaults(&b);
	for (unsigned i = 0; i < SAMPLES; i++) {
		s = plain_sample(1, START_NS + i * APART_NS);
		bench_sample(&b, &s);
	}
	bench_finish(&b, END_NS);
	*state = &b;
	return 0;
}

static int tear_down(void **state)
{
	bench_free(*state);
	return 0;
}

static int replay(const struct bench *b, struct seen *seen, struct summary *ret_summary)
{
	const struct consumer consumer = { on_sample, on_tick, seen };
	const struct cli_opts opts = { .replay = b->path };
	struct run *run = NULL;
	int err;

	assert_int_equal(replay_new(&opts, &run), 0);
	err = run->ops->go(run, &consumer);
	assert_int_equal(run->ops->summary(run, ret_summary), 0);
	run_free(run);
	return err;
}

static void to_the_end(void **state)
{
	struct seen seen = { 0 };
	struct summary summary;

	assert_int_equal(replay(*state, &seen, &summary), 0);
	assert_int_equal(seen.samples, SAMPLES);
	assert_int_equal(summary.duration_ns, END_NS - START_NS);
}

/* Soon after, and it was no longer than that. */
static void a_signal_ends_it(void **state)
{
	struct seen seen = { .signal_at = 300 };
	struct summary summary;

	assert_int_equal(replay(*state, &seen, &summary), 0);
	assert_in_range(seen.samples, 300, 400);
	assert_int_equal(summary.duration_ns, seen.last_ns + APART_NS - START_NS);
}

static void the_consumer_ends_it(void **state)
{
	struct seen seen = { .ret = -ENOSPC };
	struct summary summary;

	assert_int_equal(replay(*state, &seen, &summary), -ENOSPC);
}

/* A signal that comes too late to end it changes nothing of what the consumer said. */
static void a_signal_and_an_error(void **state)
{
	struct seen seen = { .signal_at = SAMPLES, .ret = -ENOSPC };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	struct summary summary;

	sigaction(SIGINT, &ignore, &old); /* it pends when the replay is over, and would kill us */
	assert_int_equal(replay(*state, &seen, &summary), -ENOSPC);
	sigaction(SIGINT, &old, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(to_the_end),
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(the_consumer_ends_it),
		cmocka_unit_test(a_signal_and_an_error),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
