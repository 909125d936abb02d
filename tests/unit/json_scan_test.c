/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One string out of JSON: where it is, where only something like it is, and what is not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "os/json_scan.h"

#define ROOM 8

static const struct row {
	const char *text;
	const char *found; /* NULL = nothing */
} rows[] = {
	{ "{\"a\":{\"b\":\"c\"}}", "c" },
	{ " {\n\t\"x\" : [ 1, {\"b\":\"no\"} ],\r\n \"a\" : { \"n\":null, \"b\" : \"yes\" } }",
	  "yes" },
	{ "{\"a\":{\"x\":{\"b\":\"no\"},\"b\":\"yes\"}}", "yes" },
	{ "{\"a\":{\"x\":[\"b\",{}],\"b\":\"yes\"}}", "yes" },
	/* of two the first; of two objects the one that has it */
	{ "{\"a\":{\"b\":\"1\",\"b\":\"2\"}}", "1" },
	{ "{\"a\":{},\"a\":{\"b\":\"2\"}}", "2" },
	/* at another depth, in an array, as a value, with another case */
	{ "{\"b\":\"no\"}", NULL },
	{ "{\"a\":[{\"b\":\"no\"}]}", NULL },
	{ "{\"x\":{\"a\":{\"b\":\"no\"}}}", NULL },
	{ "[{\"a\":{\"b\":\"no\"}}]", NULL },
	{ "{\"a\":{\"x\":1},\"b\":\"no\"}", NULL },
	{ "{\"a\":{\"x\":{}},\"y\":{\"b\":\"no\"}}", NULL },
	{ "{\"a\":\"b\",\"c\":\"no\"}", NULL },
	{ "{\"a\":{\"B\":\"no\"}}", NULL },
	{ "{\"x\":\"{\\\"a\\\":{\\\"b\\\":\\\"no\\\"}}\"}", NULL },
	/* no string, an empty one, one that is not plain, one that does not fit */
	{ "{\"a\":{\"b\":1}}", NULL },
	{ "{\"a\":{\"b\":null}}", NULL },
	{ "{\"a\":{\"b\":\"\"}}", NULL },
	{ "{\"a\":{\"b\":\"x\\u001b\"}}", NULL },
	{ "{\"a\":{\"b\":\"x\ny\"}}", NULL },
	{ "{\"a\":{\"b\":\"\xc3\xa9\"}}", NULL },
	{ "{\"a\":{\"b\":\"1234567\"}}", "1234567" },
	{ "{\"a\":{\"b\":\"12345678\"}}", NULL },
	/* not whole, and none at all */
	{ "{\"a\":{\"b\":\"c", NULL },
	{ "{\"a\":{\"b\":\"c\\", NULL },
	{ "{\"a\":{\"b\":", NULL },
	{ "{\"a\":{\"b\"", NULL },
	{ "{\"a\":", NULL },
	{ "}}}}{\"a\":{\"b\":\"c\"}}", "c" },
	{ "", NULL },
};

static void strings(void **state)
{
	static const char *const path[] = { "a", "b", NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].text);
		/* ends where the text does: a byte more is seen by the sanitizer */
		char *text = len ? malloc(len) : NULL, buf[ROOM] = "before";
		bool found;

		if (len)
			memcpy(text, rows[i].text, len);
		found = json_scan_string(text, len, path, buf, sizeof(buf));
		free(text);
		if (found != !!rows[i].found || strcmp(buf, found ? rows[i].found : "before"))
			fail_msg("%s: %s", rows[i].text, buf);
	}
}

static void depths(void **state)
{
	static const char *const one[] = { "a", NULL };
	static const char *const three[] = { "a", "b", "c", NULL };
	static const char text[] = "{\"x\":{\"a\":\"0\"},\"a\":{\"b\":{\"c\":\"3\"}},\"a\":\"1\"}";
	char buf[ROOM];

	(void)state;
	assert_true(json_scan_string(text, strlen(text), one, buf, sizeof(buf)));
	assert_string_equal(buf, "1");
	assert_true(json_scan_string(text, strlen(text), three, buf, sizeof(buf)));
	assert_string_equal(buf, "3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings),
		cmocka_unit_test(depths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
