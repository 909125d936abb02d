// SPDX-License-Identifier: GPL-2.0-only
/* The lab's wandering delays: within their bounds, the same for the same seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../lab/wander.h"

#define BEGIN_NS (7 * NSEC_PER_SEC)

static struct wander wander_of(const char *text, uint64_t seed)
{
	struct wander w = { .seed = seed };

	wander_parse(&w, text);
	wander_ns(&w, BEGIN_NS);
	return w;
}

static uint64_t after_ms(struct wander *w, uint64_t ms)
{
	return wander_ns(w, BEGIN_NS + ms * NSEC_PER_MSEC);
}

static void none_adds_nothing(void **state)
{
	struct wander w = { 0 };

	(void)state;
	assert_int_equal(wander_ns(&w, BEGIN_NS), 0);
	assert_int_equal(after_ms(&w, 12345), 0);
}

static void steps_stay_for_a_period_and_differ(void **state)
{
	struct wander w = wander_of("steps:150:30", 1), other = wander_of("steps:150:30", 2);
	uint64_t least = UINT64_MAX, most = 0, i, at;
	int differ = 0;

	(void)state;
	for (i = 0; i < 200; i++) {
		at = after_ms(&w, i * 150);
		assert_int_equal(at, after_ms(&w, i * 150 + 149));
		differ += at != after_ms(&other, i * 150);
		least = at < least ? at : least;
		most = at > most ? at : most;
	}
	assert_true(least < NSEC_PER_MSEC && most > 29 * NSEC_PER_MSEC);
	assert_true(most <= 30 * NSEC_PER_MSEC);
	assert_true(differ > 190);
}

static void a_walk_goes_one_step_at_a_time(void **state)
{
	struct wander w = wander_of("walk:100:32", 3), again = wander_of("walk:100:32", 3);
	uint64_t at, before = after_ms(&w, 0), most = 0, i;

	(void)state;
	for (i = 1; i < 500; i++) {
		at = after_ms(&w, i * 100);
		assert_int_equal(at > before ? at - before : before - at, 4 * NSEC_PER_MSEC);
		most = at > most ? at : most;
		before = at;
	}
	assert_int_equal(most, 32 * NSEC_PER_MSEC);
	/* no packet for a while: where it is then does not depend on that */
	assert_int_equal(after_ms(&again, 49900), before);
}

static void an_episode_is_the_last_tenth(void **state)
{
	struct wander w = wander_of("episode:15000:30", 1);

	(void)state;
	assert_int_equal(after_ms(&w, 0), 0);
	assert_int_equal(after_ms(&w, 13499), 0);
	assert_int_equal(after_ms(&w, 13500), 30 * NSEC_PER_MSEC);
	assert_int_equal(after_ms(&w, 14999), 30 * NSEC_PER_MSEC);
	assert_int_equal(after_ms(&w, 15000), 0);
}

static void slots_wait_for_the_next(void **state)
{
	struct wander w = wander_of("slots:20", 1);

	(void)state;
	assert_int_equal(after_ms(&w, 0), 0);
	assert_int_equal(after_ms(&w, 1), 19 * NSEC_PER_MSEC);
	assert_int_equal(after_ms(&w, 39), NSEC_PER_MSEC);
	assert_int_equal(after_ms(&w, 40), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_adds_nothing),
		cmocka_unit_test(steps_stay_for_a_period_and_differ),
		cmocka_unit_test(a_walk_goes_one_step_at_a_time),
		cmocka_unit_test(an_episode_is_the_last_tenth),
		cmocka_unit_test(slots_wait_for_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
