/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A rate that stays while the round trip becomes longer. */
#include "evidence/saturation.h"

#include "model_fixture.h"

#define SPANS 4

static void rows_of_spans(void **state)
{
	static const struct {
		const char *name;
		struct {
			uint64_t bps;
			uint32_t rtt_us;
		} spans[SPANS];
		bool seen;
	} cases[] = {
		{ "nothing", { { 0, 0 } }, false },
		{ "one span", { { 1000000, 50000 } }, false },
		{ "an eighth longer, at the same rate",
		  { { 1000000, 80000 }, { 1000000, 90000 } },
		  true },
		{ "by less than an eighth", { { 1000000, 80000 }, { 1000000, 89999 } }, false },
		{ "an eighth shorter: the queue drains",
		  { { 1000000, 90000 }, { 1000000, 80000 } },
		  true },
		{ "by small steps",
		  { { 1000000, 80000 }, { 1000000, 84000 }, { 1000000, 87000 }, { 1000000, 90000 } },
		  true },
		{ "a twentieth slower is the same rate",
		  { { 1000000, 80000 }, { 950000, 90000 } },
		  true },
		{ "and slower is another", { { 1000000, 80000 }, { 949999, 90000 } }, false },
		{ "a twentieth faster is the same",
		  { { 950000, 80000 }, { 1000000, 90000 } },
		  true },
		{ "faster is another: what was in flight was needed",
		  { { 949999, 80000 }, { 1000000, 90000 } },
		  false },
		{ "rates drift away from the first, not from the last",
		  { { 1000000, 80000 }, { 960000, 80000 }, { 920000, 90000 } },
		  false },
		{ "of another rate the row begins anew",
		  { { 500000, 40000 }, { 1000000, 80000 }, { 1000000, 85000 } },
		  false },
		{ "a span without a rate is passed over",
		  { { 1000000, 80000 }, { 0, 200000 }, { 1000000, 85000 } },
		  false },
		{ "so is one without an RTT",
		  { { 1000000, 80000 }, { 2000000, 0 }, { 1000000, 90000 } },
		  true },
		{ "the largest values", { { UINT64_MAX, UINT32_MAX }, { UINT64_MAX, 1 } }, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct saturation s = { 0 };

		for (int k = 0; k < SPANS; k++)
			saturation_add(&s, cases[i].spans[k].bps, cases[i].spans[k].rtt_us);
		if (saturation_seen(&s) != cases[i].seen)
			fail_msg("%s: %s", cases[i].name, cases[i].seen ? "not seen" : "seen");
	}
}

/* What the application held back says nothing of the path, and what came before is forgotten. */
static void a_break_ends_the_row(void **state)
{
	struct saturation s = { 0 };

	(void)state;
	saturation_add(&s, 1000000, 80000);
	saturation_add(&s, 1000000, 90000);
	assert_true(saturation_seen(&s));
	saturation_break(&s);
	assert_false(saturation_seen(&s));
	saturation_add(&s, 1000000, 90000);
	assert_false(saturation_seen(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_spans),
		cmocka_unit_test(a_break_ends_the_row),
	};

	return cmocka_run_group_tests_name("saturation", tests, NULL, NULL);
}
