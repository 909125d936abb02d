/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* When an RTT wanders from span to span, and when it stands still. */
#include "evidence/wander.h"

#include "model_fixture.h"

static void seen_and_steady(void **state)
{
	static const struct {
		const char *name;
		uint32_t rtt_us, least_us; /* of the last span; the others have 100000 and 90000 */
		int spans;
		unsigned span_ms;
		bool seen, steady;
	} cases[] = {
		{ "eight that are alike", 100000, 90000, 8, 100, false, true },
		{ "seven are too few", 100000, 90000, 7, 100, false, false },
		{ "fewer that lasted for three seconds", 100000, 90000, 3, 1000, false, true },
		{ "for a little less", 100000, 90000, 3, 999, false, false },
		{ "a least that is longer by a sixteenth", 100000, 95669, 8, 100, false, true },
		{ "by more", 100000, 95670, 8, 100, false, false },
		{ "a mean that is, which a late ACK makes", 120000, 90000, 8, 100, false, true },
		{ "a mean that is longer by a quarter", 125099, 90000, 8, 100, false, true },
		{ "by more", 125100, 90000, 8, 100, true, true },
		{ "a shorter one", 79000, 79000, 8, 100, true, false },
		{ "one that is not known does not count", 0, 90000, 8, 100, false, false },
		{ "nor one without a least", 100000, 0, 8, 100, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct wander w = { 0 };

		for (int k = 1; k < cases[i].spans; k++)
			wander_add(&w,
				   (struct wander_span){ 100000, 90000,
							 cases[i].span_ms * UINT64_C(1000000) });
		wander_add(&w, (struct wander_span){ cases[i].rtt_us, cases[i].least_us,
						     cases[i].span_ms * UINT64_C(1000000) });
		if (wander_seen(&w) != cases[i].seen || wander_steady(&w) != cases[i].steady)
			fail_msg("%s: seen %d, steady %d", cases[i].name, wander_seen(&w),
				 wander_steady(&w));
	}
}

/* What was longer than eight spans ago is forgotten. */
static void forgotten(void **state)
{
	struct wander w = { 0 };

	(void)state;
	wander_add(&w, (struct wander_span){ 200000, 200000, 100 });
	for (int k = 0; k < WANDER_SPANS - 1; k++)
		wander_add(&w, (struct wander_span){ 100000, 100000, 100 });
	assert_true(wander_seen(&w));
	wander_add(&w, (struct wander_span){ 100000, 100000, 100 });
	assert_false(wander_seen(&w));
	assert_true(wander_steady(&w));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seen_and_steady),
		cmocka_unit_test(forgotten),
	};

	return cmocka_run_group_tests_name("wander", tests, NULL, NULL);
}
