/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which kernels have a TCP iterator that is not to be opened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "os/kernel.h"

static void faulty_iterators(void **state)
{
	static const struct {
		const char *release;
		bool safe;
	} rows[] = {
		{ "6.1.0-18-cloud-amd64", true },
		{ "6.12.41+deb13-amd64", true },
		{ "6.16.12", true },
		{ "6.17.0-rc1", false },
		{ "6.17.13", false },
		{ "6.18.0", false },
		{ "6.18-rc3", false },
		{ "6.18.41", false },
		{ "6.18.41-fc", false },
		{ "6.18.42", true },
		{ "6.18.100", true },
		{ "6.19.0", false },
		{ "6.19.99", false },
		{ "7.0.12", false },
		{ "7.1.0", false },
		{ "7.1.5-generic", false },
		{ "7.1.6", true },
		{ "7.2.0", true },
		{ "10.0.0", true },
		{ "", true },
		{ "nonsense", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (kernel_tcp_iterator_is_safe(rows[i].release) != rows[i].safe)
			fail_msg("%s", rows[i].release);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faulty_iterators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
