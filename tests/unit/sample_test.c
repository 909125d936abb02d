// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample/sample.h"

static const struct {
	enum tcp_state state;
	uint32_t rcv_nxt, copied_seq;
	uint32_t unread;
} rows[] = {
	{ TCP_STATE_ESTABLISHED, 100, 100, 0 },
	{ TCP_STATE_ESTABLISHED, 101, 100, 1 },
	{ TCP_STATE_ESTABLISHED, 5, UINT32_MAX - 4, 10 },
	{ TCP_STATE_ESTABLISHED, 100, 101, 0 }, /* read between the two loads */
	{ TCP_STATE_FIN_WAIT1, 101, 100, 1 },   /* the FIN is ours */
	/* the peer's FIN is no data */
	{ TCP_STATE_CLOSE_WAIT, 101, 100, 0 },
	{ TCP_STATE_CLOSE_WAIT, 111, 100, 10 },
	{ TCP_STATE_CLOSE_WAIT, 101, 101, 0 }, /* and was read */
	{ TCP_STATE_LAST_ACK, 0, UINT32_MAX, 0 },
	{ TCP_STATE_CLOSING, 101, 100, 0 },
	{ TCP_STATE_TIME_WAIT, 101, 100, 0 },
};

static void unread(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct sample s = {
			.state = rows[i].state,
			.rcv_nxt = rows[i].rcv_nxt,
			.copied_seq = rows[i].copied_seq,
		};

		if (sample_unread_bytes(&s) != rows[i].unread)
			fail_msg("row %zu: %u", i, sample_unread_bytes(&s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
