/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Maxima beside what is needed of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "advice/oversize.h"

#define MIB (1u << 20)

static struct finding_direction direction(uint32_t max_bytes, uint64_t needed_bytes,
					  enum needed_source source)
{
	return (struct finding_direction){
		.sysctl_bytes = { 4096, 131072, max_bytes },
		.needed_bytes = needed_bytes,
		.needed_source = source,
	};
}

static void the_neediest_counts(void **state)
{
	static const uint64_t needed[] = { 3000, 900000, 20000 };
	struct oversizes e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		struct finding_direction dir = direction(64 * MIB, needed[i], NEEDED_GIVEN);

		assert_int_equal(oversizes_add(&e, ADVICE_TCP_RMEM, 1, &dir), 0);
		assert_int_equal(oversizes_add(&e, ADVICE_TCP_RMEM, 2, &dir), 0);
		assert_int_equal(oversizes_add(&e, ADVICE_TCP_WMEM, 1, &dir), 0);
	}
	assert_int_equal(e.count, 3); /* a namespace's, of a kind */
	for (size_t i = 0; i < e.count; i++) {
		assert_int_equal(e.all[i].needed_bytes, 900000);
		assert_int_equal(e.all[i].current[2], 64 * MIB);
		assert_true(oversize_is_far(&e.all[i]));
	}
	oversizes_free(&e);
}

/* What is locked does not follow the sysctl, and what is doubled is no need. */
static void what_does_not_count(void **state)
{
	struct finding_direction locked = direction(64 * MIB, 1000, NEEDED_GIVEN);
	struct finding_direction doubled = direction(64 * MIB, 1000, NEEDED_DOUBLING);
	struct finding_direction unknown = direction(64 * MIB, 0, NEEDED_NONE);
	struct oversizes e = { 0 };

	(void)state;
	locked.buffer_locked = true;
	assert_int_equal(oversizes_add(&e, ADVICE_TCP_RMEM, 1, &locked), 0);
	assert_int_equal(oversizes_add(&e, ADVICE_TCP_RMEM, 1, &doubled), 0);
	assert_int_equal(oversizes_add(&e, ADVICE_TCP_RMEM, 1, &unknown), 0);
	assert_int_equal(e.count, 0);
	oversizes_free(&e);
}

static void how_far_is_far(void **state)
{
	static const struct {
		uint32_t max_bytes;
		uint64_t needed_bytes;
		bool far;
	} cases[] = {
		{ 6 * MIB, 1000, false }, /* what the kernel set by itself */
		{ 32 * MIB, 1000, false },    { 32 * MIB + 4096, 1000, true },
		{ 64 * MIB, 4 * MIB, false }, { 64 * MIB, 4 * MIB - 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct oversize e = { .current = { 4096, 131072, cases[i].max_bytes },
					    .needed_bytes = cases[i].needed_bytes };

		assert_int_equal(oversize_is_far(&e), cases[i].far);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_neediest_counts),
		cmocka_unit_test(what_does_not_count),
		cmocka_unit_test(how_far_is_far),
	};

	return cmocka_run_group_tests_name("oversize", tests, NULL, NULL);
}
