/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which round trip times an interval goes by: the least, the mean, the one that stood, and the
 * receiver's own. */
#include "evidence/interval.h"

#include "model_fixture.h"

static void round_trips(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	begin(&iv, &s);
	s.agg = busy_step.agg;
	for (uint32_t i = 0; i < 10; i++) {
		s.ts_ns += STEP_NS;
		s.srtt_us = i == 5 ? 0 : 51000 + i * 10000; /* 0 = no sample yet: no mean of it */
		s.rcv_rtt_us = i == 5 ? 0 : 60000 + i * 1000;
		s.agg.ack_rtt_min_us = 52000 + i * 10000;
		interval_add(&iv, &s);
	}
	assert_int_equal(evidence(&iv).srtt_us, 95444);
	assert_int_equal(evidence(&iv).standing_rtt_us, 52000);
	assert_int_equal(evidence(&iv).rcv_standing_rtt_us, 60000);
	assert_int_equal(evidence(&iv).rcv_rtt_us, 64444);
	assert_int_equal(evidence(&iv).rtt_min_us, BASELINE_RTT_US);
	assert_int_equal(evidence(&iv).doubtful_rtt_us, 95444);
	/* no ACK's own RTT is known: of the mean, what a delayed ACK cannot explain */
	begin(&iv, &s);
	s.agg = no_events();
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).standing_rtt_us, 101000);
	assert_int_equal(evidence(&iv).doubtful_rtt_us, 141000);
	s.srtt_us = 39999;
	begin(&iv, &s);
	assert_int_equal(evidence(&iv).standing_rtt_us, 0);
}

static void no_round_trip(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	s.srtt_us = s.rtt_min_us = s.rcv_rtt_us = 0;
	begin(&iv, &s);
	s.ts_ns += STEP_NS;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).rtt_min_us, 0);
	assert_int_equal(evidence(&iv).srtt_us, 0);
	assert_int_equal(evidence(&iv).standing_rtt_us, 0);
	assert_int_equal(evidence(&iv).rcv_standing_rtt_us, 0);
	s.rcv_rtt_us = 52000; /* what the receiver knows is no minimum of both */
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).rtt_min_us, 0);
	assert_int_equal(evidence(&iv).rcv_standing_rtt_us, 52000);
}

/* Without timestamps the receiver's RTT is the time of a full window. */
static void receivers_rtt_needs_timestamps(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	s.tstamp_ok = false;
	begin(&iv, &s);
	s.ts_ns += STEP_NS;
	s.rcv_rtt_us = 20000;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).rcv_standing_rtt_us, 0);
	assert_int_equal(evidence(&iv).rcv_rtt_us, 0);
	assert_int_equal(evidence(&iv).rtt_min_us, BASELINE_RTT_US);
}

/* A handshake on a slow start of the path, undercut by the receiver's own estimate */
static void receivers_rtt_undercuts_the_handshake(void **state)
{
	struct sample s = baseline_sample();
	struct interval iv;

	(void)state;
	s.rtt_min_us = 200000;
	begin(&iv, &s);
	s.ts_ns += STEP_NS;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).rtt_min_us, 50300);
	s.rcv_rtt_us = 1000; /* a tick or two of the timestamps: nothing to correct by */
	s.rtt_min_us = 1800;
	interval_add(&iv, &s);
	assert_int_equal(evidence(&iv).rtt_min_us, 1800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trips),
		cmocka_unit_test(no_round_trip),
		cmocka_unit_test(receivers_rtt_needs_timestamps),
		cmocka_unit_test(receivers_rtt_undercuts_the_handshake),
	};

	return cmocka_run_group_tests_name("interval_rtt", tests, NULL, NULL);
}
