/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Runs that the kernel skipped: whether it counts them is told by how much of the answer it filled in. */
#include "source/skipped.h"

#include <errno.h>
#include <linux/bpf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define OFFSET offsetof(struct bpf_prog_info, recursion_misses)

static void by_length_of_the_answer(void **state)
{
	static const struct {
		uint32_t len;
		int err;
	} cases[] = {
		{ 0, -EOPNOTSUPP },
		{ OFFSET, -EOPNOTSUPP }, /* a kernel before 5.12 */
		{ OFFSET + 7, -EOPNOTSUPP },
		{ OFFSET + 8, 0 },
		{ sizeof(struct bpf_prog_info), 0 },
		{ UINT32_MAX, 0 },
	};
	const struct bpf_prog_info info = { .recursion_misses = 49 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t runs = 7;

		assert_int_equal(skipped_of_info(&info, cases[i].len, &runs), cases[i].err);
		assert_int_equal(runs, cases[i].err ? 7 : 49);
	}
}

static void of_no_program(void **state)
{
	uint64_t runs = 7;

	(void)state;
	assert_true(skipped_of_program(-1, &runs) < 0);
	assert_int_equal(runs, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_length_of_the_answer),
		cmocka_unit_test(of_no_program),
	};

	return cmocka_run_group_tests_name("skipped", tests, NULL, NULL);
}
