// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "advice_fixture.h"
#include "sink/sysctl_d.h"

#define BLUE (NETNS + 1)
#define RMEM                                                                                              \
	"\n# the receive buffer may not grow as large as the path requires; 12.8Mb/s at a round trip of " \
	"50.0ms with 128KiB, needs 256KiB for twice the rate\n"                                           \
	"net.ipv4.tcp_rmem = 4096 131072 262144\n"

static struct advice_report report_of(const struct advice_item *items, size_t count)
{
	return (struct advice_report){ .items = items, .count = count, .boot_netns = NETNS };
}

/* What becomes of before, and how many settings are proposed. */
static void assert_becomes(const struct advice_report *r, const char *before, const char *expected,
			   size_t proposed)
{
	size_t count = SIZE_MAX;
	char *text = sysctl_d_text(r, before, &count);

	assert_non_null(text);
	assert_string_equal(text, expected);
	assert_int_equal(count, proposed);
	free(text);
}

static void of_the_host_and_of_its_namespace(void **state)
{
	struct advice_item items[5] = { rmem_item(), rmem_item(), rmem_item(), rmem_item(),
					rmem_item() };
	const struct advice_report all = report_of(items, 5), others = report_of(&items[2], 2);

	(void)state;
	items[0].id = ADVICE_RMEM_MAX; /* of the host: wherever it was seen */
	items[0].example.netns = BLUE;
	items[0].current[0] = 65536;
	items[0].proposed[0] = 131072;
	items[2].example.netns = BLUE;
	items[3].id = ADVICE_SO_RCVBUF;
	strcpy(items[3].example.comm, "a\nevil = 1");
	items[4].id = ADVICE_WINDOW_SCALING;
	items[4].current[0] = 0;
	items[4].proposed[0] = 1;
	assert_becomes(
		&all, "",
		"# By tcpbdp advise.\n"
		"\n"
		"# the application sets SO_RCVBUF to exactly this, or to more and the kernel reduces it: "
		"raise this and let it set more, or do not set SO_RCVBUF; 12.8Mb/s at a round trip of 50.0ms with 128KiB, needs 256KiB for "
		"twice the rate\n"
		"net.core.rmem_max = 131072\n" RMEM "\n"
		"# without window scaling no window is larger than 64 KiB; 12.8Mb/s at a round trip "
		"of 50.0ms\n"
		"net.ipv4.tcp_window_scaling = 1\n",
		3);
	assert_becomes(&others, "", "# By tcpbdp advise.\n", 0);
}

/* Those of no known namespace are not of one that is not known, too. */
static void namespaces_that_are_not_known(void **state)
{
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	r.boot_netns = item.example.netns = 0;
	assert_becomes(&r, "", "# By tcpbdp advise.\n", 0);
}

/* Memory bounds it: what there is would be written. */
static void nothing_is_left_to_propose(void **state)
{
	struct advice_item item = rmem_item();
	const struct advice_report r = report_of(&item, 1);

	(void)state;
	item.proposed[2] = item.current[2];
	assert_becomes(&r, "", "# By tcpbdp advise.\n", 0);
}

static void what_stands_in_it(void **state)
{
	static const struct {
		const char *before, *stays;
	} cases[] = {
		/* of another setting: all of it */
		{ "\n# why\nnet.ipv4.tcp_wmem = 1 2 3\n", "\n# why\nnet.ipv4.tcp_wmem = 1 2 3\n" },
		/* proposed anew: with the reason that is none any more */
		{ "\n# why\nnet.ipv4.tcp_rmem = 1 2 3\n", "" },
		{ "\n# why\n# and\nnet.ipv4.tcp_rmem = 1 2 3\n\n# w\nnet.ipv4.tcp_wmem = 1 2 3\n",
		  "\n# w\nnet.ipv4.tcp_wmem = 1 2 3\n" },
		/* as sysctl.d(5) allows, by hand */
		{ "net/ipv4/tcp_rmem=1 2 3\n", "" },
		{ "  - net.ipv4.tcp_rmem\t=1 2 3\n", "" },
		{ "net.ipv4.tcp_rmem = 1 2 3\nkernel.x = 1", "kernel.x = 1\n" },
		/* others that look alike */
		{ "net.ipv4.tcp_rmem_more = 1\n", "net.ipv4.tcp_rmem_more = 1\n" },
		{ "net.ipv4.tcp_rme = 1\n", "net.ipv4.tcp_rme = 1\n" },
		{ "net.ipv4xtcp_rmem = 1\n", "net.ipv4xtcp_rmem = 1\n" },
		{ "#net.ipv4.tcp_rmem = 1 2 3\n", "#net.ipv4.tcp_rmem = 1 2 3\n" },
		{ "net.ipv4.tcp_rmem\n= 1\n", "net.ipv4.tcp_rmem\n= 1\n" },
		/* comments that are of no setting, or not of this one */
		{ "\n# mine\n\n# why\nnet.ipv4.tcp_rmem = 1 2 3\n# end", "\n# mine\n# end\n" },
		{ "; mine\nkernel.x = 1\nnet.ipv4.tcp_rmem = 1 2 3\n", "; mine\nkernel.x = 1\n" },
		{ "\n\n", "\n\n" },
	};
	struct advice_item item = rmem_item();
	const struct advice_report r = report_of(&item, 1);
	char before[256], expected[512];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(before, sizeof(before), "# By tcpbdp advise. Once.\n%s", cases[i].before);
		snprintf(expected, sizeof(expected), "# By tcpbdp advise.\n%s" RMEM,
			 cases[i].stays);
		assert_becomes(&r, before, expected, 1);
		/* another run, with the same advice */
		assert_becomes(&r, expected, expected, 1);
	}
	assert_becomes(&r, "# By tcpbdp advise.", "# By tcpbdp advise.\n" RMEM, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_the_host_and_of_its_namespace),
		cmocka_unit_test(namespaces_that_are_not_known),
		cmocka_unit_test(nothing_is_left_to_propose),
		cmocka_unit_test(what_stands_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
