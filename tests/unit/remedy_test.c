/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The vocabulary of advice: names, whose it is to change, and which sysctl. */
#include "verdict/remedy.h"

#include "model_fixture.h"

static const struct {
	const char *name;
	enum advice_owner owner;
	const char *sysctl;
	unsigned values;
	bool of_host, is_sure;
} advices[ADVICE_MAX] = {
	[ADVICE_TCP_RMEM] = { "tcp_rmem_max", OWNER_SYSCTL, "net.ipv4.tcp_rmem", 3, false, true },
	[ADVICE_TCP_WMEM] = { "tcp_wmem_max", OWNER_SYSCTL, "net.ipv4.tcp_wmem", 3, false, true },
	[ADVICE_MODERATE_RCVBUF] = { "tcp_moderate_rcvbuf", OWNER_SYSCTL,
				     "net.ipv4.tcp_moderate_rcvbuf", 1, false, true },
	[ADVICE_WINDOW_SCALING] = { "tcp_window_scaling", OWNER_SYSCTL,
				    "net.ipv4.tcp_window_scaling", 1, false, true },
	[ADVICE_RMEM_MAX] = { "rmem_max", OWNER_SYSCTL, "net.core.rmem_max", 1, true, false },
	[ADVICE_WMEM_MAX] = { "wmem_max", OWNER_SYSCTL, "net.core.wmem_max", 1, true, false },
	[ADVICE_TCP_MEM] = { "tcp_mem", OWNER_APPLICATION, NULL, 0, true, true },
	[ADVICE_SO_RCVBUF] = { "so_rcvbuf", OWNER_APPLICATION, NULL, 0, false, true },
	[ADVICE_SO_SNDBUF] = { "so_sndbuf", OWNER_APPLICATION, NULL, 0, false, true },
	[ADVICE_WINDOW_CLAMP] = { "window_clamp", OWNER_APPLICATION, NULL, 0, false, true },
	[ADVICE_RECONNECT] = { "wscale", OWNER_APPLICATION, NULL, 0, false, false },
	[ADVICE_PEER_BUFFER] = { "peer_buffer", OWNER_PEER, NULL, 0, false, true },
	[ADVICE_PEER_WSCALE] = { "peer_window_scaling", OWNER_PEER, NULL, 0, false, true },
};

static void every_advice(void **state)
{
	(void)state;
	for (enum advice_id id = 0; id < ADVICE_MAX; id++) {
		assert_string_equal(advice_name(id), advices[id].name);
		assert_int_equal(advice_owner(id), advices[id].owner);
		assert_int_equal(advice_values(id), advices[id].values);
		assert_int_equal(advice_of_host(id), advices[id].of_host);
		assert_int_equal(advice_is_sure(id), advices[id].is_sure);
		if (advices[id].sysctl)
			assert_string_equal(advice_sysctl(id), advices[id].sysctl);
		else
			assert_null(advice_sysctl(id));
		assert_true(strlen(advice_sentence(id)) > 20);
	}
}

/* A sysctl is set by us, and nothing else is. */
static void sysctls_are_what_a_command_sets(void **state)
{
	(void)state;
	for (enum advice_id id = 0; id < ADVICE_MAX; id++)
		assert_int_equal(advice_owner(id) == OWNER_SYSCTL, advice_sysctl(id) != NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_advice),
		cmocka_unit_test(sysctls_are_what_a_command_sets),
	};

	return cmocka_run_group_tests_name("remedy", tests, NULL, NULL);
}
