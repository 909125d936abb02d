// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/roff.h"

static void prints(void (*print)(const char *text, FILE *out), const char *text, const char *want)
{
	char *got = NULL;
	size_t len;
	FILE *out = open_memstream(&got, &len);

	assert_non_null(out);
	print(text, out);
	fclose(out);
	assert_string_equal(got, want);
	free(got);
}

static void text_is_no_request(void **state)
{
	(void)state;
	prints(roff_text, "", "");
	prints(roff_text, ".TH is a word", "\\&.TH is a word");
	prints(roff_text, "a .TH is a word", "a .TH is a word");
	prints(roff_text, "'quoted' words", "\\(aqquoted\\(aq words");
	prints(roff_text, "C:\\dir --from ~ ^ `", "C:\\edir \\-\\-from \\(ti \\(ha \\(ga");
}

#define TEN "0123456789"
#define LONG TEN TEN TEN TEN TEN TEN TEN

static void lines_are_broken(void **state)
{
	(void)state;
	prints(roff_text, "  two   words\n", "two words");
	prints(roff_text, "One. Two. Three.", "One.\nTwo.\nThree.");
	prints(roff_text, "One. .Two", "One.\n\\&.Two");
	prints(roff_bold, "One. Two", "\\fBOne. Two\\fR");
	prints(roff_italic, "FILE", "\\fIFILE\\fR");
	prints(roff_text, LONG, LONG); /* no place to break */
	prints(roff_text, LONG " x " LONG, LONG "\nx\n" LONG);
	prints(roff_text, "x x x", "x x x");
}

static void sentences(void **state)
{
	(void)state;
	prints(roff_sentence, "", "");
	prints(roff_sentence, "x", "X.");
	prints(roff_sentence, "watch for 30 s", "Watch for 30 s.");
	prints(roff_sentence, "a health check", "A health check.");
	prints(roff_sentence, "done.", "Done.");
	prints(roff_sentence, "--check found it", "\\-\\-check found it.");
	prints(roff_sentence, ".prom files", "\\&.prom files.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_no_request),
		cmocka_unit_test(lines_are_broken),
		cmocka_unit_test(sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
