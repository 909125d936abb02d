/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The buffer that is needed: for whose bandwidth, and never for none. */
#include "base/units.h"
#include "finding/needed.h"

#include "model_fixture.h"

#define MBIT UINT64_C(1000000)
#define RTT_US 50000 /* with 100 Mbit/s: 625000 bytes */

static void sources_in_order(void **state)
{
	static const struct {
		struct flow_path path;
		enum needed_source source;
	} cases[] = {
		{ { .given_bps = 100 * MBIT }, NEEDED_GIVEN },
		{ { .measured_bps = 100 * MBIT }, NEEDED_MEASURED },
		{ { .link_bps = 100 * MBIT }, NEEDED_LINK },
		{ { .given_bps = 100 * MBIT, .measured_bps = 200 * MBIT, .link_bps = 300 * MBIT },
		  NEEDED_GIVEN },
		{ { .measured_bps = 100 * MBIT, .link_bps = 300 * MBIT }, NEEDED_MEASURED },
	};
	struct sample s = baseline_sample();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		for (int undersized = 0; undersized < 2; undersized++) {
			struct needed send = needed_send(&s, &cases[i].path, RTT_US, undersized);
			struct needed recv = needed_recv(&s, &cases[i].path, RTT_US, undersized);

			/* what one flow had is no bound where a buffer as large is too small */
			if (undersized && cases[i].source == NEEDED_MEASURED) {
				assert_int_equal(recv.source, NEEDED_DOUBLING);
				assert_int_equal(recv.bytes, 2 * (uint64_t)s.rcvbuf_bytes);
				continue;
			}
			assert_int_equal(send.source, cases[i].source);
			assert_int_equal(send.bytes, 949687);
			assert_int_equal(recv.source, cases[i].source);
			assert_in_range(recv.bytes, 1000000, 1000001); /* ratio 160 */
		}
	}
}

static void by_the_kernels_own_overhead(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT };
	struct sample s = baseline_sample();

	(void)state;
	s.scaling_ratio = 0; /* 6.1 */
	assert_in_range(needed_recv(&s, &path, RTT_US, true).bytes, 1250000, 1250001);
	s.adv_win_scale = -2;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 2500000);
	s.write_seq = s.snd_una + 500000;
	s.wmem_queued_bytes = 1000000;
	assert_int_equal(needed_send(&s, &path, RTT_US, true).bytes, 1875000);
	/* whatever the buffer, the window is the BDP */
	assert_int_equal(needed_send(&s, &path, RTT_US, true).window_bytes, 625000);
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).window_bytes, 625000);
}

/* Nothing known of the path: twice the present, and only where it is too small. */
static void doubling(void **state)
{
	const struct flow_path none = { 0 };
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(needed_send(&s, &none, RTT_US, false).source, NEEDED_NONE);
	assert_int_equal(needed_send(&s, &none, RTT_US, false).window_bytes, 0);
	assert_int_equal(needed_recv(&s, &none, RTT_US, false).source, NEEDED_NONE);
	assert_int_equal(needed_recv(&s, &none, RTT_US, false).bytes, 0);
	assert_int_equal(needed_recv(&s, &none, RTT_US, true).source, NEEDED_DOUBLING);
	assert_int_equal(needed_recv(&s, &none, RTT_US, true).bytes, 6 * MIB);
	assert_int_equal(needed_send(&s, &none, RTT_US, true).source, NEEDED_DOUBLING);
	assert_int_equal(needed_send(&s, &none, RTT_US, true).bytes, 5 * MIB);
	assert_int_equal(needed_send(&s, &none, RTT_US, true).window_bytes,
			 2 * max_u64(s.snd_wnd_bytes, s.snd_nxt - s.snd_una));
	/* behind a peer's small window the buffer in use is as small */
	s.snd_wnd_bytes = 65535;
	assert_in_range(needed_send(&s, &none, RTT_US, true).bytes, 2 * 65535, 3 * 65535);
	s.rcvbuf_bytes = INT32_MAX;
	assert_int_equal(needed_recv(&s, &none, RTT_US, true).bytes, UINT64_C(2) * INT32_MAX);
}

/* Of segments of 524 bytes the window becomes half of what the buffer is good for. */
static void small_segments(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT }, unknown = { 0 };
	struct sample s = baseline_sample();

	(void)state;
	s.mss_bytes = 524;
	s.scaling_ratio = 128;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 4 * 625000 + 1);
	s.rcv_wnd_bytes = 64128;
	s.rcvbuf_bytes = 131072;
	assert_int_equal(needed_recv(&s, &unknown, RTT_US, true).bytes, 8 * 64128 + 2);
	s.rcvbuf_locked = true;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 2 * 625000 + 1);
	assert_int_equal(needed_recv(&s, &unknown, RTT_US, true).bytes, 2 * 131072);
}

/* Seen on 6.12 in scenario 45: 1040384 bytes gave a scale of 3, whose 524280 bytes are not 625000. */
static void scale_of_a_locked_buffer(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT };
	struct sample s = baseline_sample();

	(void)state;
	s.scaling_ratio = 192;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 833334);
	s.rcvbuf_locked = true;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 1048576);
	s.scaling_ratio = 100;
	assert_int_equal(needed_recv(&s, &path, RTT_US, true).bytes, 1600001);
}

static void without_an_rtt(void **state)
{
	const struct flow_path path = { .given_bps = 100 * MBIT,
					.measured_bps = 100 * MBIT,
					.link_bps = 100 * MBIT };
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(needed_send(&s, &path, 0, false).source, NEEDED_NONE);
	assert_int_equal(needed_recv(&s, &path, 0, false).source, NEEDED_NONE);
	assert_int_equal(needed_recv(&s, &path, 0, true).source, NEEDED_DOUBLING);
}

static void saturates(void **state)
{
	const struct flow_path path = { .given_bps = UINT64_MAX };
	struct sample s = baseline_sample();

	(void)state;
	assert_int_equal(needed_send(&s, &path, UINT32_MAX, true).bytes, UINT64_MAX);
	assert_int_equal(needed_recv(&s, &path, UINT32_MAX, true).bytes, UINT64_MAX);
	assert_int_equal(needed_recv(&s, &path, UINT32_MAX, true).source, NEEDED_GIVEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_in_order),
		cmocka_unit_test(by_the_kernels_own_overhead),
		cmocka_unit_test(doubling),
		cmocka_unit_test(small_segments),
		cmocka_unit_test(scale_of_a_locked_buffer),
		cmocka_unit_test(without_an_rtt),
		cmocka_unit_test(saturates),
	};

	return cmocka_run_group_tests_name("needed", tests, NULL, NULL);
}
