/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Has a network namespace TCP sockets? Where in doubt, it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "os/sockstat.h"
#include "tree.h"

#define HEAD "sockets: used 291\n"
#define TAIL "UDP: inuse 3 mem 1\nUDPLITE: inuse 0\nRAW: inuse 1\nFRAG: inuse 0 memory 0\n"
#define NONE HEAD "TCP: inuse 0 orphan 0 tw 0 alloc 7 mem 1\n" TAIL
#define NONE6 "TCP6: inuse 0\nUDP6: inuse 1\n"

static void sockets(void **state)
{
	static const struct {
		const char *inet, *inet6; /* NULL: there is no such file */
		bool any;
	} rows[] = {
		{ NONE, NONE6, false },
		{ NONE, NULL, false },
		{ HEAD "TCP: inuse 1 orphan 0 tw 0 alloc 7 mem 1\n" TAIL, NONE6, true },
		{ HEAD "TCP: inuse 10 orphan 0 tw 0 alloc 7 mem 1\n" TAIL, NULL, true },
		{ HEAD "TCP: inuse 0 orphan 0 tw 1 alloc 7 mem 1\n" TAIL, NONE6, true },
		{ NONE, "TCP6: inuse 1\nUDP6: inuse 0\n", true },
		/* what is not understood */
		{ NULL, NONE6, true },
		{ "", NONE6, true },
		{ HEAD TAIL, NONE6, true },
		{ HEAD "TCP: inuse\n" TAIL, NONE6, true },
		{ HEAD "TCP: inuse x tw 0\n" TAIL, NONE6, true },
		{ HEAD "TCP: tw 0\n" TAIL, NONE6, true },
		{ NONE, "UDP6: inuse 0\n", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tree tree;

		tree_new(&tree);
		if (rows[i].inet)
			tree_write(&tree, "/proc/net/sockstat", rows[i].inet);
		if (rows[i].inet6)
			tree_write(&tree, "/proc/net/sockstat6", rows[i].inet6);
		if (sockstat_any_tcp(tree.root) != rows[i].any)
			fail_msg("row %zu", i);
		tree_free(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
