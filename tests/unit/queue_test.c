/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "evidence/queue.h"

#include "model_fixture.h"

static void on_the_path(void **state)
{
	(void)state;
	assert_false(queue_stands(0, 0));
	assert_false(queue_stands(UINT32_MAX, 0)); /* the minimum is not known */
	assert_false(queue_stands(0, 50000));
	assert_false(queue_stands(50000, 50000));
	assert_false(queue_stands(52500, 50313)); /* seen: no queue */
	assert_false(queue_stands(53300, 50313)); /* seen: none that stands */
	assert_true(queue_stands(135000, 51000)); /* seen: ten flows */
	assert_true(queue_stands(222000, 50313)); /* seen: a deep queue */
	assert_false(queue_stands(50, 40));       /* a loopback's noise */
	assert_true(queue_stands(400, 40));
	assert_false(queue_stands(UINT32_MAX, UINT32_MAX));
	assert_false(queue_stands(UINT32_MAX - 1, UINT32_MAX - 1));
	assert_int_equal(queue_stands_above_us(50000), 56270);
	assert_false(queue_stands(56270, 50000));
	assert_true(queue_stands(56271, 50000));
}

/* The clock of its timestamps may have rounded up by a tick. */
static void as_a_receiver_sees_them(void **state)
{
	struct evidence ev = { .rtt_min_us = 100, .rcv_standing_rtt_us = 1000 };

	(void)state;
	assert_false(recv_queue_stands(&ev));
	ev.rcv_standing_rtt_us = 1132;
	assert_false(recv_queue_stands(&ev));
	ev.rcv_standing_rtt_us = 1133;
	assert_true(recv_queue_stands(&ev));
	ev.rtt_min_us = 0;
	assert_false(recv_queue_stands(&ev));
}

static void in_doubt(void **state)
{
	(void)state;
	assert_false(queue_in_doubt(0, 0));
	assert_false(queue_in_doubt(UINT32_MAX, 0)); /* the minimum is not known */
	assert_int_equal(queue_in_doubt_above_us(50000), 50700);
	assert_false(queue_in_doubt(50700, 50000));
	assert_true(queue_in_doubt(50701, 50000));
	assert_false(queue_in_doubt(240, 40)); /* hosts that are late */
	assert_true(queue_in_doubt(241, 40));
	assert_false(queue_in_doubt(UINT32_MAX, UINT32_MAX));
}

static void on_the_other_way(void **state)
{
	(void)state;
	assert_int_equal(queue_bulk_bps(100), 25);
	assert_true(queue_bulk_against(25, 100));
	assert_false(queue_bulk_against(24, 100));
	assert_true(queue_bulk_against(100, 6)); /* of a socket that sends a little against it */
	assert_false(queue_bulk_against(0, 0));
	assert_true(queue_bulk_against(UINT64_MAX, UINT64_MAX));
}

static void losses(void **state)
{
	struct evidence ev = { .acked_bytes = 200000, .retrans_bytes = 1000 };

	(void)state;
	assert_false(loses(&ev));
	ev.retrans_bytes++;
	assert_true(loses(&ev));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_the_path), cmocka_unit_test(as_a_receiver_sees_them),
		cmocka_unit_test(in_doubt),    cmocka_unit_test(on_the_other_way),
		cmocka_unit_test(losses),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
