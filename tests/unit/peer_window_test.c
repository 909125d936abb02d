/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A peer's window that never moves, and which samples tell of it. */
#include "evidence/peer_window.h"

#include "model_fixture.h"

static void which_samples_count(void **state)
{
	static const struct {
		const char *name;
		enum tcp_state state;
		uint32_t segments, least_bytes, most_bytes;
		unsigned samples, stood;
	} cases[] = {
		{ "the same at two segments", TCP_STATE_ESTABLISHED, 2, 65536, 65536, 1, 1 },
		{ "any window is the same at one", TCP_STATE_ESTABLISHED, 1, 65536, 65536, 1, 0 },
		{ "it moved by a byte", TCP_STATE_ESTABLISHED, 100, 65535, 65536, 1, 0 },
		{ "it stood at nothing", TCP_STATE_ESTABLISHED, 2, 0, 0, 1, 1 },
		{ "no segment", TCP_STATE_ESTABLISHED, 0, UINT32_MAX, 0, 0, 0 },
		{ "none, at the end", TCP_STATE_CLOSE, 0, UINT32_MAX, 0, 0, 0 },
		{ "none, half-closed: the hooks miss them", TCP_STATE_CLOSE_WAIT, 0, UINT32_MAX, 0,
		  1, 0 },
		{ "the largest values", TCP_STATE_ESTABLISHED, UINT32_MAX, UINT32_MAX, UINT32_MAX,
		  1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample s = baseline_sample();
		struct peer_window w = { 0 };

		s.state = cases[i].state;
		s.agg.segments = cases[i].segments;
		s.agg.snd_wnd_min_bytes = cases[i].least_bytes;
		s.agg.snd_wnd_max_bytes = cases[i].most_bytes;
		peer_window_add(&w, &s);
		if (w.samples != cases[i].samples || w.stood != cases[i].stood)
			fail_msg("%s: %u of %u", cases[i].name, w.stood, w.samples);
	}
}

static void it_stands_in_half_of_them(void **state)
{
	static const struct {
		struct peer_window w;
		bool stands;
	} cases[] = {
		{ { 0, 0 }, false },      { { 1, 0 }, false },
		{ { 1, 1 }, true },       { { 2, 1 }, true },
		{ { 3, 1 }, false },      { { 1000, 500 }, true },
		{ { 1000, 499 }, false }, { { UINT32_MAX, UINT32_MAX }, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (peer_window_stands(&cases[i].w) != cases[i].stands)
			fail_msg("%u of %u", cases[i].w.stood, cases[i].w.samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(which_samples_count),
		cmocka_unit_test(it_stands_in_half_of_them),
	};

	return cmocka_run_group_tests_name("peer_window", tests, NULL, NULL);
}
