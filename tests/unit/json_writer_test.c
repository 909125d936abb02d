/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* JSON, member by member: commas, nesting, decimals, hostile text, no memory. */
#include "sink_fixture.h"

#include <errno.h>
#include <jansson.h>

#include "os/quote.h"
#include "sink/json_writer.h"

static void assert_written(struct json_writer *w, const char *expected)
{
	assert_int_equal(json_writer_end(w), 0);
	assert_int_equal(w->len, strlen(expected));
	assert_memory_equal(w->data, expected, w->len);
}

static void members_and_objects(void **state)
{
	struct json_writer w = { 0 };

	(void)state;
	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_object_end(&w);
	assert_written(&w, "{}\n");
	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_object_begin(&w, "a");
	json_object_end(&w);
	json_object_begin(&w, "b");
	json_bool(&w, "c", true);
	json_object_begin(&w, "d");
	json_bool(&w, "e", false);
	json_object_end(&w);
	json_object_end(&w);
	json_uint(&w, "f", 1);
	json_object_end(&w);
	assert_written(&w, "{\"a\":{},\"b\":{\"c\":true,\"d\":{\"e\":false}},\"f\":1}\n");
	json_writer_free(&w);
	json_writer_free(&w);
}

static void arrays(void **state)
{
	struct json_writer w = { 0 };

	(void)state;
	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_array_begin(&w, "a");
	json_array_end(&w);
	json_array_begin(&w, "b");
	json_object_begin(&w, NULL);
	json_bool(&w, "c", true);
	json_object_end(&w);
	json_object_begin(&w, NULL);
	json_object_end(&w);
	json_uint(&w, NULL, 7);
	json_text(&w, NULL, NULL);
	json_array_end(&w);
	json_uint(&w, "d", 1);
	json_object_end(&w);
	assert_written(&w, "{\"a\":[],\"b\":[{\"c\":true},{},7,null],\"d\":1}\n");
	json_writer_free(&w);
}

static void values(void **state)
{
	struct json_writer w = { 0 };

	(void)state;
	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_uint(&w, "a", 0);
	json_uint(&w, "b", 10203);
	json_uint(&w, "c", INT64_MAX);
	json_uint(&w, "d", UINT64_MAX);
	json_known(&w, "e", true, 0);
	json_known(&w, "f", false, 7);
	json_text(&w, "g", NULL);
	json_text(&w, "h", "");
	json_text(&w, "i", "\"\xff\n");
	json_object_end(&w);
	assert_written(&w, "{\"a\":0,\"b\":10203,\"c\":9223372036854775807,"
			   "\"d\":9223372036854775807,\"e\":0,\"f\":null,\"g\":null,\"h\":\"\","
			   "\"i\":\"\\\"\\\\xff\\n\"}\n");
	json_writer_free(&w);
}

static void decimals(void **state)
{
	static const struct {
		uint64_t value;
		unsigned int decimals;
		const char *text;
	} cases[] = {
		{ 0, 3, "0.0" },
		{ 1, 3, "0.001" },
		{ 9, 3, "0.009" },
		{ 10, 3, "0.01" },
		{ 970, 3, "0.97" },
		{ 1000, 3, "1.0" },
		{ 0, 6, "0.0" },
		{ 1763800000123456, 6, "1763800000.123456" },
		{ 1763800000000001, 6, "1763800000.000001" },
		{ 1763800000500000, 6, "1763800000.5" },
		{ 8589934591999999, 6, "8589934591.999999" }, /* in 2242 */
		{ 1000000000, 9, "1.0" },
		{ 1000000001, 9, "1.000000001" },
		{ 999999999999999, 9, "999999.999999999" },
		{ UINT64_MAX, 9, "18446744073.709551615" },
	};
	struct json_writer w = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char expected[64];

		json_writer_begin(&w);
		json_object_begin(&w, NULL);
		json_decimal(&w, "a", cases[i].value, cases[i].decimals);
		json_object_end(&w);
		snprintf(expected, sizeof(expected), "{\"a\":%s}\n", cases[i].text);
		assert_written(&w, expected);
	}
	json_writer_free(&w);
}

/* Texts of every length across the sizes that the buffer takes, each read back whole. */
static void grows(void **state)
{
	char text[5001] = "";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len += 7) {
		struct json_writer w = { 0 };
		json_t *object;

		memset(text, 'x', len);
		json_writer_begin(&w);
		json_object_begin(&w, NULL);
		json_text(&w, "a", text);
		json_uint(&w, "b", len);
		json_object_end(&w);
		assert_int_equal(json_writer_end(&w), 0);
		assert_true(w.len <= w.room);
		object = json_loadb(w.data, w.len, 0, NULL);
		assert_non_null(object);
		assert_string_equal(json_string_value(json_object_get(object, "a")), text);
		assert_int_equal(json_integer_value(json_object_get(object, "b")), len);
		json_decref(object);
		json_writer_free(&w);
	}
}

/* No single value is large, all together are. */
static void grows_by_many(void **state)
{
	struct json_writer w = { 0 };
	json_t *object;

	(void)state;
	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	for (unsigned int i = 0; i < 10000; i++) {
		char key[16];

		snprintf(key, sizeof(key), "%u", i);
		json_uint(&w, key, i);
	}
	json_object_end(&w);
	assert_int_equal(json_writer_end(&w), 0);
	object = json_loadb(w.data, w.len, JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(json_object_size(object), 10000);
	json_decref(object);
	json_writer_free(&w);
}

/* Every byte and every two: printable ASCII, which reads as quote_utf8() has it. */
static void every_text(void **state)
{
	struct json_writer w = { 0 };
	char text[3] = "", valid[QUOTE_UTF8_LEN(2)];

	(void)state;
	for (int i = 0; i < 255 * 256; i++) {
		json_t *object;

		text[0] = (char)(1 + i / 256);
		text[1] = (char)(i % 256); /* NUL too */
		json_writer_begin(&w);
		json_object_begin(&w, NULL);
		json_text(&w, "a", text);
		json_object_end(&w);
		assert_int_equal(json_writer_end(&w), 0);
		for (size_t at = 0; at < w.len - 1; at++)
			assert_in_range((unsigned char)w.data[at], 0x20, 0x7e);
		object = json_loadb(w.data, w.len, 0, NULL);
		assert_non_null(object);
		assert_string_equal(json_string_value(json_object_get(object, "a")),
				    quote_utf8(valid, sizeof(valid), text));
		json_decref(object);
	}
	json_writer_free(&w);
}

/* Used again, it holds nothing of before, be that ended or not. */
static void begins_anew(void **state)
{
	struct json_writer w = { 0 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		json_writer_begin(&w);
		json_object_begin(&w, NULL);
		json_uint(&w, "a", 1);
		json_object_end(&w);
		assert_written(&w, "{\"a\":1}\n");
		json_writer_begin(&w);
		json_object_begin(&w, NULL);
		json_array_begin(&w, "b");
	}
	json_writer_free(&w);
}

static size_t allocations_left;

static void *allocate(size_t size)
{
	return allocations_left && allocations_left-- ? malloc(size) : NULL;
}

static void write_of_all_kinds(struct json_writer *w)
{
	json_writer_begin(w);
	json_object_begin(w, NULL);
	json_object_begin(w, "a");
	json_array_begin(w, "b");
	json_object_begin(w, NULL);
	json_uint(w, "c", 1);
	json_object_end(w);
	json_array_end(w);
	json_decimal(w, "d", 1, 1);
	json_object_end(w);
	json_text(w, "e", "\xff");
	json_known(w, "f", false, 0);
	json_bool(w, "g", true);
	json_object_end(w);
}

/* Texts with escapes are jansson's. Whichever allocation of its is refused, that is told, and forgotten by the next text. */
static void no_memory(void **state)
{
	struct json_writer w = { 0 };
	int err = -ENOMEM;

	(void)state;
	for (size_t n = 0; err; n++) {
		assert_true(n < 1000);
		allocations_left = n;
		json_set_alloc_funcs(allocate, free);
		write_of_all_kinds(&w);
		err = json_writer_end(&w);
		json_set_alloc_funcs(malloc, free);
		assert_true(err == -ENOMEM || (!err && n > 0));
		write_of_all_kinds(&w);
		assert_written(&w, "{\"a\":{\"b\":[{\"c\":1}],\"d\":0.1},\"e\":\"\\\\xff\","
				   "\"f\":null,\"g\":true}\n");
	}
	json_writer_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_and_objects),
		cmocka_unit_test(arrays),
		cmocka_unit_test(values),
		cmocka_unit_test(decimals),
		cmocka_unit_test(grows),
		cmocka_unit_test(grows_by_many),
		cmocka_unit_test(every_text),
		cmocka_unit_test(begins_anew),
		cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests_name("json_writer", tests, NULL, NULL);
}
