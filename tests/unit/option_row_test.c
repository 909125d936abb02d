// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The rows: that each is sound by itself, and that together they are all of struct cli_opts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "options/cli_opts.h"
#include "options/option_kind.h"
#include "options/option_row.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define MEMBER(x) offsetof(struct cli_opts, x), sizeof(((struct cli_opts *)0)->x)
#define NOBODY SIZE_MAX

/* What no option has for its member, because it follows from one. */
static const struct {
	size_t offset, size;
} derived[] = {
	{ MEMBER(cgroup_paths) }, /* --cgroup, with --replay */
	{ MEMBER(one_report) },   /* no --interval */
	{ MEMBER(asked_for) },    /* all filters */
};

static void for_each_form(void (*fn)(const struct option_row *row, const struct option_form *form))
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		assert_int_not_equal(row->forms[0].commands, 0);
		for (size_t n = 0; n < OPTION_FORMS_MAX && row->forms[n].commands; n++)
			fn(row, &row->forms[n]);
	}
}

static int commands_of(const struct option_row *row)
{
	int commands = 0;

	for (size_t n = 0; n < OPTION_FORMS_MAX; n++)
		commands |= row->forms[n].commands;
	return commands;
}

/* Of two rows with a letter no command has both. */
static void names_and_letters_are_unique(void **state)
{
	const struct option_row *row;

	(void)state;
	for (size_t i = 0; (row = option_row(i)); i++) {
		assert_int_equal(option_index(row->name), i);
		assert_true(strlen(row->name) + sizeof("--") <=
			    sizeof(((struct option_use *)0)->name));
		for (size_t j = 0; row->letter && j < i; j++)
			if (option_row(j)->letter == row->letter &&
			    commands_of(option_row(j)) & commands_of(row))
				fail_msg("-%c is both --%s and --%s", row->letter, row->name,
					 option_row(j)->name);
	}
}

static void claim(size_t *owners, size_t offset, size_t size, size_t owner)
{
	assert_true(offset + size <= sizeof(struct cli_opts));
	for (size_t byte = offset; byte < offset + size; byte++) {
		if (owners[byte] != NOBODY && owners[byte] != owner)
			fail_msg("--%s: byte %zu of struct cli_opts is another option's, too",
				 option_row(owner) ? option_row(owner)->name : "(derived)", byte);
		owners[byte] = owner;
	}
}

/* That each has one, tests/static/options.sh says. */
static void no_member_is_of_two_rows(void **state)
{
	size_t owners[sizeof(struct cli_opts)];
	const struct option_row *row;

	(void)state;
	for (size_t byte = 0; byte < COUNT(owners); byte++)
		owners[byte] = NOBODY;
	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 0; n < OPTION_FORMS_MAX && row->forms[n].commands; n++) {
			claim(owners, row->forms[n].offset, row->forms[n].size, i);
			if (row->forms[n].item_size)
				claim(owners, row->forms[n].count_offset, sizeof(uint32_t), i);
		}
	for (size_t i = 0; i < COUNT(derived); i++)
		claim(owners, derived[i].offset, derived[i].size, OPTION_ROWS_MAX + i);
}

static void check_form(const struct option_row *row, const struct option_form *form)
{
	static const size_t sizes[OPTION_KIND_MAX] = {
		[OPTION_FLAG] = sizeof(bool),        [OPTION_COUNT] = sizeof(unsigned),
		[OPTION_TIME] = sizeof(uint64_t),    [OPTION_SHARE] = sizeof(uint32_t),
		[OPTION_RATE] = sizeof(uint64_t),    [OPTION_SIZE] = sizeof(uint64_t),
		[OPTION_PORT] = sizeof(uint16_t),    [OPTION_PID] = sizeof(uint32_t),
		[OPTION_NETNS] = sizeof(uint32_t),   [OPTION_CGROUP] = sizeof(uint64_t),
		[OPTION_COMM] = SAMPLE_NAME_LEN,     [OPTION_UNIT] = WORKLOAD_PART_LEN,
		[OPTION_POD] = WORKLOAD_PART_LEN,    [OPTION_RTT] = sizeof(struct rtt_range),
		[OPTION_CIDR] = sizeof(struct cidr), [OPTION_WHEN] = sizeof(struct when),
		[OPTION_PATH] = sizeof(char *),      [OPTION_TEXTFILE] = sizeof(char *),
		[OPTION_WORD] = sizeof(enum color),  [OPTION_GROUP] = sizeof(struct group_choice),
	};
	bool plain = form->kind <= OPTION_VERSION;

	if (form->kind != OPTION_NUMBER &&
	    (form->item_size ? form->item_size : form->size) != sizes[form->kind])
		fail_msg("--%s: its member is not its kind's", row->name);
	if (form->item_size && form->size % form->item_size)
		fail_msg("--%s: is its member a list?", row->name);
	if (plain == (form->metavar != NULL))
		fail_msg("--%s: does it take an argument?", row->name);
	if ((form->kind == OPTION_WORD || form->kind == OPTION_GROUP) != (form->words != NULL))
		fail_msg("--%s: does it have words?", row->name);
	if (form->operands & ~form->commands)
		fail_msg("--%s: it stands alone in a command that has it not", row->name);
	if (form->required && !row->operand && !row->letter)
		fail_msg("--%s: a message about it names its letter", row->name);
}

static void forms_are_of_their_kind(void **state)
{
	(void)state;
	for_each_form(check_form);
}

static void no_command_has_two_forms(void **state)
{
	const struct option_row *row;

	(void)state;
	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 1; n < OPTION_FORMS_MAX; n++)
			for (size_t m = 0; m < n; m++)
				assert_int_equal(row->forms[n].commands & row->forms[m].commands,
						 0);
}

/* The other option is another row, and some command has both. */
static void check_relation(const struct option_row *row, int commands, const char *name)
{
	const struct option_row *other;

	for (size_t i = 0; (other = option_row(i)); i++) {
		if (strcmp(other->name, name) != 0)
			continue;
		if (other != row && (commands & commands_of(other)))
			return;
		break;
	}
	fail_msg("--%s and \"%s\": no command has both", row->name, name);
}

static void check_needs(const struct option_row *row, const struct option_form *form)
{
	if (form->needs)
		check_relation(row, form->commands, form->needs);
}

static void relations_are_of_two_options(void **state)
{
	const struct option_row *row;

	(void)state;
	for_each_form(check_needs);
	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 0; n < OPTION_EXCLUDES_MAX && row->excludes[n].name; n++) {
			check_relation(row, commands_of(row), row->excludes[n].name);
			assert_non_null(row->excludes[n].why);
		}
}

/* Each of the command's once, those of one purpose together. */
static void lists_are_whole(void **state)
{
	(void)state;
	for (int command = 1; command & FOR_ALL; command <<= 1) {
		size_t rows[OPTION_ROWS_MAX], count = option_list(command, rows), expected = 0;
		const struct option_row *row;

		for (size_t i = 0; (row = option_row(i)); i++)
			expected += option_form(row, command) != NULL;
		assert_int_equal(count, expected);
		for (size_t i = 0; i < count; i++) {
			assert_non_null(option_form(option_row(rows[i]), command));
			if (i)
				assert_true(option_row(rows[i - 1])->purpose <=
					    option_row(rows[i])->purpose);
			for (size_t j = 0; j < i; j++)
				assert_int_not_equal(rows[i], rows[j]);
		}
		assert_string_equal(option_row(rows[count - 1])->name, "help");
	}
}

/* Each heading of the help has a name, and something below it. */
static void purposes_are_used(void **state)
{
	bool used[PURPOSE_MAX] = { false };
	const struct option_row *row;

	(void)state;
	for (size_t i = 0; (row = option_row(i)); i++)
		used[row->purpose] = true;
	for (int purpose = 0; purpose < PURPOSE_MAX; purpose++) {
		assert_true(used[purpose]);
		assert_true(strlen(option_purpose_title(purpose)) > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_letters_are_unique),
		cmocka_unit_test(no_member_is_of_two_rows),
		cmocka_unit_test(forms_are_of_their_kind),
		cmocka_unit_test(no_command_has_two_forms),
		cmocka_unit_test(relations_are_of_two_options),
		cmocka_unit_test(lists_are_whole),
		cmocka_unit_test(purposes_are_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
