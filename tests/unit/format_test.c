/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Quantities as text: every unit, both sides of each rounding, the largest that there is. */
#include "sink_fixture.h"

#include "sink/format.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void rates(void **state)
{
	static const struct {
		uint64_t rate_bps;
		const char *text;
	} cases[] = {
		{ 0, "0b/s" },
		{ 1, "1b/s" },
		{ 999, "999b/s" },
		{ 1000, "1.0kb/s" },
		{ 1049, "1.0kb/s" },
		{ 1050, "1.1kb/s" },
		{ 9912000, "9.9Mb/s" },
		{ 9949999, "9.9Mb/s" },
		{ 9950000, "10.0Mb/s" },
		{ 94300000, "94.3Mb/s" },
		{ 99949999, "99.9Mb/s" },
		{ 99950000, "100Mb/s" },
		{ 941000000, "941Mb/s" },
		{ 999499, "999kb/s" },
		{ 999500, "1.0Mb/s" },
		{ 999999, "1.0Mb/s" },
		{ 999999999, "1.0Gb/s" },
		{ 1200000000, "1.2Gb/s" },
		{ 400000000000, "400Gb/s" },
		{ 2500000000000, "2.5Tb/s" },
		{ 7000000000000000, "7.0Pb/s" },
		{ UINT64_MAX, "18.4Eb/s" },
	};
	char buf[QUANTITY_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(quantity_rate(buf, sizeof(buf), cases[i].rate_bps),
				    cases[i].text);
}

static void sizes(void **state)
{
	static const struct {
		uint64_t size_bytes;
		const char *text;
	} cases[] = {
		{ 0, "0B" },
		{ 1, "1B" },
		{ 1023, "1023B" },
		{ 1024, "1.0KiB" },
		{ 10188, "9.9KiB" },
		{ 10189, "10KiB" },
		{ 10240, "10KiB" },
		{ 62092, "61KiB" },
		{ 65535, "64KiB" },
		{ 131072, "128KiB" },
		{ 1048063, "1023KiB" },
		{ 1048064, "1.0MiB" },
		{ 4194304, "4.0MiB" },
		{ 6291456, "6.0MiB" },
		{ 1073741823, "1.0GiB" },
		{ UINT32_MAX, "4.0GiB" },
		{ UINT64_C(3) << 40, "3.0TiB" },
		{ UINT64_C(3) << 50, "3.0PiB" },
		{ UINT64_MAX, "16EiB" },
	};
	char buf[QUANTITY_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(quantity_size(buf, sizeof(buf), cases[i].size_bytes),
				    cases[i].text);
}

static void rtts(void **state)
{
	static const struct {
		uint32_t rtt_us;
		const char *text;
	} cases[] = {
		{ 0, "-" },
		{ 1, "1us" },
		{ 310, "310us" },
		{ 999, "999us" },
		{ 1000, "1.0ms" },
		{ 50120, "50.1ms" },
		{ 99949, "99.9ms" },
		{ 99950, "100ms" },
		{ 999499, "999ms" },
		{ 999500, "1.0s" },
		{ 1200000, "1.2s" },
		{ 120000000, "120s" },
		{ UINT32_MAX, "4295s" },
	};
	char buf[QUANTITY_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(quantity_rtt(buf, sizeof(buf), cases[i].rtt_us), cases[i].text);
}

static void bdps(void **state)
{
	struct finding_direction dir = { .bdp_bytes = 63488 };
	char buf[QUANTITY_LEN];

	(void)state;
	assert_string_equal(format_bdp(buf, sizeof(buf), &dir), "-");
	dir.bdp_bound = BDP_LOWER;
	assert_string_equal(format_bdp(buf, sizeof(buf), &dir), ">=62KiB");
	dir.bdp_bound = BDP_EXACT;
	assert_string_equal(format_bdp(buf, sizeof(buf), &dir), "62KiB");
	dir.bdp_bytes = UINT64_MAX;
	dir.bdp_bound = BDP_LOWER;
	assert_string_equal(format_bdp(buf, sizeof(buf), &dir), ">=16EiB");
}

/* Beside a limit, what happened that explains it; not beside another. */
static void seen_beside_the_limit(void **state)
{
	static const struct {
		enum direction direction;
		enum limit limit;
		struct finding_send send;
		const char *control, *text;
	} cases[] = {
		{ DIRECTION_SEND,
		  LIMIT_CWND,
		  { .sent_bytes = 1000, .retrans_bytes = 21 },
		  "cubic",
		  "cubic: 2.1% retransmitted" },
		{ DIRECTION_SEND,
		  LIMIT_CWND,
		  { .sent_bytes = 10, .retrans_bytes = 10 },
		  "",
		  "100.0% retransmitted" },
		{ DIRECTION_SEND,
		  LIMIT_CWND,
		  { .sent_bytes = 1000, .retrans_bytes = 1 },
		  "b\033r",
		  "b\\x1br: 0.1% retransmitted" },
		{ DIRECTION_SEND,
		  LIMIT_CWND,
		  { .sent_bytes = 10000, .retrans_bytes = 1 },
		  "cubic",
		  "" },
		{ DIRECTION_SEND, LIMIT_CWND, { .zero_windows = 1 }, "cubic", "" },
		{ DIRECTION_SEND,
		  LIMIT_APP,
		  { .sent_bytes = 1000, .retrans_bytes = 21 },
		  "cubic",
		  "" },
		{ DIRECTION_SEND, LIMIT_RWND, { .zero_windows = 1 }, "", "window closed 1 time" },
		{ DIRECTION_SEND, LIMIT_RWND, { .zero_windows = 3 }, "", "window closed 3 times" },
		{ DIRECTION_SEND, LIMIT_RWND, { .sent_bytes = 0 }, "", "" },
		{ DIRECTION_RECV, LIMIT_READER, { .zero_windows = 9 }, "", "" },
	};
	char buf[FORMAT_SEEN_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct finding f = { .send = cases[i].send };

		strcpy(f.id.congestion_control, cases[i].control);
		if (cases[i].direction == DIRECTION_SEND)
			f.send.dir.limit = cases[i].limit;
		else
			f.recv.dir.limit = cases[i].limit;
		assert_string_equal(format_seen(buf, sizeof(buf), &f, cases[i].direction),
				    cases[i].text);
	}
}

static void endpoints(void **state)
{
	static const struct {
		int family;
		const char *addr;
		uint16_t port;
		const char *text;
	} cases[] = {
		{ AF_INET, "10.9.0.1", 40522, "10.9.0.1:40522" },
		{ AF_INET, "0.0.0.0", 0, "0.0.0.0:0" },
		{ AF_INET, "255.255.255.255", 65535, "255.255.255.255:65535" },
		{ AF_INET6, "::", 22, "[::]:22" },
		{ AF_INET6, "fe80::1", 22, "[fe80::1]:22" },
		{ AF_INET6, "::ffff:10.9.0.1", 5201, "[::ffff:10.9.0.1]:5201" },
		{ AF_INET6, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535,
		  "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535" },
	};
	char buf[FORMAT_ENDPOINT_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum sample_family family = cases[i].family == AF_INET ? FAMILY_INET : FAMILY_INET6;
		struct endpoint e = { .port = cases[i].port };

		assert_int_equal(inet_pton(cases[i].family, cases[i].addr, e.addr), 1);
		assert_string_equal(format_endpoint(buf, sizeof(buf), family, &e), cases[i].text);
		assert_string_equal(format_addr(buf, sizeof(buf), family, &e), cases[i].addr);
	}
}

static void assert_reason(const struct finding_direction *dir, const char *expected)
{
	char buf[FORMAT_REASON_LEN];

	assert_string_equal(format_reason(buf, sizeof(buf), dir), expected);
}

static void reasons(void **state)
{
	struct finding_direction dir = {
		.cause = CAUSE_TCP_RMEM,
		.undersized = true,
		.buffer_bytes = 65536,
		.buffer_max_bytes = 131072,
		.needed_bytes = 1258291,
		.needed_source = NEEDED_GIVEN,
	};

	(void)state;
	assert_reason(&dir, "net.ipv4.tcp_rmem[2] is too small: 128KiB, needs 1.2MiB for "
			    "the given bandwidth");
	dir.needed_source = NEEDED_NONE;
	assert_reason(&dir, "net.ipv4.tcp_rmem[2] is too small");
	dir.cause = CAUSE_SO_RCVBUF;
	dir.needed_source = NEEDED_MEASURED;
	assert_reason(&dir, "SO_RCVBUF is set too small: 64KiB, needs 1.2MiB for "
			    "the rate measured to this peer");
	dir.cause = CAUSE_SO_SNDBUF;
	dir.needed_source = NEEDED_LINK;
	assert_reason(&dir, "SO_SNDBUF is set too small: 64KiB, needs 1.2MiB for "
			    "the speed of the link");
	dir.cause = CAUSE_TCP_WMEM;
	dir.needed_source = NEEDED_DOUBLING;
	assert_reason(&dir, "net.ipv4.tcp_wmem[2] is too small: 128KiB, needs 1.2MiB for "
			    "twice the rate");
	dir.cause = CAUSE_PEER_BUFFER; /* what is needed is a size of our buffer */
	assert_reason(&dir, "peer's receive buffer is too small");
	dir.cause = CAUSE_NO_WSCALE_PEER; /* no buffer mends that */
	assert_reason(&dir, "peer sends no window scale");
}

/* What is no fault is not said to be too small, nor to need anything. */
static void reasons_that_blame_nobody(void **state)
{
	struct finding_direction dir = { .needed_bytes = 1, .needed_source = NEEDED_GIVEN };

	(void)state;
	assert_reason(&dir, "");
	dir.cause = CAUSE_PATH_FULL;
	assert_reason(&dir, "the path is full: more data would wait in its queue");
	dir.cause = CAUSE_AUTOTUNING;
	assert_reason(&dir, "the buffer is still growing");
	dir.cause = CAUSE_TCP_RMEM;
	assert_reason(&dir, "tcp_rmem");
}

/* No cause's longest reason is cut. */
static void reasons_fit(void **state)
{
	struct finding_direction dir = {
		.undersized = true,
		.buffer_bytes = 1023u << 20,
		.buffer_max_bytes = 1023u << 20,
		.needed_bytes = UINT64_C(1023) << 40,
	};
	char buf[FORMAT_REASON_LEN], larger[2 * FORMAT_REASON_LEN];

	(void)state;
	for (int source = 0; source < NEEDED_SOURCE_MAX; source++) {
		for (int cause = 0; cause < CAUSE_MAX; cause++) {
			dir.cause = cause;
			dir.needed_source = source;
			assert_string_equal(format_reason(buf, sizeof(buf), &dir),
					    format_reason(larger, sizeof(larger), &dir));
		}
	}
}

/* A buffer that is too small cuts, and is never overrun (the sanitizer watches the heap). */
static void small_buffers(void **state)
{
	struct finding f = inet6_finding();

	(void)state;
	for (size_t size = 1; size < 64; size++) {
		char *buf = malloc(size);

		assert_non_null(buf);
		assert_true(strlen(quantity_rate(buf, size, UINT64_MAX)) < size);
		assert_true(strlen(quantity_size(buf, size, UINT64_MAX)) < size);
		assert_true(strlen(quantity_rtt(buf, size, 0)) < size);
		assert_true(strlen(quantity_rtt(buf, size, UINT32_MAX)) < size);
		assert_true(strlen(format_bdp(buf, size, &f.recv.dir)) < size);
		assert_true(strlen(format_addr(buf, size, f.id.family, &f.id.local)) < size);
		assert_true(strlen(format_endpoint(buf, size, f.id.family, &f.id.local)) < size);
		assert_true(strlen(format_reason(buf, size, &f.recv.dir)) < size);
		free(buf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates),
		cmocka_unit_test(sizes),
		cmocka_unit_test(rtts),
		cmocka_unit_test(bdps),
		cmocka_unit_test(seen_beside_the_limit),
		cmocka_unit_test(endpoints),
		cmocka_unit_test(reasons),
		cmocka_unit_test(reasons_that_blame_nobody),
		cmocka_unit_test(reasons_fit),
		cmocka_unit_test(small_buffers),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
