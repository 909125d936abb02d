// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>

#include "advice_fixture.h"
#include "advice/proposal.h"

#define MIB (UINT64_C(1) << 20)

static const struct {
	const char *name;
	uint64_t present, needed, share;
	uint64_t proposed; /* 0 = no item */
	uint64_t bound;
} sizes[] = {
	{ "a page more", 131072, 131073, MIB, 131072 + PAGE, 0 },
	{ "whole pages", 131072, 131072 + PAGE, MIB, 131072 + PAGE, 0 },
	{ "large enough", 131072, 131072, MIB, 0, 0 },
	{ "larger than needed", 6 * MIB, MIB, 64 * MIB, 0, 0 },
	{ "larger than a share, and than needed", 64 * MIB, 8 * MIB, MIB, 0, 0 },
	{ "no need known", 131072, 0, MIB, 0, 0 },
	{ "all of the share", 131072, MIB, MIB, MIB, 0 },
	{ "a byte more than the share", 131072, MIB + 1, MIB, MIB, MIB },
	{ "bound in the midst of a page", 131072, 2 * MIB, MIB + 5, MIB, MIB + 5 },
	{ "a page that the share cuts", 131072, MIB + 1, MIB + 5, MIB, MIB + 5 },
	{ "a share below what there is", 131072, MIB, 65536, 131072, 65536 },
	{ "no share known", 131072, 500 * MIB, 0, 500 * MIB, 0 },
	{ "more than the kernel counts", 131072, UINT64_C(1) << 40, 0,
	  INT_MAX / PAGE *(uint64_t)PAGE, INT_MAX },
	{ "a share that it does not count", 131072, UINT64_MAX, UINT64_C(1) << 40,
	  INT_MAX / PAGE *(uint64_t)PAGE, INT_MAX },
	{ "no whole pages before", 131073, 131074, MIB, 131072 + PAGE, 0 },
	{ "nothing before", 0, 1, MIB, PAGE, 0 },
};

static void largest_of_three(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * COUNT(sizes); i++) {
		const bool send = i % 2;
		const typeof(sizes[0]) *c = &sizes[i / 2];
		struct advice_opts opts = { .memory_share_bytes = c->share, .page_bytes = PAGE };
		struct finding f = send ? sender(1, CAUSE_TCP_WMEM, c->needed)
					: receiver(1, CAUSE_TCP_RMEM, c->needed);
		struct advice_item item = { 0 };
		uint64_t largest;

		direction(&f, send)->sysctl_bytes[2] = (uint32_t)c->present;
		if (advised_on(&opts, f, &item) != (c->proposed != 0))
			fail_msg("%s: an item, or none", c->name);
		if (!c->proposed)
			continue;
		largest = item.proposed[2];
		if (largest != c->proposed || item.bound_bytes != c->bound)
			fail_msg("%s: %ju, bound %ju", c->name, (uintmax_t)largest,
				 (uintmax_t)item.bound_bytes);
		assert_int_equal(item.id, send ? ADVICE_TCP_WMEM : ADVICE_TCP_RMEM);
		assert_int_equal(item.current[2], c->present);
		assert_int_equal(item.proposed[0], 4096);
		assert_int_equal(item.proposed[1], 16384);
	}
}

/* What holds for any numbers. */
static void bounds(void **state)
{
	uint64_t dice = 1;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct advice_opts opts = { .page_bytes = i % 3 ? PAGE : 65536 };
		struct advice_item item = { .id = i % 2 ? ADVICE_TCP_RMEM : ADVICE_WMEM_MAX };
		const unsigned last = i % 2 ? 2 : 0;
		const unsigned unit = i % 2 ? 1 : 2; /* bytes of buffer for one of the setting */
		uint64_t present, proposed, wanted, page = opts.page_bytes;

		dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
		item.needed_bytes = dice >> (33 + dice % 29);
		item.needed_source = i % 5 ? NEEDED_GIVEN : NEEDED_DOUBLING;
		wanted = item.needed_bytes;
		if (i % 5 && item.id == ADVICE_TCP_RMEM)
			wanted += item.needed_bytes / 4;
		opts.memory_share_bytes = (dice >> 20 & 0xffffffff) >> dice % 31;
		present = (dice >> 40) >> dice % 19;
		item.current[2] = present;
		item.buffer_bytes = present * unit;
		if (!proposal_make(&opts, &item))
			continue;
		assert_int_equal(item.current[last], present);
		proposed = item.proposed[last];
		assert_true(proposed >= present);
		if (proposed == present)
			assert_true(item.bound_bytes);
		else {
			assert_int_equal(proposed % page, 0);
			assert_true(proposed * unit < wanted + unit * page);
			assert_true(!opts.memory_share_bytes ||
				    proposed * unit <= opts.memory_share_bytes);
			assert_true(proposed * unit >= wanted || item.bound_bytes);
		}
	}
}

/* rmem_max and wmem_max: only where the kernel cut what the application asked for. */
static void capped_by_the_maximum(void **state)
{
	static const struct {
		uint64_t buffer, needed, max;
		uint64_t proposed; /* 0: it is the application's */
	} cases[] = {
		{ 425984, 1000000, 212992, 503808 },
		{ 425984, 425985, 212992, 217088 },
		{ 425983, 1000000, 212992, 0 },
		{ 425985, 1000000, 212992, 0 },
		{ 212992, 1000000, 212992, 0 },
		{ 65536, 1000000, 212992, 0 },
		{ 425984, 1000000, 0, 0 },
		{ 0, 1000000, 0, 0 },
		{ 2, 1000000, UINT64_MAX / 2 + 2, 0 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		const typeof(cases[0]) *c = &cases[i / 2];
		const bool send = i % 2;
		struct advice_opts opts = { 1 << 30, PAGE, send ? 1 : c->max, send ? c->max : 1 };
		struct finding f = send ? sender(1, CAUSE_SO_SNDBUF, c->needed)
					: receiver(1, CAUSE_SO_RCVBUF, c->needed);
		struct advice_item item;

		direction(&f, send)->buffer_bytes = (uint32_t)c->buffer;
		assert_true(advised_on(&opts, f, &item));
		if (!c->proposed) {
			assert_int_equal(item.id, send ? ADVICE_SO_SNDBUF : ADVICE_SO_RCVBUF);
			continue;
		}
		assert_int_equal(item.id, send ? ADVICE_WMEM_MAX : ADVICE_RMEM_MAX);
		assert_int_equal(item.current[0], c->max);
		assert_int_equal(item.proposed[0], c->proposed);
		assert_int_equal(item.needed_bytes, c->needed);
	}
}

/* An application's buffer that is large enough for the stated bandwidth is not told of. */
static void application_has_enough(void **state)
{
	struct advice_item item;

	(void)state;
	assert_false(advised_on(&usual, receiver(1, CAUSE_SO_RCVBUF, 131072), &item));
	assert_false(advised_on(&usual, sender(1, CAUSE_SO_SNDBUF, 1), &item));
	assert_true(advised_on(&usual, receiver(1, CAUSE_SO_RCVBUF, 131073), &item));
	assert_int_equal(item.bound_bytes, 0);
	/* without a number it is held back all the same */
	assert_true(advised_on(&usual, receiver(1, CAUSE_SO_RCVBUF, 0), &item));
	/* with more than memory allows, that is told */
	assert_true(advised_on(&usual, receiver(1, CAUSE_SO_RCVBUF, UINT64_C(1) << 31), &item));
	assert_int_equal(item.bound_bytes, 1 << 30);
}

/* A peer's memory is not ours. */
static void unbound(void **state)
{
	static const enum cause causes[] = { CAUSE_PEER_BUFFER, CAUSE_NO_WSCALE_PEER,
					     CAUSE_NO_WSCALE_LOCAL, CAUSE_WSCALE };
	struct advice_item item;

	(void)state;
	for (size_t i = 0; i < COUNT(causes); i++) {
		assert_true(advised_on(&usual, receiver(1, causes[i], UINT64_C(1) << 40), &item));
		assert_int_equal(item.bound_bytes, 0);
	}
}

static void no_page_known(void **state)
{
	struct advice_opts opts = { 0 };
	struct advice_item item;

	(void)state;
	assert_true(advised_on(&opts, receiver(1, CAUSE_TCP_RMEM, 131073), &item));
	assert_int_equal(item.proposed[2], 131072 + 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(largest_of_three),
		cmocka_unit_test(bounds),
		cmocka_unit_test(capped_by_the_maximum),
		cmocka_unit_test(application_has_enough),
		cmocka_unit_test(unbound),
		cmocka_unit_test(no_page_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
