/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A skipped test prints its reason, which cmocka's skip() does not take. */
#ifndef TCPBDP_TEST_SKIP_H
#define TCPBDP_TEST_SKIP_H

#define skip_because(reason)                                                                       \
	do {                                                                                       \
		print_message("# SKIP %s\n", reason);                                              \
		skip();                                                                            \
	} while (0)

#endif
