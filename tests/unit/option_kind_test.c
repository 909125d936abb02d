// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What each row takes at the ends of its range, which words, and what is said of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "options/cli_opts.h"
#include "options/option_kind.h"
#include "options/option_text.h"
#include "options/option_word.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HELP_WIDTH 71

static const struct option_form *form_of(const char *name, int command)
{
	return option_form(option_row(option_index(name)), command);
}

static void for_each_form(void (*fn)(const char *name, const struct option_form *form))
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 0; n < OPTION_FORMS_MAX && row->forms[n].commands; n++)
			fn(row->name, &row->forms[n]);
}

/* What was read, as far as it is a number; of a list, the first. */
static int take(const struct option_form *form, const char *text, uint64_t *ret_value)
{
	const struct option_use use = { .given = true, .name = "--x", .text = text };
	struct cli_opts opts = { 0 };
	size_t size = form->item_size ? form->item_size : form->size;
	int ret = option_kind_read(form, "test", &use, &opts);

	*ret_value = 0;
	memcpy(ret_value, (char *)&opts + form->offset,
	       size < sizeof(*ret_value) ? size : sizeof(*ret_value));
	return ret;
}

static void takes(const char *name, const struct option_form *form, uint64_t number, bool taken)
{
	char text[32];
	uint64_t value;

	assert_true(option_kind_show(form->kind, number, text, sizeof(text)));
	if ((take(form, text, &value) == 0) != taken || value != (taken ? number : 0))
		fail_msg("--%s %s", name, text);
}

static void check_range(const char *name, const struct option_form *form)
{
	char text[32];

	if (!option_kind_show(form->kind, 0, text, sizeof(text)))
		return;
	takes(name, form, form->min, true);
	takes(name, form, form->max, true);
	takes(name, form, form->max + 1, false);
	if (form->min)
		takes(name, form, form->min - 1, false);
	if (form->initial)
		takes(name, form, form->initial, true);
}

static void ranges_hold_at_both_ends(void **state)
{
	(void)state;
	for_each_form(check_range);
}

static void check_words(const char *name, const struct option_form *form)
{
	const char *word;
	uint64_t value;
	unsigned i;

	for (i = 0; (word = option_word(form, i)); i++) {
		assert_int_equal(take(form, word, &value), 0);
		if (form->kind == OPTION_WORD && value != form->words->first + i)
			fail_msg("--%s %s", name, word);
	}
	if (form->kind == OPTION_WORD)
		assert_int_equal(i, form->words->end - form->words->first);
	if (form->words)
		assert_int_not_equal(take(form, "", &value), 0);
}

static void each_word_is_taken(void **state)
{
	(void)state;
	for_each_form(check_words);
}

static void values_are_shown_as_they_are_typed(void **state)
{
	static const struct {
		enum option_kind kind;
		uint64_t value;
		const char *text;
	} cases[] = {
		{ OPTION_NUMBER, 0, "0" },
		{ OPTION_NUMBER, UINT64_MAX, "18446744073709551615" },
		{ OPTION_TIME, 0, "0s" },
		{ OPTION_TIME, 1, "0.000000001s" },
		{ OPTION_TIME, 10000000, "10ms" },
		{ OPTION_TIME, 1500000000, "1500ms" },
		{ OPTION_TIME, 90000000000, "90s" },
		{ OPTION_SHARE, 64, "1/64" },
		{ OPTION_SIZE, 0, "0" },
		{ OPTION_SIZE, 1023, "1023" },
		{ OPTION_SIZE, 1 << 20, "1M" },
		{ OPTION_SIZE, (1 << 20) + 1024, "1025K" },
		{ OPTION_SIZE, UINT64_C(1) << 50, "1024T" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(option_kind_show(cases[i].kind, cases[i].value, text, sizeof(text)));
		assert_string_equal(text, cases[i].text);
	}
	assert_false(option_kind_show(OPTION_PATH, 1, text, sizeof(text)));
}

static void refusals(void **state)
{
	static const struct {
		const char *name;
		int command;
		const char *refusal;
	} cases[] = {
		{ "interval", FOR_TRACE,
		  "not a time (10ms to 1000000000s, such as 500ms, 10s, 5m or 1h)" },
		{ "interval", FOR_EXPORT,
		  "not a time (1s to 1000000000s, such as 500ms, 10s, 5m or 1h)" },
		{ "top", FOR_HIST, "not a number of groups (1 to 1024)" },
		{ "port", FOR_LIST, "not a port (1 to 65535, such as 443 or https)" },
		{ "pid", FOR_LIST, "not a process id (1 to 4194304, or a name, such as nginx)" },
		{ "comm", FOR_LIST, "not a process's name" },
		{ "max-size", FOR_TRACE,
		  "not a size in bytes (1M to 1024T, such as 64M or 1.5GiB)" },
		{ "memory-share", FOR_ADVISE, "not a share (1/2 to 1/1000000, such as 1/64)" },
		{ "bandwidth", FOR_TRACE,
		  "not a rate in bits per second (such as 10g, 100mbit or 1.5gbit)" },
		{ "replay", FOR_TRACE, "not a file name" },
		{ "color", FOR_TRACE, "not one of auto, always, never" },
		{ "METRIC", FOR_HIST, "no such metric: see tcpbdp hist --list" },
		{ "by", FOR_HIST,
		  "not one of peer-prefix[/N], lport, rport, comm, cgroup, netns, family, limit" },
	};
	char text[OPTION_TEXT_LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(option_refusal(form_of(cases[i].name, cases[i].command), text,
						   sizeof(text)),
				    cases[i].refusal);
}

static void help_is_made_of_words_and_defaults(void **state)
{
	char text[OPTION_TEXT_LEN];

	(void)state;
	assert_string_equal(option_help(form_of("attach", FOR_TRACE), text, sizeof(text)),
			    "hook into the kernel by auto (default), tracepoint, fentry or kprobe");
	assert_string_equal(option_help(form_of("interval", FOR_EXPORT), text, sizeof(text)),
			    "time between writes, and of each verdict (default 15s)");
	/* cut off, not beyond the buffer */
	assert_string_equal(option_help(form_of("attach", FOR_TRACE), text, 30),
			    "hook into the kernel by auto ");
	assert_string_equal(option_help(form_of("attach", FOR_TRACE), text, 1), "");
	/* a brace that begins nothing is one */
	assert_string_equal(
		option_help(&(struct option_form){ .help = "{a} {" }, text, sizeof(text)), "{a} {");
}

static void check_help(const char *name, const struct option_form *form)
{
	char text[OPTION_TEXT_LEN];

	option_help(form, text, sizeof(text));
	if (strlen(text) > HELP_WIDTH || strchr(text, '{'))
		fail_msg("--%s: %s", name, text);
}

static void help_fits(void **state)
{
	(void)state;
	for_each_form(check_help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_hold_at_both_ends),
		cmocka_unit_test(each_word_is_taken),
		cmocka_unit_test(values_are_shown_as_they_are_typed),
		cmocka_unit_test(refusals),
		cmocka_unit_test(help_is_made_of_words_and_defaults),
		cmocka_unit_test(help_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
