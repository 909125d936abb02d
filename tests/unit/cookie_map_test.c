/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A map from cookies, held against a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cookie_map.h"

static void empty(void **state)
{
	struct cookie_map *map = cookie_map_new();

	(void)state;
	assert_non_null(map);
	assert_null(cookie_map_get(map, 1));
	assert_null(cookie_map_remove(map, 1));
	assert_int_equal(cookie_map_count(map), 0);
	cookie_map_free(map);
	cookie_map_free(NULL);
}

#define COOKIES 5000

/* Puts and removes in a random order, well past several growths; cookies like the kernel's, and
 * some that share all low bits. */
static uint64_t cookie_of(unsigned i)
{
	return i % 3 ? i + 1 : (uint64_t)(i + 1) << 40;
}

static void like_an_array(void **state)
{
	static char values[COOKIES];
	bool there[COOKIES] = { false };
	struct cookie_map *map = cookie_map_new();
	size_t count = 0;

	(void)state;
	assert_non_null(map);
	srandom(7);
	for (int step = 0; step < 200000; step++) {
		/* first it fills, then it empties */
		unsigned i = (unsigned)random() % COOKIES;
		bool put = random() % 3 != 0 ? step < 100000 : step >= 100000;

		if (put && !there[i]) {
			assert_int_equal(cookie_map_put(map, cookie_of(i), &values[i]), 0);
			count++;
		} else if (!put) {
			assert_ptr_equal(cookie_map_remove(map, cookie_of(i)),
					 there[i] ? &values[i] : NULL);
			count -= there[i];
		}
		there[i] = put;
		assert_int_equal(cookie_map_count(map), count);
	}
	for (unsigned i = 0; i < COOKIES; i++)
		assert_ptr_equal(cookie_map_get(map, cookie_of(i)), there[i] ? &values[i] : NULL);
	cookie_map_free(map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(like_an_array),
	};

	return cmocka_run_group_tests_name("cookie_map", tests, NULL, NULL);
}
