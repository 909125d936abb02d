/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a sender's busy time was spent in, by its ACKs and by the kernel's own count. */
#include "verdict/shares.h"

#include "model_fixture.h"

#define ACKED 3750000 /* of the baseline sender */

static const struct {
	const char *name;
	struct row row;
	struct state_shares shares;
} cases[] = {
	{ "none was seen", { SENDER, LOOKS(0, 0, 0, 0, 0) }, { { 0, 0, 0, 0, 1000 } } },
	{ "a look is a share", { SENDER, LOOKS(10, 1, 2, 3, 4) }, { { 100, 200, 300, 400, 0 } } },
	{ "what is left is the application's",
	  { SENDER, LOOKS(100, 10, 20, 30, 15) },
	  { { 100, 200, 300, 150, 250 } } },
	{ "the fractions, too", { SENDER, LOOKS(3, 1, 1, 0, 0) }, { { 333, 333, 0, 0, 334 } } },
	{ "more looks than ACKs: never more than all",
	  { SENDER, LOOKS(10, 8, 8, 8, 8) },
	  { { 800, 200, 0, 0, 0 } } },
	{ "all that can be counted",
	  { SENDER, LOOKS(UINT32_MAX, UINT32_MAX, 0, 0, 0) },
	  { { 1000, 0, 0, 0, 0 } } },
	/* the kernel counted for longer than the few ACKs show */
	{ "the peer's window, by the kernel's count",
	  { SENDER, LOOKS(10, 2, 4, 0, 2), .ev.rwnd_permille = 600 },
	  { { 600, 200, 0, 100, 100 } } },
	{ "less than was seen changes nothing",
	  { SENDER, LOOKS(10, 2, 4, 0, 2), .ev.rwnd_permille = 199 },
	  { { 200, 400, 0, 200, 200 } } },
	{ "all of it",
	  { SENDER, LOOKS(10, 2, 4, 0, 2), .ev.rwnd_permille = 1000 },
	  { { 1000, 0, 0, 0, 0 } } },
	{ "our buffer, where an ACK found it",
	  { SENDER, LOOKS(10, 0, 4, 0, 2), .ev.sndbuf_permille = 600 },
	  { { 0, 200, 0, 600, 200 } } },
	{ "where none did it is TCP_NOTSENT_LOWAT's",
	  { SENDER, LOOKS(10, 0, 4, 0, 0), .ev.sndbuf_permille = 600 },
	  { { 0, 400, 0, 0, 600 } } },
	{ "both: the buffer has what the window leaves, and takes it of the others alike",
	  { SENDER, LOOKS(10, 0, 0, 0, 2), .ev.rwnd_permille = 700, .ev.sndbuf_permille = 700 },
	  { { 521, 0, 0, 300, 179 } } },
	/* captures of schema 1 */
	{ "an old capture: blocked, and the congestion window has room",
	  { SENDER, LOOKS(100, 0, 0, 0, 0), .last.detailed = false, .agg.waiting = 80,
	    .agg.blocked = 60, .agg.snd_wnd_max_bytes = 600000 },
	  { { 600, 0, 200, 0, 200 } } },
	{ "blocked, and the congestion window has none",
	  { SENDER, LOOKS(100, 0, 0, 0, 0), .last.detailed = false, .agg.waiting = 80,
	    .agg.blocked = 60, .agg.snd_wnd_max_bytes = 700000 },
	  { { 0, 800, 0, 0, 200 } } },
	{ "far from it",
	  { SENDER, LOOKS(100, 0, 0, 0, 0), .last.detailed = false, .agg.waiting = 80,
	    .agg.inflight_max_bytes = 361999, .agg.snd_wnd_max_bytes = 700000 },
	  { { 0, 0, 800, 0, 200 } } },
	{ "half of it in flight is near",
	  { SENDER, LOOKS(100, 0, 0, 0, 0), .last.detailed = false, .agg.waiting = 80,
	    .agg.inflight_max_bytes = 362000, .agg.snd_wnd_max_bytes = 700000 },
	  { { 0, 800, 0, 0, 200 } } },
	{ "a buffer without room, and no writer that waits",
	  { SENDER, LOOKS(100, 0, 0, 0, 60), .last.detailed = false },
	  { { 0, 0, 0, 0, 1000 } } },
	{ "and one that waits",
	  { SENDER, LOOKS(100, 0, 0, 0, 60), .last.detailed = false, .last.nospace = true },
	  { { 0, 0, 0, 600, 400 } } },
	/* the last flight of each answer is on its way for a round trip, whoever sends it */
	{ "a server of objects: a flight for each of two requests is no time of the application's",
	  { SENDER, LOOKS(100, 50, 0, 0, 0), .agg.data_segments = 2, .ev.received_bytes = 100,
	    .ev.srtt_us = 50000 },
	  { { 749, 0, 0, 0, 251 } } },
	{ "as many as the application's time has room for",
	  { SENDER, LOOKS(100, 50, 0, 0, 0), .agg.data_segments = 6, .ev.received_bytes = 100,
	    .ev.srtt_us = 50000 },
	  { { 1000, 0, 0, 0, 0 } } },
	{ "a tenth of what goes comes: requests",
	  { SENDER, LOOKS(100, 50, 0, 0, 0), .agg.data_segments = 2,
	    .ev.received_bytes = ACKED / 10, .ev.srtt_us = 50000 },
	  { { 749, 0, 0, 0, 251 } } },
	{ "more than a tenth: data of its own",
	  { SENDER, LOOKS(100, 50, 0, 0, 0), .agg.data_segments = 2,
	    .ev.received_bytes = ACKED / 10 + 1, .ev.srtt_us = 50000 },
	  { { 500, 0, 0, 0, 500 } } },
	{ "little else held it back: it is the application",
	  { SENDER, LOOKS(1000, 332, 0, 0, 0), .agg.data_segments = 2, .ev.received_bytes = 100,
	    .ev.srtt_us = 50000 },
	  { { 332, 0, 0, 0, 668 } } },
};

static void of_states(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct interval iv;
		const struct case_file cf = row_case(&cases[i].row, &iv);
		const struct state_shares sh = shares_of_states(&cf);
		unsigned sum = 0;

		for (int k = 0; k < SEND_STATE_MAX; k++)
			sum += sh.of[k];
		if (sum != 1000 || memcmp(&sh, &cases[i].shares, sizeof(sh)))
			fail_msg("%s: rwnd %u cwnd %u paced %u sndbuf %u app %u", cases[i].name,
				 sh.of[STATE_RWND], sh.of[STATE_CWND], sh.of[STATE_PACED],
				 sh.of[STATE_SNDBUF], sh.of[STATE_APP]);
	}
}

static void the_second_largest(void **state)
{
	static const struct {
		struct send_shares shares;
		enum limit limit, second;
		uint16_t permille;
	} of[] = {
		{ { 500, 300, 150, 50 }, LIMIT_RWND, LIMIT_CWND, 300 },
		{ { 500, 300, 150, 50 }, LIMIT_CWND, LIMIT_RWND, 500 },
		{ { 0, 0, 1000, 0 }, LIMIT_SNDBUF, LIMIT_UNKNOWN, 0 },
		{ { 0, 0, 700, 300 }, LIMIT_SNDBUF, LIMIT_APP, 300 },
		{ { 0, 300, 300, 400 }, LIMIT_APP, LIMIT_SNDBUF, 300 },
		{ { 0, 0, 0, 0 }, LIMIT_UNKNOWN, LIMIT_UNKNOWN, 0 },
		{ { 10, 0, 0, 0 }, LIMIT_UNKNOWN, LIMIT_RWND, 10 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(of); i++) {
		uint16_t permille = UINT16_MAX;

		assert_int_equal(shares_second(&of[i].shares, of[i].limit, &permille),
				 of[i].second);
		assert_int_equal(permille, of[i].permille);
	}
}

/* SO_MAX_PACING_RATE: the rate that the kernel paces at stays, and is reached. */
static void a_rate_that_is_set(void **state)
{
	static const struct {
		const char *name, *congestion_control;
		uint64_t before, pacing_bytes_per_s, send_bps;
		bool set;
	} of[] = {
		{ "a tenth is missing", "cubic", 1000000, 1000000, 7200000, true },
		{ "more is", "cubic", 1000000, 1000000, 7199992, false },
		{ "it moved", "cubic", 1000001, 1000000, 8000000, false },
		{ "BBR sets it itself", "bbr", 1000000, 1000000, 8000000, false },
		{ "so its next version", "bbr2", 1000000, 1000000, 8000000, false },
		{ "none is set", "cubic", UINT64_MAX, UINT64_MAX, UINT64_MAX, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(of); i++) {
		struct interval iv = { .base = baseline_sample(), .last = baseline_sample() };
		const struct case_file cf = { .iv = &iv, .ev.send_bps = of[i].send_bps };

		iv.base.pacing_bytes_per_s = of[i].before;
		iv.last.pacing_bytes_per_s = of[i].pacing_bytes_per_s;
		strcpy(iv.last.id.congestion_control, of[i].congestion_control);
		if (shares_rate_is_set(&cf) != of[i].set)
			fail_msg("%s", of[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_states),
		cmocka_unit_test(the_second_largest),
		cmocka_unit_test(a_rate_that_is_set),
	};

	return cmocka_run_group_tests_name("shares", tests, NULL, NULL);
}
