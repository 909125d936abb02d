/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Text that others wrote: what a terminal and JSON get of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "os/quote.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
	const char *text;
	const char *utf8, *ascii; /* on a terminal */
	const char *valid;        /* as UTF-8 */
} cases[] = {
	{ "", "", "", "" },
	{ "rsync", "rsync", "rsync", "rsync" },
	{ "Web Content ~!", "Web Content ~!", "Web Content ~!", "Web Content ~!" },
	{ "\"},{\"", "\"},{\"", "\"},{\"", "\"},{\"" },
	{ "a\\x1b", "a\\\\x1b", "a\\\\x1b", "a\\x1b" },
	/* C0, DEL, C1 */
	{ "\x1b[31m", "\\x1b[31m", "\\x1b[31m", "\x1b[31m" },
	{ "a\n\t\r\x01", "a\\x0a\\x09\\x0d\\x01", "a\\x0a\\x09\\x0d\\x01", "a\n\t\r\x01" },
	{ "\x7f", "\\x7f", "\\x7f", "\x7f" },
	{ "\xc2\x80\xc2\x9b\xc2\x9f", "\\u0080\\u009b\\u009f", "\\u0080\\u009b\\u009f",
	  "\xc2\x80\xc2\x9b\xc2\x9f" },
	/* letters of two, three and four bytes; the second holds the byte of CSI */
	{ "\xc3\xa9", "\xc3\xa9", "\\u00e9", "\xc3\xa9" },
	{ "\xc4\x9b", "\xc4\x9b", "\\u011b", "\xc4\x9b" },
	{ "\xe6\xbc\xa2", "\xe6\xbc\xa2", "\\u6f22", "\xe6\xbc\xa2" },
	{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "\\U0001f600", "\xf0\x9f\x98\x80" },
	/* direction and the invisible */
	{ "\xe2\x80\xae", "\\u202e", "\\u202e", "\xe2\x80\xae" },
	{ "\xe2\x81\xa6\xe2\x81\xa9", "\\u2066\\u2069", "\\u2066\\u2069",
	  "\xe2\x81\xa6\xe2\x81\xa9" },
	{ "\xe2\x80\x8b\xe2\x80\x8f", "\\u200b\\u200f", "\\u200b\\u200f",
	  "\xe2\x80\x8b\xe2\x80\x8f" },
	{ "\xd8\x9c\xc2\xad\xef\xbb\xbf", "\\u061c\\u00ad\\ufeff", "\\u061c\\u00ad\\ufeff",
	  "\xd8\x9c\xc2\xad\xef\xbb\xbf" },
	{ "\xf3\xa0\x80\xa1", "\\U000e0021", "\\U000e0021", "\xf3\xa0\x80\xa1" },
	/* next to what is escaped: U+00A0, U+200A, U+2010, U+202F */
	{ "\xc2\xa0", "\xc2\xa0", "\\u00a0", "\xc2\xa0" },
	{ "\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xaf", "\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xaf",
	  "\\u200a\\u2010\\u202f", "\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xaf" },
	/* no UTF-8: alone, cut short, overlong, a surrogate, above U+10FFFF, no lead byte */
	{ "\xff", "\\xff", "\\xff", "\\xff" },
	{ "\200b", "\\x80b", "\\x80b", "\\x80b" },
	{ "\xe6\xbc", "\\xe6\\xbc", "\\xe6\\xbc", "\\xe6\\xbc" },
	{ "\346\274b", "\\xe6\\xbcb", "\\xe6\\xbcb", "\\xe6\\xbcb" },
	{ "\xc3", "\\xc3", "\\xc3", "\\xc3" },
	{ "\xc0\xaf", "\\xc0\\xaf", "\\xc0\\xaf", "\\xc0\\xaf" },
	{ "\xc1\xbf", "\\xc1\\xbf", "\\xc1\\xbf", "\\xc1\\xbf" },
	{ "\xe0\x9f\xbf", "\\xe0\\x9f\\xbf", "\\xe0\\x9f\\xbf", "\\xe0\\x9f\\xbf" },
	{ "\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf", "\\xf0\\x8f\\xbf\\xbf",
	  "\\xf0\\x8f\\xbf\\xbf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80" },
	{ "\xed\xbf\xbf", "\\xed\\xbf\\xbf", "\\xed\\xbf\\xbf", "\\xed\\xbf\\xbf" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80",
	  "\\xf4\\x90\\x80\\x80" },
	{ "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80", "\\xf8\\x88\\x80\\x80\\x80",
	  "\\xf8\\x88\\x80\\x80\\x80" },
	{ "\xf9\x80\x80\x80", "\\xf9\\x80\\x80\\x80", "\\xf9\\x80\\x80\\x80",
	  "\\xf9\\x80\\x80\\x80" },
	/* the last that are: U+D7FF, U+10FFFF */
	{ "\xed\x9f\xbf", "\xed\x9f\xbf", "\\ud7ff", "\xed\x9f\xbf" },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", "\\U0010ffff", "\xf4\x8f\xbf\xbf" },
};

static void assert_plain(const char *text)
{
	for (; *text; text++)
		assert_in_range(*text, 0x20, 0x7e);
}

/* A reader of UTF-8 takes it. */
static void assert_valid(const char *text)
{
	json_t *string = json_string(text);

	assert_non_null(string);
	json_decref(string);
}

static void quotes(void **state)
{
	char buf[256];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(quote_terminal(buf, sizeof(buf), cases[i].text, true),
				    cases[i].utf8);
		assert_string_equal(quote_terminal(buf, sizeof(buf), cases[i].text, false),
				    cases[i].ascii);
		assert_string_equal(quote_utf8(buf, sizeof(buf), cases[i].text), cases[i].valid);
	}
}

/* Every two bytes: printable ASCII or UTF-8 comes of them, and the macros have room for all. */
/* One field, and one that is there. */
static void fields(void **state)
{
	char buf[64];

	(void)state;
	assert_string_equal(quote_field(buf, sizeof(buf), "Web Content\xc3\xa9", true),
			    "Web\\x20Content\xc3\xa9");
	assert_string_equal(quote_field(buf, sizeof(buf), "a\t\xc3\xa9", false), "a\\x09\\u00e9");
	assert_string_equal(quote_field(buf, sizeof(buf), "", true), "-");
}

static void every_pair_of_bytes(void **state)
{
	char text[3] = "", terminal[QUOTE_TERMINAL_LEN(2)], utf8[QUOTE_UTF8_LEN(2)], larger[64];

	(void)state;
	for (int i = 0; i < 255 * 255; i++) {
		text[0] = (char)(1 + i / 255);
		text[1] = (char)(1 + i % 255);
		quote_terminal(terminal, sizeof(terminal), text, false);
		assert_string_equal(terminal, quote_terminal(larger, sizeof(larger), text, false));
		assert_plain(terminal);
		quote_utf8(utf8, sizeof(utf8), text);
		assert_string_equal(utf8, quote_utf8(larger, sizeof(larger), text));
		assert_valid(utf8);
	}
}

/* What does not fit is left out whole: no half of a character or of an escape. */
static void cuts_between_characters(void **state)
{
	static const struct {
		size_t size;
		const char *expected;
	} cuts[] = {
		{ 1, "" },
		{ 2, "a" },
		{ 3, "a" },
		{ 4, "a\xc3\xa9" },
		{ 7, "a\xc3\xa9" },
		{ 8, "a\xc3\xa9\\x1b" },
		{ 9, "a\xc3\xa9\\x1bz" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cuts); i++) {
		char *buf = malloc(cuts[i].size);

		assert_non_null(buf);
		assert_string_equal(quote_terminal(buf, cuts[i].size, "a\xc3\xa9\x1bz", true),
				    cuts[i].expected);
		free(buf);
	}
}

static void columns(void **state)
{
	static const struct {
		const char *text;
		unsigned int columns;
	} widths[] = {
		{ "", 0 },
		{ "rsync", 5 },
		{ "\xc3\xa9t\xc3\xa9", 3 },        /* été */
		{ "e\xcc\x81", 1 },                /* e, and an accent to combine */
		{ "\xe6\xbc\xa2\xe5\xad\x97", 4 }, /* two Han characters */
		{ "\xf0\x9f\x98\x80", 2 },         /* an emoji */
		{ "\xef\xbd\x81", 1 + 1 },         /* a fullwidth letter */
		{ "\xef\xbd\xb1", 1 },             /* a halfwidth katakana */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(widths); i++)
		assert_int_equal(text_columns(widths[i].text), widths[i].columns);
}

static void cut(void **state)
{
	static const struct {
		const char *text;
		unsigned columns;
		const char *cut;
	} rows[] = {
		{ "", 0, "" },
		{ "", 9, "" },
		{ "window", 6, "window" },
		{ "window", 5, "wi..." },
		{ "window", 4, "w..." },
		{ "window", 3, "win" },
		{ "window", 0, "" },
		{ "\xe6\xbc\xa2\xe6\xbc\xa2", 4, "\xe6\xbc\xa2\xe6\xbc\xa2" },
		{ "\xe6\xbc\xa2\xe6\xbc\xa2", 3, "\xe6\xbc\xa2" },
		{ "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2", 5, "\xe6\xbc\xa2..." },
	};
	char buf[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(text_cut(buf, sizeof(buf), rows[i].text, rows[i].columns),
				    rows[i].cut);
	assert_string_equal(text_cut(buf, 4, "window", 6), "win");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut),
		cmocka_unit_test(quotes),
		cmocka_unit_test(fields),
		cmocka_unit_test(every_pair_of_bytes),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(columns),
	};

	return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}
