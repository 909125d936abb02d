/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The counts of a summary: each socket once in each kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "finding/socket_counts.h"

static struct finding flagged(uint32_t netns, enum cause send, enum cause recv)
{
	return (struct finding){
		.id.netns = netns,
		.state = TCP_STATE_ESTABLISHED,
		.send.dir = { .limit = LIMIT_IDLE, .cause = send, .undersized = send },
		.recv.dir = { .limit = LIMIT_UNKNOWN, .cause = recv, .undersized = recv },
	};
}

static void counts(void **state)
{
	struct socket_counts c = { 0 };
	struct finding f;

	(void)state;
	f = flagged(1, CAUSE_NONE, CAUSE_NONE);
	assert_int_equal(socket_counts_add(&c, &f), 0);
	f = flagged(2, CAUSE_TCP_WMEM, CAUSE_TCP_RMEM);
	f.netns_name = "blue";
	assert_int_equal(socket_counts_add(&c, &f), 0);
	/* a cause of both directions is one socket's */
	f = flagged(1, CAUSE_NO_WSCALE_PEER, CAUSE_NO_WSCALE_PEER);
	f.id.pid = 12;
	assert_int_equal(socket_counts_add(&c, &f), 0);
	assert_int_equal(c.sockets, 3);
	assert_int_equal(c.flagged, 2);
	assert_int_equal(c.states[TCP_STATE_ESTABLISHED], 3);
	assert_int_equal(c.send_limits[LIMIT_IDLE], 3);
	assert_int_equal(c.recv_limits[LIMIT_UNKNOWN], 3);
	assert_int_equal(c.undersized[CAUSE_TCP_WMEM], 1);
	assert_int_equal(c.undersized[CAUSE_TCP_RMEM], 1);
	assert_int_equal(c.undersized[CAUSE_NO_WSCALE_PEER], 1);
	assert_int_equal(c.undersized[CAUSE_NONE], 0);
	assert_int_equal(c.netns_count, 2);
	assert_int_equal(c.netns[0].netns, 1);
	assert_int_equal(c.netns[0].sockets, 2);
	assert_int_equal(c.netns[0].flagged, 1);
	assert_null(c.netns[0].name);
	assert_int_equal(c.netns[0].pid, 12); /* the first that is known */
	assert_int_equal(c.netns[1].sockets, 1);
	assert_string_equal(c.netns[1].name, "blue");
	assert_ptr_not_equal(c.netns[1].name, f.netns_name); /* it outlives the finding */
	socket_counts_clear(&c);
	assert_int_equal(c.sockets, 0);
	assert_null(c.netns);
	socket_counts_clear(&c);
}

static void parts(void **state)
{
	static const char *const keys[] = { "states", "send", "recv", "undersized" };
	struct socket_counts_part part[SOCKET_COUNTS_PARTS];
	struct socket_counts c = { .states[1] = 5,
				   .send_limits[LIMIT_RWND] = 6,
				   .recv_limits[LIMIT_READER] = 7,
				   .undersized[CAUSE_WSCALE] = 8 };

	(void)state;
	socket_counts_parts(&c, part);
	for (int i = 0; i < SOCKET_COUNTS_PARTS; i++) {
		uint64_t sum = 0;

		assert_string_equal(part[i].key, keys[i]);
		for (int j = 0; j < part[i].max; j++)
			sum += part[i].counts[j];
		assert_int_equal(sum, 5 + i);
	}
	assert_string_equal(part[0].name(1), "ESTABLISHED");
	assert_string_equal(part[1].name(LIMIT_RWND), "rwnd");
	assert_string_equal(part[2].name(LIMIT_READER), "reader");
	assert_string_equal(part[3].name(CAUSE_WSCALE), "wscale");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts),
		cmocka_unit_test(parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
