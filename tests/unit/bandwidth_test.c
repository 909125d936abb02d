/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The windowed maximum: what counts, for how many seconds, and when it is the path's own. */
#include "evidence/bandwidth.h"

#include "model_fixture.h"

#define MBIT UINT64_C(1000000)
#define NOW (1000 * SECOND)

struct rate {
	uint64_t after_ns;
	uint64_t bps;
	bool app_limited, path_full;
};

static void nothing_seen(void **state)
{
	struct bandwidth bw = { 0 };
	bool exact = true;

	(void)state;
	assert_int_equal(bandwidth_get(&bw, &exact), 0);
	assert_false(exact);
	bandwidth_add(&bw, NOW, 0, false, true);
	assert_int_equal(bandwidth_get(&bw, &exact), 0);
	assert_false(exact);
}

static void what_counts(void **state)
{
	static const struct {
		const char *name;
		struct rate rates[3];
		uint64_t bps;
		bool exact;
	} cases[] = {
		{ "the least", { { 0, 1, 0, 0 } }, 1, false },
		{ "the most", { { 0, UINT64_MAX, 0, 1 } }, UINT64_MAX, true },
		{ "rising", { { 0, 10 * MBIT, 0, 0 }, { 0, 20 * MBIT, 0, 0 } }, 20 * MBIT, false },
		{ "falling", { { 0, 20 * MBIT, 0, 0 }, { 0, 10 * MBIT, 0, 0 } }, 20 * MBIT, false },
		{ "full, then less", { { 0, 90, 0, 1 }, { SECOND, 80, 0, 0 } }, 90, true },
		/* a full path at a lower rate: it was another's, or another bottleneck */
		{ "full at less", { { 0, 90, 0, 0 }, { SECOND, 50, 0, 1 } }, 90, false },
		{ "full at a tenth less", { { 0, 90, 0, 0 }, { SECOND, 81, 0, 1 } }, 90, true },
		{ "at still less", { { 0, 90, 0, 0 }, { SECOND, 80, 0, 1 } }, 90, false },
		/* the application's rate is all that is known: never exact */
		{ "written so", { { 0, 10, 1, 0 }, { 0, 5, 1, 0 } }, 10, false },
		{ "and full", { { 0, 10, 1, 1 } }, 10, false },
		{ "one that is not", { { 0, 10, 1, 0 }, { SECOND, 5, 0, 0 } }, 5, false },
		/* ten seconds of the clock, of which the newest is one */
		{ "9 s", { { 0, 90, 0, 1 }, { 9 * SECOND, 10, 0, 0 } }, 90, true },
		{ "10 s", { { 0, 90, 0, 1 }, { 10 * SECOND, 10, 0, 0 } }, 10, false },
		{ "11 s", { { 0, 90, 0, 1 }, { 11 * SECOND, 10, 0, 0 } }, 10, false },
		{ "full 10 s ago",
		  { { 0, 90, 0, 1 }, { 5 * SECOND, 90, 0, 0 }, { 5 * SECOND, 10, 0, 0 } },
		  90,
		  false },
		{ "written 9 s ago", { { 0, 90, 1, 0 }, { 9 * SECOND, 10, 1, 0 } }, 90, false },
		{ "written 10 s ago", { { 0, 90, 1, 0 }, { 10 * SECOND, 10, 1, 0 } }, 10, false },
		/* however many spans a second has */
		{ "in one second", { { 0, 90, 0, 1 }, { SECOND - 1, 10, 0, 0 } }, 90, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct bandwidth bw = { 0 };
		uint64_t now_ns = NOW, bps;
		bool exact;

		for (size_t k = 0; k < ARRAY_SIZE(cases[i].rates); k++) {
			const struct rate *rate = &cases[i].rates[k];

			now_ns += rate->after_ns;
			bandwidth_add(&bw, now_ns, rate->bps, rate->app_limited, rate->path_full);
		}
		bps = bandwidth_get(&bw, &exact);
		if (bps != cases[i].bps || exact != cases[i].exact)
			fail_msg("%s: %llu, %d", cases[i].name, (unsigned long long)bps, exact);
	}
}

/* A rate is remembered for as long whether a span takes 10 ms or 4 s. */
static void spans_do_not_matter(void **state)
{
	static const uint64_t span_ns[] = { 10 * MS, 100 * MS, SECOND, 4 * SECOND };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(span_ns); i++) {
		struct bandwidth bw = { 0 };
		uint64_t now_ns = NOW;
		bool exact;

		bandwidth_add(&bw, now_ns, 100 * MBIT, false, true);
		while ((now_ns += span_ns[i]) < NOW + 10 * SECOND) {
			bandwidth_add(&bw, now_ns, 10 * MBIT, false, false);
			assert_int_equal(bandwidth_get(&bw, &exact), 100 * MBIT);
			assert_true(exact);
		}
		bandwidth_add(&bw, now_ns, 10 * MBIT, false, false);
		assert_int_equal(bandwidth_get(&bw, &exact), 10 * MBIT);
		assert_false(exact);
	}
}

static void filled_paths(void **state)
{
	(void)state;
	assert_false(bandwidth_fills(UINT64_MAX, 0)); /* not known */
	assert_true(bandwidth_fills(90 * MBIT, 100 * MBIT));
	assert_false(bandwidth_fills(90 * MBIT - 1, 100 * MBIT));
	assert_true(bandwidth_fills(UINT64_MAX, UINT64_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_seen),
		cmocka_unit_test(what_counts),
		cmocka_unit_test(spans_do_not_matter),
		cmocka_unit_test(filled_paths),
	};

	return cmocka_run_group_tests_name("bandwidth", tests, NULL, NULL);
}
