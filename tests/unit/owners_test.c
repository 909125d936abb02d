/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who holds which socket, and that each is asked for once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "sample/owners.h"

static struct owner owner(uint32_t pid)
{
	struct owner o = { .pid = pid };

	snprintf(o.comm, sizeof(o.comm), "p%u", pid);
	return o;
}

static void add(struct owners *owners, uint64_t cookie, uint32_t pid)
{
	struct owner o = owner(pid);

	assert_int_equal(owners_add(owners, cookie, &o), 0);
}

static void taken_once(void **state)
{
	struct owners *owners = owners_new(SIZE_MAX);
	const struct owner *o;

	(void)state;
	add(owners, 1, 10);
	add(owners, 2, 10);
	add(owners, 3, 11);
	add(owners, 1, 12); /* the first stays */
	assert_int_equal(owners_take(owners, 1, &o), 1);
	assert_int_equal(o->pid, 10);
	assert_string_equal(o->comm, "p10");
	assert_int_equal(owners_take(owners, 3, &o), 1);
	assert_int_equal(o->pid, 11);
	assert_int_equal(owners_take(owners, 1, &o), 0);
	assert_int_equal(o->pid, 10);
	assert_int_equal(owners_take(owners, 2, &o), 1);
	assert_int_equal(o->pid, 10);
	assert_int_equal(owners_take(owners, 4, &o), 1); /* nobody's */
	assert_null(o);
	assert_int_equal(owners_take(owners, 4, &o), 0);
	assert_null(o);
	owners_free(owners);
	owners_free(NULL);
}

static void shared(void **state)
{
	struct owners *owners = owners_new(SIZE_MAX);
	const struct owner *o;

	(void)state;
	add(owners, 1, 10);
	add(owners, 1, 10); /* a second descriptor */
	assert_false(owners_shared(owners, 1));
	add(owners, 1, 11);
	assert_true(owners_shared(owners, 1));
	assert_int_equal(owners_take(owners, 1, &o), 1);
	assert_int_equal(o->pid, 10);
	assert_true(owners_shared(owners, 1));
	assert_int_equal(owners_take(owners, 1, &o), 0);
	assert_int_equal(o->pid, 10);
	assert_int_equal(owners_take(owners, 2, &o), 1);
	add(owners, 2, 11);
	assert_false(owners_shared(owners, 2));
	assert_false(owners_shared(owners, 3));
	owners_free(owners);
}

static void no_cookie(void **state)
{
	struct owners *owners = owners_new(SIZE_MAX);
	struct owner o = owner(1);

	(void)state;
	assert_int_equal(owners_add(owners, 0, &o), 0);
	owners_free(owners);
}

static void many(void **state)
{
	struct owners *owners = owners_new(SIZE_MAX);
	const struct owner *o;

	(void)state;
	for (uint32_t i = 1; i <= 20000; i++)
		add(owners, i, i % 7 + i / 100);
	for (uint32_t i = 1; i <= 20000; i++) {
		assert_int_equal(owners_take(owners, i, &o), 1);
		assert_int_equal(o->pid, i % 7 + i / 100);
	}
	for (uint32_t i = 1; i <= 20000; i++)
		assert_int_equal(owners_take(owners, i, &o), 0);
	owners_free(owners);
}

static void too_many(void **state)
{
	struct owners *owners = owners_new(2);
	const struct owner *o;

	(void)state;
	add(owners, 1, 10);
	add(owners, 2, 11);
	assert_int_equal(owners_crowded(owners), 0);
	add(owners, 3, 12);
	assert_int_equal(owners_crowded(owners), 1);
	assert_int_equal(owners_take(owners, 2, &o), 1);
	assert_int_equal(o->pid, 11);
	assert_int_equal(owners_take(owners, 2, &o), 0);
	assert_int_equal(owners_take(owners, 3, &o), 1);
	assert_null(o);
	assert_int_equal(owners_take(owners, 3, &o), 1);
	assert_int_equal(owners_crowded(owners), 3);
	owners_free(owners);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken_once), cmocka_unit_test(shared),
		cmocka_unit_test(no_cookie),  cmocka_unit_test(many),
		cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
