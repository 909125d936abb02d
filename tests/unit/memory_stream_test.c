/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A text in memory is whole, or it is none. */
#include "sink/memory_stream.h"

#include <stdlib.h>
#include <string.h>

#include "model_fixture.h"

/* A block that is too large is refused, as anywhere else. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void nothing_printed(void **state)
{
	struct memory_stream m;
	size_t len = 1;
	char *text;

	(void)state;
	assert_non_null(memory_stream_open(&m));
	text = memory_stream_close(&m, &len);
	assert_string_equal(text, "");
	assert_int_equal(len, 0);
	free(text);
}

static void more_than_a_buffer(void **state)
{
	struct memory_stream m;
	size_t len;
	char *text;

	(void)state;
	assert_non_null(memory_stream_open(&m));
	for (int i = 0; i < 100000; i++)
		fprintf(m.out, "%05d\n", i);
	text = memory_stream_close(&m, &len);
	assert_int_equal(len, 600000);
	assert_int_equal(strlen(text), 600000);
	assert_string_equal(text + len - 6, "99999\n");
	assert_memory_equal(text, "00000\n00001\n", 12);
	free(text);
}

/* As if there were no memory: it has all the room that there is. */
static void no_memory_left(void **state)
{
	struct memory_stream m;

	(void)state;
	assert_non_null(memory_stream_open(&m));
	m.len = m.room = SIZE_MAX / 4;
	fputs("one line", m.out);
	fflush(m.out);
	fputs("another", m.out);
	assert_null(memory_stream_close(&m, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_printed),
		cmocka_unit_test(more_than_a_buffer),
		cmocka_unit_test(no_memory_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
