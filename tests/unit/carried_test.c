/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What was carried per round trip, whether that is known, and how much is asked for. */
#include "verdict/carried.h"

#include "model_fixture.h"

static void per_round_trip(void **state)
{
	static const struct {
		const char *name;
		uint64_t send_bps;
		uint32_t srtt_us, rtt_min_us;
		uint64_t bytes;
	} cases[] = {
		{ "by the mean round trip", 8000000, 60000, 50000, 60000 },
		{ "by the least, where the mean is none", 8000000, 0, 50000, 50000 },
		{ "by the longer of the two", 8000000, 40000, 50000, 50000 },
		{ "no rate", 0, 60000, 50000, 0 },
		{ "no round trip", 8000000, 0, 0, 0 },
		{ "the largest", UINT64_MAX, UINT32_MAX, 0, UINT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct case_file cf = { .ev = { .send_bps = cases[i].send_bps,
						      .srtt_us = cases[i].srtt_us,
						      .rtt_min_us = cases[i].rtt_min_us } };

		if (carried_bytes(&cf) != cases[i].bytes)
			fail_msg("%s: %llu", cases[i].name, (unsigned long long)carried_bytes(&cf));
	}
}

static void known_after_40_ms(void **state)
{
	struct case_file cf = { .ev = { .busy_ns = 40 * MS, .rtt_min_us = 50000 } };

	(void)state;
	assert_true(carried_known(&cf));
	cf.ev.busy_ns--;
	assert_false(carried_known(&cf));
	cf.ev = (struct evidence){ .busy_ns = UINT64_MAX };
	assert_false(carried_known(&cf));
}

/* Behind a lost segment the window fills with what came after it. */
static void more_is_asked_where_data_is_lost(void **state)
{
	struct evidence ev = { .acked_bytes = 1000000, .retrans_bytes = 5000 };

	(void)state;
	assert_int_equal(carried_least_permille(&ev), 333);
	ev.retrans_bytes++;
	assert_int_equal(carried_least_permille(&ev), 800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(per_round_trip),
		cmocka_unit_test(known_after_40_ms),
		cmocka_unit_test(more_is_asked_where_data_is_lost),
	};

	return cmocka_run_group_tests_name("carried", tests, NULL, NULL);
}
