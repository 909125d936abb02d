/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The vocabulary: what DESIGN.md section 2 calls each limit and cause, and which is a fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "finding/finding.h"

static const char *const limits[LIMIT_MAX] = {
	"idle", "unknown", "app", "cwnd", "sndbuf", "rwnd", "sender", "reader", "rcvbuf",
};

static const struct {
	const char *name;
	bool undersized;
} causes[CAUSE_MAX] = {
	[CAUSE_NONE] = { NULL, false },
	[CAUSE_SO_SNDBUF] = { "so_sndbuf", true },
	[CAUSE_TCP_WMEM] = { "tcp_wmem", true },
	[CAUSE_MEMORY_PRESSURE] = { "memory_pressure", true },
	[CAUSE_AUTOTUNING] = { "autotuning", false },
	[CAUSE_PEER_BUFFER] = { "peer_buffer", true },
	[CAUSE_PEER_READER] = { "peer_reader", false },
	[CAUSE_NO_WSCALE_LOCAL] = { "no_wscale_local", true },
	[CAUSE_NO_WSCALE_PEER] = { "no_wscale_peer", true },
	[CAUSE_SO_RCVBUF] = { "so_rcvbuf", true },
	[CAUSE_TCP_RMEM] = { "tcp_rmem", true },
	[CAUSE_WSCALE] = { "wscale", true },
	[CAUSE_WINDOW_CLAMP] = { "window_clamp", true },
	[CAUSE_AUTOTUNE_OFF] = { "autotune_off", true },
	[CAUSE_PATH_FULL] = { "path_full", false },
	[CAUSE_CWND_CLAMP] = { "cwnd_clamp", false },
};

static void limit_names(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_MAX; i++)
		assert_string_equal(limit_name(i), limits[i]);
}

static void cause_names(void **state)
{
	(void)state;
	assert_null(cause_name(CAUSE_NONE));
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++)
		assert_string_equal(cause_name(i), causes[i].name);
}

static void cause_faults(void **state)
{
	(void)state;
	for (int i = 0; i < CAUSE_MAX; i++)
		assert_int_equal(cause_undersized(i), causes[i].undersized);
}

static void cause_sentences(void **state)
{
	(void)state;
	assert_string_equal(cause_sentence(CAUSE_NONE), "");
	assert_string_equal(cause_sentence(CAUSE_NO_WSCALE_PEER), "peer sends no window scale");
	assert_string_equal(cause_sentence(CAUSE_TCP_RMEM), "net.ipv4.tcp_rmem[2] is too small");
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		assert_true(strlen(cause_sentence(i)) > 10);
		for (int k = CAUSE_NONE + 1; k < i; k++)
			assert_string_not_equal(cause_sentence(i), cause_sentence(k));
	}
}

static void directions(void **state)
{
	(void)state;
	assert_string_equal(direction_name(DIRECTION_SEND), "send");
	assert_string_equal(direction_name(DIRECTION_RECV), "recv");
	for (int i = 0; i < LIMIT_MAX; i++)
		assert_true(limit_of_direction(i, DIRECTION_SEND) ||
			    limit_of_direction(i, DIRECTION_RECV));
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++)
		assert_true(cause_of_direction(i, DIRECTION_SEND) ||
			    cause_of_direction(i, DIRECTION_RECV));
	assert_false(cause_of_direction(CAUSE_NONE, DIRECTION_SEND));
	assert_false(cause_of_direction(CAUSE_TCP_RMEM, DIRECTION_SEND));
	assert_false(cause_of_direction(CAUSE_TCP_WMEM, DIRECTION_RECV));
	assert_false(limit_of_direction(LIMIT_RCVBUF, DIRECTION_SEND));
	assert_false(limit_of_direction(LIMIT_CWND, DIRECTION_RECV));
}

/* No two causes share one, and only advice where the kernel cut something is for none. */
static void advice(void **state)
{
	bool advised[ADVICE_MAX] = { false };

	(void)state;
	for (int i = 0; i < CAUSE_MAX; i++) {
		if (cause_advice(i) == ADVICE_MAX)
			continue;
		assert_false(advised[cause_advice(i)]);
		advised[cause_advice(i)] = true;
	}
	for (int id = 0; id < ADVICE_MAX; id++)
		assert_int_equal(advised[id], id != ADVICE_RMEM_MAX && id != ADVICE_WMEM_MAX);
}

static void blamed_sizes(void **state)
{
	(void)state;
	assert_int_equal(cause_blamed_size(CAUSE_NONE), BLAMED_NONE);
	assert_int_equal(cause_blamed_size(CAUSE_PEER_BUFFER), BLAMED_NONE);
	assert_int_equal(cause_blamed_size(CAUSE_SO_RCVBUF), BLAMED_BUFFER);
	assert_int_equal(cause_blamed_size(CAUSE_TCP_RMEM), BLAMED_BUFFER_MAX);
}

/* A sentence names the setting that is to blame, where there is one. */
static void sentences_name_settings(void **state)
{
	static const struct {
		enum cause cause;
		const char *setting;
	} settings[] = {
		{ CAUSE_SO_SNDBUF, "SO_SNDBUF" },
		{ CAUSE_TCP_WMEM, "net.ipv4.tcp_wmem[2]" },
		{ CAUSE_MEMORY_PRESSURE, "net.ipv4.tcp_mem" },
		{ CAUSE_NO_WSCALE_LOCAL, "net.ipv4.tcp_window_scaling" },
		{ CAUSE_SO_RCVBUF, "SO_RCVBUF" },
		{ CAUSE_TCP_RMEM, "net.ipv4.tcp_rmem[2]" },
		{ CAUSE_AUTOTUNE_OFF, "net.ipv4.tcp_moderate_rcvbuf" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		assert_non_null(strstr(cause_sentence(settings[i].cause), settings[i].setting));
}

static void finding_words(void **state)
{
	(void)state;
	assert_null(needed_source_name(NEEDED_NONE));
	assert_string_equal(needed_source_name(NEEDED_GIVEN), "given");
	assert_string_equal(needed_source_name(NEEDED_MEASURED), "measured");
	assert_string_equal(needed_source_name(NEEDED_LINK), "link");
	assert_string_equal(needed_source_name(NEEDED_DOUBLING), "doubling");
	assert_null(bdp_bound_name(BDP_UNKNOWN));
	assert_string_equal(bdp_bound_name(BDP_LOWER), "lower");
	assert_string_equal(bdp_bound_name(BDP_EXACT), "exact");
}

static void either_direction_flags(void **state)
{
	struct finding f = { 0 };

	(void)state;
	assert_false(finding_flagged(&f));
	f.send.dir.undersized = true;
	assert_true(finding_flagged(&f));
	f.recv.dir.undersized = true;
	assert_true(finding_flagged(&f));
	f.send.dir.undersized = false;
	assert_true(finding_flagged(&f));
}

/* The numbers of include/net/tcp_states.h, the words of ss. */
static void state_names(void **state)
{
	static const char *const names[] = {
		"NONE",      "ESTABLISHED", "SYN_SENT",     "SYN_RECV",   "FIN_WAIT1",
		"FIN_WAIT2", "TIME_WAIT",   "CLOSE",        "CLOSE_WAIT", "LAST_ACK",
		"LISTEN",    "CLOSING",     "NEW_SYN_RECV",
	};

	(void)state;
	assert_int_equal(TCP_STATE_MAX, sizeof(names) / sizeof(names[0]));
	for (int i = 0; i < TCP_STATE_MAX; i++)
		assert_string_equal(tcp_state_name(i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limit_names),
		cmocka_unit_test(cause_names),
		cmocka_unit_test(cause_faults),
		cmocka_unit_test(cause_sentences),
		cmocka_unit_test(sentences_name_settings),
		cmocka_unit_test(directions),
		cmocka_unit_test(advice),
		cmocka_unit_test(blamed_sizes),
		cmocka_unit_test(finding_words),
		cmocka_unit_test(either_direction_flags),
		cmocka_unit_test(state_names),
	};

	return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
