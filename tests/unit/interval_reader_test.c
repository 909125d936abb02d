/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What an interval has seen of readers and writers, at both ends. */
#include "evidence/interval.h"

#include "model_fixture.h"

/* What a slow reader leaves behind, sample by sample. */
static void readers(void **state)
{
	struct sample s = baseline_sample();
	struct step step = { .agg = busy_step.agg };
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	step.agg.unread_min_bytes = 1448; /* a segment that has just come */
	add_steps(&iv, &s, &step, 2);
	assert_int_equal(iv.unread_kept, 0);
	step.agg.unread_min_bytes = 1449;
	add_steps(&iv, &s, &step, 3);
	assert_int_equal(iv.unread_kept, 3);
	assert_int_equal(iv.with_events, 5);
	step.agg = no_events();
	add_steps(&iv, &s, &step, 2);
	assert_int_equal(iv.unread_kept, 3);
	assert_int_equal(iv.with_events, 5);
}

/* A record of kernel TLS that is not complete waits for its rest, and not for the reader. */
static void tls_readers(void **state)
{
	struct sample s = baseline_sample();
	struct step step = { .agg = busy_step.agg };
	struct interval iv;

	(void)state;
	s.tls = true;
	begin(&iv, &s);
	step.agg.unread_min_bytes = 1448 + 16645;
	add_steps(&iv, &s, &step, 1);
	assert_int_equal(iv.unread_kept, 0);
	step.agg.unread_min_bytes++;
	add_steps(&iv, &s, &step, 1);
	assert_int_equal(iv.unread_kept, 1);
}

/* Half-closed, no hook sees segments: the reader's own calls are the events. */
static void half_closed_readers(void **state)
{
	static const struct {
		uint8_t state, reason;
		uint32_t unread_bytes;
		unsigned events, kept;
	} cases[] = {
		{ TCP_STATE_FIN_WAIT2, SAMPLE_GATE, 1449, 1, 1 },
		{ TCP_STATE_FIN_WAIT2, SAMPLE_GATE, 1448, 1, 0 },
		{ TCP_STATE_CLOSE_WAIT, SAMPLE_GATE, 1450, 1, 1 }, /* with the peer's FIN */
		{ TCP_STATE_CLOSE_WAIT, SAMPLE_GATE, 1449, 1, 0 },
		{ TCP_STATE_FIN_WAIT2, SAMPLE_CLOSE, 1449, 0, 0 },
		{ TCP_STATE_ESTABLISHED, SAMPLE_GATE, 1449, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		static const struct step step = { .agg = NO_EVENTS };
		struct sample s = baseline_sample();
		struct interval iv;

		s.state = cases[i].state;
		s.reason = cases[i].reason;
		begin(&iv, &s);
		s.rcv_nxt = s.copied_seq + cases[i].unread_bytes;
		add_steps(&iv, &s, &step, 1);
		assert_int_equal(iv.with_events, cases[i].events);
		assert_int_equal(iv.unread_kept, cases[i].kept);
	}
}

/* Whether the peer's window moves, sample by sample; and writers of ours that wait. */
static void peers_and_writers(void **state)
{
	static const struct {
		uint32_t segments, least_bytes, state;
		unsigned samples, stood;
		bool stands;
	} cases[] = {
		{ 2, 65536, TCP_STATE_ESTABLISHED, 1, 1, true },
		{ 2, 65535, TCP_STATE_ESTABLISHED, 1, 0, false },
		{ 1, 65536, TCP_STATE_ESTABLISHED, 1, 0, false }, /* tells nothing */
		{ 0, 65536, TCP_STATE_ESTABLISHED, 0, 0, false },
		{ 0, 65536, TCP_STATE_CLOSE, 0, 0, false },
		{ 0, 65536, TCP_STATE_CLOSE_WAIT, 1, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct step step = { .agg = NO_EVENTS };
		struct sample s = baseline_sample();
		struct interval iv;

		s.state = (uint8_t)cases[i].state;
		begin(&iv, &s);
		s.nospace = true;
		step.agg.segments = cases[i].segments;
		step.agg.snd_wnd_max_bytes = 65536;
		step.agg.snd_wnd_min_bytes = cases[i].least_bytes;
		add_steps(&iv, &s, &step, 1);
		assert_int_equal(iv.peer.samples, cases[i].samples);
		assert_int_equal(iv.peer.stood, cases[i].stood);
		assert_int_equal(peer_window_stands(&iv.peer), cases[i].stands);
		assert_int_equal(iv.nospace, 1);
		/* half of the samples will do, and no less */
		step.agg.segments = 2;
		step.agg.snd_wnd_min_bytes = 1;
		add_steps(&iv, &s, &step, 1);
		assert_int_equal(peer_window_stands(&iv.peer), cases[i].stands);
		add_steps(&iv, &s, &step, 1);
		assert_false(peer_window_stands(&iv.peer));
	}
}

/* Whole segments, or a quarter of each: else its sender held nothing back for a window. */
static void bulk(void **state)
{
	struct sample s = baseline_sample();
	struct step step = { .received_bytes = 3620, .agg.segments = 40, .agg.data_segments = 10 };
	struct interval iv;
	struct evidence ev;

	(void)state;
	begin(&iv, &s);
	add_steps(&iv, &s, &step, 1);
	ev = evidence(&iv);
	assert_true(interval_in_bulk(&iv, &ev));
	ev.received_bytes--;
	assert_false(interval_in_bulk(&iv, &ev));
	iv.last.detailed = false; /* ACKs are among them */
	iv.agg.data_segments = 0;
	assert_int_equal(interval_bulk_bytes(&iv), 4 * 3620);
}

/* What waits for the reader takes three quarters of the window, for once. */
static void closed_windows(void **state)
{
	struct sample s = baseline_sample();
	struct step step = { .agg = busy_step.agg };
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	step.agg.rcv_wnd_max_bytes = 65536;
	step.agg.rcv_wnd_min_bytes = 16383;
	step.agg.unread_max_bytes = 32768;
	add_steps(&iv, &s, &step, 1);
	step.agg.unread_max_bytes++;
	step.agg.rcv_wnd_min_bytes++;
	add_steps(&iv, &s, &step, 1);
	assert_int_equal(iv.closed, 0);
	step.agg.rcv_wnd_min_bytes--;
	add_steps(&iv, &s, &step, 3);
	assert_int_equal(iv.closed, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers),
		cmocka_unit_test(tls_readers),
		cmocka_unit_test(half_closed_readers),
		cmocka_unit_test(peers_and_writers),
		cmocka_unit_test(bulk),
		cmocka_unit_test(closed_windows),
	};

	return cmocka_run_group_tests_name("interval_reader", tests, NULL, NULL);
}
