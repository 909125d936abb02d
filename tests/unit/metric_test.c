// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Each metric: its value, and when there is none. */
#include "hist/metric.h"

#include <string.h>

#include "model_fixture.h"
#include "tcp/window.h"

#define NONE (UINT64_MAX - 1) /* no metric has it */

/* A socket at 100 Mbit/s and 50 ms, in numbers that are easy to divide. */
#define HEALTHY                                                                                    \
	{                                                                                          \
		.srtt_us = 51000, .rtt_min_us = 50000, .rttvar_us = 700,                           \
		.delivered_segments = 400, .delivered_us = 40000, .mss_bytes = 1250,               \
		.inflight_bytes = 600000, .peer_window_bytes = 1250000, .cwnd_segments = 500,      \
		.rcv_wnd_bytes = 80000, .rcv_wscale = 7, .sndbuf_bytes = 2026000,                  \
		.wmem_queued_bytes = 506500, .rcvbuf_bytes = 131072, .rmem_alloc_bytes = 65536,    \
		.sent_bytes = 4096, .pacing_bytes_per_s = 15000000, .all_sent_bytes = 1000000,     \
		.all_retrans_bytes = 21000                                                         \
	}

static const struct {
	const char *name;
	enum metric metric;
	struct reading r;
	uint64_t value;
} cases[] = {
	{ "rtt", METRIC_RTT, HEALTHY, 51000 },
	{ "rtt of a fresh socket", METRIC_RTT, { .rttvar_us = 250000 }, NONE },
	{ "rtt, the largest", METRIC_RTT, { .srtt_us = UINT32_MAX }, UINT32_MAX },
	{ "rtt-min", METRIC_RTT_MIN, HEALTHY, 50000 },
	{ "rtt-min without sample", METRIC_RTT_MIN, { .srtt_us = 1 }, NONE },
	{ "rtt-var", METRIC_RTT_VAR, HEALTHY, 700 },
	{ "rtt-var of none", METRIC_RTT_VAR, { .srtt_us = 1 }, 0 },
	{ "rtt-var before a sample", METRIC_RTT_VAR, { .rttvar_us = 250000 }, NONE },
	{ "queue", METRIC_QUEUE, HEALTHY, 1000 },
	{ "queue below the minimum", METRIC_QUEUE, { .srtt_us = 9, .rtt_min_us = 10 }, 0 },
	{ "queue without minimum", METRIC_QUEUE, { .srtt_us = 9 }, NONE },
	{ "queue without mean", METRIC_QUEUE, { .rtt_min_us = 9 }, NONE },
	{ "bdp", METRIC_BDP, HEALTHY, 625000 },
	{ "bdp, the application's",
	  METRIC_BDP,
	  { .delivered_segments = 1,
	    .delivered_us = 1,
	    .mss_bytes = 1,
	    .rtt_min_us = 9,
	    .app_limited = 1 },
	  NONE },
	{ "bdp without rtt",
	  METRIC_BDP,
	  { .delivered_segments = 1, .delivered_us = 1, .mss_bytes = 1 },
	  NONE },
	{ "bdp without rate", METRIC_BDP, { .rtt_min_us = 9, .mss_bytes = 9 }, NONE },
	{ "bdp that does not fit",
	  METRIC_BDP,
	  { .delivered_segments = UINT32_MAX,
	    .delivered_us = 1,
	    .mss_bytes = UINT32_MAX,
	    .rtt_min_us = UINT32_MAX },
	  UINT64_MAX },
	{ "rate", METRIC_RATE, HEALTHY, 100000000 },
	{ "rate, the application's",
	  METRIC_RATE,
	  { .delivered_segments = 1, .delivered_us = 8, .mss_bytes = 1, .app_limited = 1 },
	  1000000 },
	{ "rate without sample", METRIC_RATE, { .mss_bytes = 1448 }, NONE },
	{ "window: the peer's", METRIC_WINDOW, HEALTHY, 1250000 },
	{ "window: the buffer's",
	  METRIC_WINDOW,
	  { .sndbuf_bytes = 101300, .peer_window_bytes = 100001 },
	  100000 },
	{ "window: by the overhead that is seen",
	  METRIC_WINDOW,
	  { .sndbuf_bytes = 100000,
	    .queued_bytes = 16384,
	    .wmem_queued_bytes = 32768,
	    .peer_window_bytes = UINT32_MAX },
	  50000 },
	{ "window that is closed", METRIC_WINDOW, { .sndbuf_bytes = 9 }, 0 },
	{ "peer-window", METRIC_PEER_WINDOW, HEALTHY, 1250000 },
	{ "peer-window that is closed", METRIC_PEER_WINDOW, { 0 }, 0 },
	{ "recv-window", METRIC_RECV_WINDOW, HEALTHY, 80000 },
	{ "recv-window, by its scale", METRIC_RECV_WINDOW, { .rcv_wnd_bytes = 8126216 }, 65535 },
	{ "recv-window, the largest",
	  METRIC_RECV_WINDOW,
	  { .rcv_wnd_bytes = UINT32_MAX, .rcv_wscale = 15 },
	  65535u << 14 },
	{ "inflight", METRIC_INFLIGHT, HEALTHY, 600000 },
	{ "cwnd", METRIC_CWND, HEALTHY, 625000 },
	{ "pacing", METRIC_PACING, HEALTHY, 120000000 },
	{ "pacing of none", METRIC_PACING, { .pacing_bytes_per_s = UINT64_MAX }, NONE },
	{ "pacing before the first segment", METRIC_PACING, { 0 }, NONE },
	{ "pacing that does not fit",
	  METRIC_PACING,
	  { .pacing_bytes_per_s = UINT64_MAX - 1 },
	  UINT64_MAX },
	{ "retrans", METRIC_RETRANS, HEALTHY, 21 },
	{ "retrans of none", METRIC_RETRANS, { .all_sent_bytes = 1 }, 0 },
	{ "retrans where nothing was sent", METRIC_RETRANS, { .all_retrans_bytes = 1 }, NONE },
	{ "sndbuf-use", METRIC_SNDBUF_USE, HEALTHY, 25 },
	{ "sndbuf-use of no buffer", METRIC_SNDBUF_USE, { .wmem_queued_bytes = 1 }, NONE },
	{ "sndbuf-use, more than there is",
	  METRIC_SNDBUF_USE,
	  { .wmem_queued_bytes = 3, .sndbuf_bytes = 2 },
	  150 },
	{ "rcvbuf-use", METRIC_RCVBUF_USE, HEALTHY, 50 },
	{ "rcvbuf-use of no buffer", METRIC_RCVBUF_USE, { .rmem_alloc_bytes = 1 }, NONE },
	{ "send-size", METRIC_SEND_SIZE, HEALTHY, 4096 },
	{ "headroom", METRIC_HEADROOM, HEALTHY, 200 },
	{ "headroom of no BDP", METRIC_HEADROOM, { .peer_window_bytes = 1 }, NONE },
};

static void values(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t value = 1;
		bool known = reading_value(cases[i].metric, &cases[i].r, &value);

		seen |= 1u << cases[i].metric;
		if (known != (cases[i].value != NONE))
			fail_msg("%s: %s", cases[i].name, known ? "has a value" : "has none");
		if (known && value != cases[i].value)
			fail_msg("%s: %ju, not %ju", cases[i].name, (uintmax_t)value,
				 (uintmax_t)cases[i].value);
	}
	assert_int_equal(seen, (1u << METRIC_MAX) - 1);
}

/* What the kernel side does not load, it does not need: a part that is not asked for is left 0. */
static void reads_what_it_needs(void **state)
{
	const struct reading all = HEALTHY;

	(void)state;
	for (int metric = 0; metric < METRIC_MAX; metric++) {
		unsigned reads = metric_row(metric)->reads;
		struct reading part = { .sent_bytes = all.sent_bytes };
		uint64_t value = 0, of_part = 1;

		if (reads & READS_RTT) {
			part.srtt_us = all.srtt_us;
			part.rtt_min_us = all.rtt_min_us;
			part.rttvar_us = all.rttvar_us;
		}
		if (reads & READS_RATE) {
			part.delivered_segments = all.delivered_segments;
			part.delivered_us = all.delivered_us;
		}
		if (reads & (READS_RATE | READS_SEND))
			part.mss_bytes = all.mss_bytes;
		if (reads & READS_SEND) {
			part.inflight_bytes = all.inflight_bytes;
			part.peer_window_bytes = all.peer_window_bytes;
			part.cwnd_segments = all.cwnd_segments;
		}
		if (reads & READS_RECV) {
			part.rcv_wnd_bytes = all.rcv_wnd_bytes;
			part.rcv_wscale = all.rcv_wscale;
		}
		if (reads & READS_SNDBUF) {
			part.sndbuf_bytes = all.sndbuf_bytes;
			part.wmem_queued_bytes = all.wmem_queued_bytes;
		}
		if (reads & READS_RCVBUF) {
			part.rcvbuf_bytes = all.rcvbuf_bytes;
			part.rmem_alloc_bytes = all.rmem_alloc_bytes;
		}
		if (reads & READS_PACING)
			part.pacing_bytes_per_s = all.pacing_bytes_per_s;
		if (reads & READS_RETRANS) {
			part.all_sent_bytes = all.all_sent_bytes;
			part.all_retrans_bytes = all.all_retrans_bytes;
		}
		assert_true(reading_value(metric, &all, &value));
		assert_true(reading_value(metric, &part, &of_part));
		if (value != of_part)
			fail_msg("%s reads more than it says", metric_row(metric)->name);
	}
}

static void of_samples(void **state)
{
	struct sample s = baseline_sample();
	uint64_t value;

	(void)state;
	s.snd_una -= 5000;
	s.rate_delivered_segments = 100;
	s.rate_interval_us = 11584;
	assert_true(metric_of_sample(METRIC_RTT, &s, &value) && value == 51000);
	assert_true(metric_of_sample(METRIC_RTT_MIN, &s, &value) && value == BASELINE_RTT_US);
	assert_true(metric_of_sample(METRIC_INFLIGHT, &s, &value) && value == 5000);
	assert_true(metric_of_sample(METRIC_CWND, &s, &value) && value == 500 * 1448);
	assert_true(metric_of_sample(METRIC_RATE, &s, &value) && value == 100000000);
	s.pacing_bytes_per_s = 15000000;
	s.bytes_sent = 1000000;
	s.bytes_retrans = 21000;
	assert_true(metric_of_sample(METRIC_PACING, &s, &value) && value == 120000000);
	assert_true(metric_of_sample(METRIC_RETRANS, &s, &value) && value == 21);
	assert_true(metric_of_sample(METRIC_RECV_WINDOW, &s, &value) && value == 1966080);
	/* the model's own: the least of the peer's window and the buffer's payload */
	assert_true(metric_of_sample(METRIC_WINDOW, &s, &value));
	assert_int_equal(value, window_from_sndbuf(&s, s.sndbuf_bytes));
	s.wscale_ok = false; /* the scale means nothing then */
	assert_true(metric_of_sample(METRIC_RECV_WINDOW, &s, &value) && value == 65535);
	assert_false(metric_of_sample(METRIC_SEND_SIZE, &s, &value));
	assert_false(metric_of_sample(METRIC_RTT_VAR, &s, &value));
	s.state = TCP_STATE_CLOSE;
	assert_true(metric_of_sample(METRIC_RTT, &s, &value));
	assert_true(metric_of_sample(METRIC_BDP, &s, &value));
	assert_false(metric_of_sample(METRIC_INFLIGHT, &s, &value));
	assert_false(metric_of_sample(METRIC_SNDBUF_USE, &s, &value));
	assert_false(metric_of_sample(METRIC_HEADROOM, &s, &value));
}

static void names(void **state)
{
	enum metric metric = METRIC_MAX;

	(void)state;
	assert_true(metric_find("queue", &metric));
	assert_int_equal(metric, METRIC_QUEUE);
	assert_false(metric_find("", &metric));
	assert_false(metric_find("rt", &metric));
	assert_int_equal(metric, METRIC_QUEUE);
	for (int i = 0; i < METRIC_MAX; i++) {
		assert_true(metric_find(metric_row(i)->name, &metric));
		assert_int_equal(metric, i);
		assert_true(*metric_row(i)->source && *metric_row(i)->about);
		assert_true(strlen(metric_row(i)->name) <= 13); /* the list's column */
	}
	assert_string_equal(weight_name(WEIGHT_SEGMENTS), "segments");
	assert_string_equal(metric_side_name(METRIC_AT_SEND), "send");
	assert_string_equal(quantity_name(QUANTITY_BITS_PER_SECOND), "bps");
	assert_string_equal(quantity_title(QUANTITY_USEC), "usecs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(reads_what_it_needs),
		cmocka_unit_test(of_samples),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
