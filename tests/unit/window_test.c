/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Buffers and windows as the kernel computes them: by ratio, by shift, and by the 16 bits on the
 * wire. */
#include "tcp/window.h"

#include "model_fixture.h"

static const uint32_t sizes[] = { 0,     1,     2,       3,        255,       256,
				  65535, 65536, 131072,  6291456,  1 << 30,   INT32_MAX,
				  4608,  2304,  8388608, 33554432, 123456789, UINT32_MAX };

static void window_of_space(void **state)
{
	static const struct {
		uint8_t ratio;
		int32_t adv;
		uint32_t space, window;
	} cases[] = {
		{ 160, 1, 131072, 81920 }, /* seen on 6.18 */
		{ 128, 1, 131072, 65536 }, /* a new socket's ratio */
		{ 255, 1, UINT32_MAX, 4278190079u },
		{ 1, 1, 256, 1 },
		{ 1, 1, 255, 0 },
		{ 160, -31, 131072, 81920 }, /* the ratio wins: the sysctl is a relic by then */
		/* 6.1: no ratio */
		{ 0, 1, 131072, 65536 },
		{ 0, 2, 131072, 98304 },
		{ 0, 31, 131072, 131072 },
		{ 0, 0, 131072, 131072 }, /* "<= 0": the whole space, shifted by nothing */
		{ 0, -1, 131072, 65536 },
		{ 0, -2, 131072, 32768 },
		{ 0, -31, UINT32_MAX, 1 },
		/* no kernel's, but a capture's */
		{ 0, INT32_MAX, 131072, 131072 },
		{ 0, INT32_MIN, 131072, 0 },
		{ 0, -32, 131072, 0 },
	};
	struct sample s = baseline_sample();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		s.scaling_ratio = cases[i].ratio;
		s.adv_win_scale = cases[i].adv;
		assert_int_equal(window_from_space(&s, cases[i].space), cases[i].window);
		assert_int_equal(window_from_space(&s, 0), 0);
	}
}

/* The space for a window gives that window, and a little less space does not. */
static void assert_inverse(const struct sample *s, uint32_t window, uint64_t slack)
{
	uint64_t space = window_to_space(s, window);

	if (space <= UINT32_MAX)
		assert_true(window_from_space(s, (uint32_t)space) >= window);
	if (window && space - slack - 1 <= UINT32_MAX)
		assert_true(window_from_space(s, (uint32_t)(space - slack - 1)) < window);
}

static void space_of_window(void **state)
{
	static const uint8_t ratios[] = { 1, 2, 100, 128, 160, 233, 255 };
	static const int32_t shifts[] = { 1, 2, 5, 14, 0, -1, -2, -14 };
	struct sample s = baseline_sample();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(ratios); k++) {
			s.scaling_ratio = ratios[k];
			assert_inverse(&s, sizes[i], 1);
		}
		s.scaling_ratio = 0;
		for (size_t k = 0; k < ARRAY_SIZE(shifts); k++) {
			s.adv_win_scale = shifts[k];
			assert_inverse(&s, sizes[i], 2);
		}
	}
}

/* Too much is told as the most there is, never as little. */
static void space_saturates(void **state)
{
	struct sample s = baseline_sample();

	(void)state;
	for (int ratio = 0; ratio <= UINT8_MAX; ratio++) {
		s.scaling_ratio = (uint8_t)ratio;
		assert_int_equal(window_to_space(&s, UINT64_MAX), UINT64_MAX);
	}
	s.scaling_ratio = 0;
	for (int adv = -40; adv <= 40; adv++) {
		s.adv_win_scale = adv;
		assert_int_equal(window_to_space(&s, UINT64_MAX), UINT64_MAX);
	}
}

static void cap_by_scale(void **state)
{
	static const struct {
		bool ok;
		uint8_t shift;
		uint32_t cap;
	} cases[] = {
		{ false, 0, 65535 },      { false, 7, 65535 }, /* the field is noise then */
		{ false, 255, 65535 },    { true, 0, 65535 },        { true, 1, 131070 },
		{ true, 7, 8388480 },     { true, 10, 67107840 },    { true, 14, 1073725440 },
		{ true, 15, 1073725440 }, { true, 255, 1073725440 },
	};
	struct sample s = baseline_sample();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		s.wscale_ok = cases[i].ok;
		s.rcv_wscale = cases[i].shift;
		assert_int_equal(window_scale_cap(&s), cases[i].cap);
		assert_int_equal(window_on_wire(&s, UINT32_MAX), cases[i].cap);
		assert_int_equal(window_on_wire(&s, cases[i].cap), cases[i].cap);
		assert_int_equal(window_on_wire(&s, cases[i].cap - 1), cases[i].cap - 1);
		assert_int_equal(window_on_wire(&s, 0), 0);
	}
	/* seen on 6.18: scale 0, and tp->rcv_wnd at 8126216 while the peer could send 65534 */
	s.rcv_wscale = 0;
	assert_int_equal(window_on_wire(&s, 8126216), 65535);
}

static void buffers_at_their_largest(void **state)
{
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(rcvbuf_max(&s), 6 * MIB);
	assert_int_equal(sndbuf_max(&s), 4 * MIB);
	s.rcvbuf_locked = s.sndbuf_locked = true;
	assert_int_equal(rcvbuf_max(&s), 3 * MIB);
	assert_int_equal(sndbuf_max(&s), 5 * MIB / 2);
	s.rcvbuf_locked = s.sndbuf_locked = false;
	s.moderate_rcvbuf = false;
	assert_int_equal(rcvbuf_max(&s), 3 * MIB);
	assert_int_equal(sndbuf_max(&s), 4 * MIB);
	s.moderate_rcvbuf = true;
	s.tcp_rmem[2] = s.tcp_wmem[2] = 131072; /* lowered since */
	assert_int_equal(rcvbuf_max(&s), 3 * MIB);
	assert_int_equal(sndbuf_max(&s), 5 * MIB / 2);
}

static void largest_receive_window(void **state)
{
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(window_recv_largest(&s), 6 * MIB / 256 * 160);
	s.window_clamp_bytes = 65536; /* follows an autotuned buffer: no limit to it */
	assert_int_equal(window_recv_largest(&s), 6 * MIB / 256 * 160);
	s.rcv_wnd_bytes = 0;
	s.rcvbuf_locked = true;
	assert_int_equal(window_recv_largest(&s), 65536);
	s.window_clamp_bytes = 0; /* not known */
	assert_int_equal(window_recv_largest(&s), 3 * MIB / 256 * 160);
	s.rcv_wnd_bytes = 2 * MIB; /* once told, it stands */
	assert_int_equal(window_recv_largest(&s), 2 * MIB);
	s.rcv_wscale = 4;
	assert_int_equal(window_recv_largest(&s), 65535 << 4);
	s.wscale_ok = false;
	assert_int_equal(window_recv_largest(&s), 65535);
	s = (struct sample){ 0 };
	assert_int_equal(window_recv_largest(&s), 0);
}

static void send_overhead(void **state)
{
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(sndbuf_overhead_permille(&s), 1013); /* nothing queued to tell it by */
	s.write_seq = s.snd_una + 1000000;
	s.wmem_queued_bytes = 1100000;
	assert_int_equal(sndbuf_overhead_permille(&s), 1100);
	s.snd_una = 0u - 500000; /* across the wrap */
	s.write_seq = 500000;
	assert_int_equal(sndbuf_overhead_permille(&s), 1100);
	s.wmem_queued_bytes = 999999; /* memory is never less than the payload */
	assert_int_equal(sndbuf_overhead_permille(&s), 1013);
	s.wmem_queued_bytes = 5000000;
	assert_int_equal(sndbuf_overhead_permille(&s), 5000);
	s.wmem_queued_bytes = UINT32_MAX;
	assert_int_equal(sndbuf_overhead_permille(&s), 8000);
	s.write_seq = s.snd_una + 100; /* too short a queue */
	assert_int_equal(sndbuf_overhead_permille(&s), 1013);
}

static void send_buffer_of_window(void **state)
{
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(window_from_sndbuf(&s, 0), 0);
	assert_int_equal(window_from_sndbuf(&s, 1013000), 1000000);
	assert_int_equal(window_from_sndbuf(&s, UINT32_MAX), 4239849254u);
	assert_int_equal(window_to_sndbuf(&s, 0), 0);
	assert_int_equal(window_to_sndbuf(&s, 1), 1);
	assert_int_equal(window_to_sndbuf(&s, 625000), 949687); /* 1.5 x 1.013 */
	assert_int_equal(window_to_sndbuf(&s, UINT64_MAX), UINT64_MAX);
	s.write_seq = s.snd_una + 1000000;
	s.wmem_queued_bytes = 2000000;
	assert_int_equal(window_to_sndbuf(&s, 625000), 1875000);
	assert_int_equal(window_from_sndbuf(&s, 1000000), 500000);
}

/* What can never be passed, however small it is now. */
static void bounds(void **state)
{
	struct sample s = BASELINE_SAMPLE;

	(void)state;
	assert_int_equal(window_send_bound(&s), 4 * MIB + 65536);
	s.sndbuf_locked = true;
	s.sndbuf_bytes = 16384;
	assert_int_equal(window_send_bound(&s), 16384 + 65536);
	s.snd_wscale = 0;
	s.sndbuf_bytes = MIB;
	assert_int_equal(window_send_bound(&s), 65535);
	assert_int_equal(window_peer_scale_cap(&s), 65535);
	s.snd_wscale = 15; /* RFC 7323: taken for 14 */
	assert_int_equal(window_peer_scale_cap(&s), 65535 << 14);
	s.wscale_ok = false;
	assert_int_equal(window_peer_scale_cap(&s), 65535);

	s = (struct sample)BASELINE_SAMPLE;
	assert_int_equal(window_recv_bound(&s), 6 * MIB);
	s.rcv_wscale = 6;
	assert_int_equal(window_recv_bound(&s), 65535 << 6);
	s.rcv_wscale = 14;
	s.scaling_ratio = 0;
	assert_int_equal(window_recv_bound(&s), 3 * MIB);
	s.scaling_ratio = 128;
	s.rcvbuf_locked = true;
	s.rcv_wnd_bytes = 1000;
	s.rcvbuf_bytes = 131072;
	s.window_clamp_bytes = 65536;
	assert_int_equal(window_recv_bound(&s), 131072);
	s.window_clamp_bytes = 50000; /* well below what the buffer gives */
	assert_int_equal(window_recv_bound(&s), 50000);
	s.rcv_wnd_bytes = 60000;
	assert_int_equal(window_recv_bound(&s), 60000);
}

/* tcp_select_initial_window(), as a listener calls it */
static void offered_scale(void **state)
{
	static const struct {
		uint32_t rcvbuf, clamp, rmem_max_sysctl;
		uint64_t rmem_max;
		bool locked;
		int scale;
	} rows[] = {
		{ 131072, 0, 6 * MIB, 212992, false, 7 },
		{ 131072, 0, 32 * MIB, 212992, false, 10 },
		{ 131072, 0, 131072, 212992, false, 2 },
		{ 131072, 0, 131072, 4 * MIB, false, 7 },
		{ 65536, 0, 65535, 65535, false, 0 },
		{ 65536, 0, 65536, 65535, false, 1 },
		{ 131072, 65535, 6 * MIB, 212992, false, 0 },
		/* SO_RCVBUF: half of it is window */
		{ 65536, 0, 6 * MIB, 212992, true, 0 },
		{ 262144, 0, 6 * MIB, 212992, true, 2 },
		{ 262144, 65535, 6 * MIB, 212992, true, 0 },
		{ 262144, 8 * MIB, 6 * MIB, 212992, true, 2 },
		{ INT32_MAX, 0, INT32_MAX, INT32_MAX, false, 14 },
		{ 0, 0, 0, 0, false, 0 },
	};
	struct sample s = BASELINE_SAMPLE;

	(void)state;
	s.scaling_ratio = 128;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		s.rcvbuf_bytes = rows[i].rcvbuf;
		s.window_clamp_bytes = rows[i].clamp;
		s.tcp_rmem[2] = rows[i].rmem_max_sysctl;
		s.rcvbuf_locked = rows[i].locked;
		if (window_scale_offered(&s, rows[i].rmem_max) != rows[i].scale)
			fail_msg("row %zu: %d", i, window_scale_offered(&s, rows[i].rmem_max));
	}
	s.window_scaling = false;
	assert_int_equal(window_scale_offered(&s, 212992), -1);
}

/* A new connection that locks so much gets the scale for the window, and with any less it does not. */
static void buffer_of_a_scale(void **state)
{
	static const uint64_t windows[] = { 65536,  100000, 131071, 524280,
					    524288, 625000, MIB,    INT32_MAX / 4 };
	struct sample s = BASELINE_SAMPLE;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(windows); i++) {
		struct sample listener = s;
		uint64_t buffer = window_to_scaled_buffer(&s, windows[i]);

		listener.scaling_ratio = 128;
		listener.rcvbuf_locked = true;
		listener.window_clamp_bytes = 0;
		listener.rcvbuf_bytes = (uint32_t)buffer;
		assert_in_range(
			windows[i], 65535,
			window_math_scale_cap((unsigned)window_scale_offered(&listener, 212992)));
		listener.rcvbuf_bytes -= 2;
		assert_true(window_math_scale_cap((
				    unsigned)window_scale_offered(&listener, 212992)) < windows[i]);
	}
	assert_int_equal(window_to_scaled_buffer(&s, 65535), 0);
	assert_int_equal(window_to_scaled_buffer(&s, UINT64_C(65536) << 14), 0);
	assert_int_equal(window_to_scaled_buffer(&s, UINT64_MAX), 0);
	s.scaling_ratio = 0;
	assert_int_equal(window_to_scaled_buffer(&s, 625000), 0);
}

/* Seen on 6.18: MSS 524, 1280 bytes each, tcp_rmem[2] 1564672: rcv_ssthresh ends at 391182. */
static void growth_of_small_segments(void **state)
{
	static const struct {
		uint32_t mss_bytes;
		uint8_t scaling_ratio;
		int adv_win_scale;
		unsigned divisor;
	} rows[] = {
		{ 524, 128, 1, 2 }, { 524, 0, 1, 2 },    { 536, 128, 1, 2 },
		{ 537, 128, 1, 1 }, { 256, 128, 1, 4 },  { 1448, 160, 1, 1 },
		{ 536, 104, 1, 1 }, { 8948, 160, 1, 1 }, { 0, 128, 1, 1 },
		{ 1, 255, 1, 512 }, { 524, 0, -31, 1 },  { UINT32_MAX, 128, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct sample s = { .mss_bytes = rows[i].mss_bytes,
					  .scaling_ratio = rows[i].scaling_ratio,
					  .adv_win_scale = rows[i].adv_win_scale };

		if (window_growth_divisor(&s) != rows[i].divisor)
			fail_msg("row %zu: %u", i, window_growth_divisor(&s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(window_of_space),
		cmocka_unit_test(space_of_window),
		cmocka_unit_test(space_saturates),
		cmocka_unit_test(cap_by_scale),
		cmocka_unit_test(buffers_at_their_largest),
		cmocka_unit_test(largest_receive_window),
		cmocka_unit_test(bounds),
		cmocka_unit_test(offered_scale),
		cmocka_unit_test(buffer_of_a_scale),
		cmocka_unit_test(send_overhead),
		cmocka_unit_test(growth_of_small_segments),
		cmocka_unit_test(send_buffer_of_window),
	};

	return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
