/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What grows is no fault: a flow waits for autotuning, for eight round trips after its last step. */
#include "flow_fixture.h"

/* What is in doubt while a buffer grows is blamed when it has stopped. */
static void autotuning_is_waited_for(void **state)
{
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	first.rcv_wnd_bytes = 20000;
	run_begin(&r, &first);
	run_steps(&r, &rmem_capped_step, 1);
	r.now.rcv_wnd_bytes = 80512;
	for (int i = 0; i < 3; i++) {
		f = run_span(&r, &rmem_capped_step);
		assert_limit(&f.recv.dir, LIMIT_RCVBUF, i < 2 ? CAUSE_AUTOTUNING : CAUSE_TCP_RMEM);
		assert_int_equal(finding_flagged(&f), i == 2);
	}
}

static struct step full_buffer_step(void)
{
	return (struct step){
		.acked_bytes = 163750,
		.busy_jiffies = 25,
		.agg = { .segments = 40,
			 .sends = 4,
			 .busy = 40,
			 .unwriteable = 40,
			 .refused = 40,
			 .inflight_max_bytes = 80000,
			 .snd_wnd_max_bytes = 3 * MIB,
			 .snd_wnd_min_bytes = 3 * MIB - 1,
			 .ack_rtt_min_us = 50300 },
	};
}

/* A send buffer that reached tcp_wmem a moment ago: likewise. */
static void autotuning_of_the_send_buffer(void **state)
{
	struct sample first = baseline_sample();
	const struct step step = full_buffer_step();
	struct finding f;
	struct run r;

	(void)state;
	first.tcp_wmem[2] = 131072;
	first.sndbuf_bytes = 65536;
	run_begin(&r, &first);
	run_steps(&r, &step, 1);
	r.now.sndbuf_bytes = 131072;
	for (int i = 0; i < 3; i++) {
		f = run_span(&r, &step);
		assert_limit(&f.send.dir, LIMIT_SNDBUF, i < 2 ? CAUSE_AUTOTUNING : CAUSE_TCP_WMEM);
	}
}

/* A peer's window that grows, unless the peer had told of as much before: then it was read. */
static void autotuning_of_the_peer(void **state)
{
	static const struct {
		uint32_t ever_bytes; /* the largest before */
		enum cause at_first;
	} cases[] = {
		{ 40000, CAUSE_AUTOTUNING },
		{ 80512, CAUSE_PEER_BUFFER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sample first = sender_sample();
		struct finding f;
		struct run r;

		first.snd_wnd_bytes = 40000;
		first.max_window_bytes = cases[i].ever_bytes;
		run_begin(&r, &first);
		run_steps(&r, &sender_step, 1);
		r.now.snd_wnd_bytes = r.now.max_window_bytes = 80512;
		for (int k = 0; k < 3; k++) {
			f = run_span(&r, &sender_step);
			assert_limit(&f.send.dir, LIMIT_RWND,
				     k < 2 ? cases[i].at_first : CAUSE_PEER_BUFFER);
		}
	}
}

/* tp->rcv_wnd grows beyond what can be told to the peer: no growth to wait for. */
static void growth_off_the_wire(void **state)
{
	struct step step = rmem_capped_step;
	struct sample first = rmem_capped();
	struct finding f;
	struct run r;

	(void)state;
	step.received_bytes = 128000; /* 64 KB per round trip */
	first.rcv_wscale = 0;
	first.rcv_rtt_us = 50200;
	first.rcvbuf_bytes = first.tcp_rmem[2] = first.window_clamp_bytes = 8 * MIB;
	run_begin(&r, &first);
	run_steps(&r, &step, 1);
	r.now.rcv_wnd_bytes = 308424;
	f = run_span(&r, &step);
	assert_limit(&f.recv.dir, LIMIT_RCVBUF, CAUSE_WSCALE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(autotuning_is_waited_for),
		cmocka_unit_test(autotuning_of_the_send_buffer),
		cmocka_unit_test(autotuning_of_the_peer),
		cmocka_unit_test(growth_off_the_wire),
	};

	return cmocka_run_group_tests_name("flow_growth", tests, NULL, NULL);
}
