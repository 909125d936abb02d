/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How full a receiver's window is, by which round trip, and how full is full. */
#include "verdict/fullness.h"

#include "model_fixture.h"

#define WINDOW 100000

/* 1000 permille of the window in each 50 ms, as a receiver with timestamps saw it. */
static const struct evidence full = {
	.span_ns = SECOND,
	.received_bytes = 20 * WINDOW,
	.rtt_min_us = 50000,
	.rcv_rtt_us = 50000,
};

static void by_which_round_trip(void **state)
{
	static const struct {
		const char *name;
		uint32_t rtt_min_us, rcv_standing_rtt_us, rcv_rtt_us;
		bool rtt_wanders;
		unsigned permille, longest_permille;
	} cases[] = {
		{ "the least RTT alone", 40000, 0, 0, false, 800, 800 },
		{ "the receiver's, and a tick of its clock", 40000, 45000, 46000, false, 900, 920 },
		{ "the least is the longer", 45000, 40000, 46000, false, 900, 920 },
		{ "a quarter more than the window may come", 40000, 62500, 62500, false, 1250,
		  1270 },
		{ "by the receiver's more does: it was no round trip", 40000, 62600, 62600, false,
		  800, 820 },
		{ "an RTT that wanders counts by its mean", 40000, 45000, 48000, true, 900, 980 },
		{ "and by no less", 40000, 45000, 42000, true, 900, 920 },
		{ "no RTT", 0, 0, 0, false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct interval iv = { .last = baseline_sample(), .agg.rcv_wnd_max_bytes = WINDOW };
		struct case_file cf = { .iv = &iv,
					.ev = full,
					.rtt_wanders = cases[i].rtt_wanders };

		cf.ev.rtt_min_us = cases[i].rtt_min_us;
		cf.ev.rcv_standing_rtt_us = cases[i].rcv_standing_rtt_us;
		cf.ev.rcv_rtt_us = cases[i].rcv_rtt_us;
		if (fullness(&cf) != cases[i].permille ||
		    fullness_longest(&cf) != cases[i].longest_permille)
			fail_msg("%s: %llu, at its longest %llu", cases[i].name,
				 (unsigned long long)fullness(&cf),
				 (unsigned long long)fullness_longest(&cf));
	}
}

static void edges(void **state)
{
	struct interval iv = { .last = baseline_sample(), .agg.rcv_wnd_max_bytes = WINDOW };
	struct case_file cf = { .iv = &iv, .ev = full };

	(void)state;
	assert_int_equal(fullness_of_rtt(&cf, 50000), 1000);
	assert_int_equal(fullness_of_rtt(&cf, 0), 0);
	cf.ev.received_bytes = UINT64_MAX;
	assert_true(fullness_of_rtt(&cf, UINT32_MAX) > 1000);
	cf.ev = full;
	cf.ev.span_ns = 0;
	assert_int_equal(fullness_of_rtt(&cf, 50000), 0);
	cf.ev = full;
	iv.agg.rcv_wnd_max_bytes = 0;
	assert_int_equal(fullness_of_rtt(&cf, 50000), 0);
	/* tp->rcv_wnd above what the scale can tell */
	iv.last.rcv_wscale = 0;
	iv.agg.rcv_wnd_max_bytes = 1000000;
	assert_int_equal(fullness_window_bytes(&cf), 65535);
}

/* Nine tenths, or all but a segment and a quarter where that is less. */
static void how_full_is_full(void **state)
{
	static const struct {
		uint32_t window_bytes, mss_bytes;
		unsigned permille;
	} cases[] = {
		{ 3000000, 1448, 900 }, { 12500, 1000, 900 }, { 12499, 1000, 900 },
		{ 6250, 1000, 800 },    { 2500, 1000, 500 },  { 1250, 1000, 0 },
		{ 1000, 1000, 0 },      { 1, 1448, 0 },       { 3000000, 0, 900 },
		{ 0, 1448, 900 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct interval iv = { .last = baseline_sample() };
		const struct case_file cf = { .iv = &iv };

		iv.last.mss_bytes = cases[i].mss_bytes;
		iv.agg.rcv_wnd_max_bytes = cases[i].window_bytes;
		if (fullness_asked(&cf) != cases[i].permille)
			fail_msg("%u bytes of %u: %llu", cases[i].window_bytes, cases[i].mss_bytes,
				 (unsigned long long)fullness_asked(&cf));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_which_round_trip),
		cmocka_unit_test(edges),
		cmocka_unit_test(how_full_is_full),
	};

	return cmocka_run_group_tests_name("fullness", tests, NULL, NULL);
}
