// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/option_kind.h"
#include "options/option_resolve.h"
#include "options/option_rules.h"
#include "options/option_text.h"
#include "options/suggest.h"
#include "os/log.h"

/* getopt_long() returns a row's letter, or this and the row's number for its long name. */
#define LONG_NAME 256
/* The same for operands. */
#define OPERAND (LONG_NAME + OPTION_ROWS_MAX)

struct reader {
	const char *name;
	int command;
	size_t rows[OPTION_ROWS_MAX]; /* the command's, in the order of its help */
	size_t rows_count;
	struct cli_opts opts;
	struct option_use uses[OPTION_ROWS_MAX]; /* indexed by row */
	enum option_request request;
	char letters[2 * OPTION_ROWS_MAX + 2];
	struct option names[OPTION_ROWS_MAX + 1];
};

static void tables_fill(struct reader *reader)
{
	struct option *name = reader->names;
	char *letter = reader->letters;

	*letter++ = ':'; /* makes getopt distinguish a missing argument from an unknown option */
	for (size_t i = 0; i < reader->rows_count; i++) {
		const struct option_row *row = option_row(reader->rows[i]);
		bool argument = option_form(row, reader->command)->metavar;

		if (row->operand)
			continue;
		*name++ = (struct option){
			.name = row->name,
			.has_arg = argument ? required_argument : no_argument,
			.val = LONG_NAME + (int)reader->rows[i],
		};
		if (!row->letter)
			continue;
		*letter++ = row->letter;
		if (argument)
			*letter++ = ':';
	}
}

/* The row of a value that getopt_long() returned. */
static size_t row_of(const struct reader *reader, int value)
{
	size_t i = 0;

	if (value >= LONG_NAME)
		return (size_t)(value - LONG_NAME) % OPTION_ROWS_MAX;
	while (i + 1 < reader->rows_count && option_row(reader->rows[i])->letter != value)
		i++;
	return reader->rows[i];
}

static int say_unknown_name(const struct reader *reader, const char *typed)
{
	struct suggestion best = { 0 };
	size_t len = strcspn(typed, "=");
	unsigned starts = 0;

	for (const struct option *o = reader->names; o->name; o++) {
		suggest_offer(&best, typed, len, o->name);
		starts += strncmp(o->name, typed, len) == 0;
	}
	if (starts > 1)
		log_usage(reader->name, "--%.*s: ambiguous option: see tcpbdp %s --help",
			  OPTION_SHOWN, typed, reader->name);
	else if (best.name)
		log_usage(reader->name, "--%.*s: unknown option, did you mean --%s?", OPTION_SHOWN,
			  typed, best.name);
	else
		log_usage(reader->name, "--%.*s: unknown option: see tcpbdp %s --help",
			  OPTION_SHOWN, typed, reader->name);
	return -EINVAL;
}

/* getopt_long() returned '?': optopt is 0 for a long name, a row's value or a letter otherwise. */
static int say_unknown(const struct reader *reader, char **argv)
{
	if (optopt == 0)
		return say_unknown_name(reader, argv[optind - 1] + 2);
	if (optopt >= LONG_NAME)
		log_usage(reader->name, "%.*s: this option takes no argument", OPTION_SHOWN,
			  argv[optind - 1]);
	else
		log_usage(reader->name, "-%c: unknown option: see tcpbdp %s --help", optopt,
			  reader->name);
	return -EINVAL;
}

static int say_no_argument(const struct reader *reader)
{
	const struct option_row *row = option_row(row_of(reader, optopt));
	const char *metavar = option_form(row, reader->command)->metavar;

	if (optopt >= LONG_NAME)
		log_usage(reader->name, "--%s: requires an argument: --%s %s", row->name, row->name,
			  metavar);
	else
		log_usage(reader->name, "-%c: requires an argument: -%c %s", optopt, optopt,
			  metavar);
	return -EINVAL;
}

static int say_too_often(const struct reader *reader, const struct option_use *use)
{
	log_usage(reader->name, "%s: given more than %d times", use->name, OPTION_USES_MAX);
	return -EINVAL;
}

static int take(struct reader *reader, int value)
{
	size_t i = row_of(reader, value);
	const struct option_row *row = option_row(i);
	const struct option_form *form = option_form(row, reader->command);
	struct option_use *use = &reader->uses[i];

	if (form->kind == OPTION_HELP)
		reader->request = REQUEST_HELP;
	if (form->kind == OPTION_VERSION)
		reader->request = REQUEST_VERSION;
	use->given = true;
	use->text = form->metavar ? optarg : NULL;
	if (option_repeats(form) && form->metavar && use->count == OPTION_USES_MAX)
		return say_too_often(reader, use);
	if (option_repeats(form) && form->metavar)
		use->texts[use->count++] = optarg;
	if (value >= OPERAND)
		option_operand_name(row, use->name, sizeof(use->name));
	else if (value >= LONG_NAME)
		snprintf(use->name, sizeof(use->name), "--%s", row->name);
	else
		snprintf(use->name, sizeof(use->name), "-%c", value);
	return option_kind_read(form, reader->name, use, &reader->opts);
}

/* Reads an operand. Operands follow the order of the rows and end at one that was given as an option. */
static int take_operands(struct reader *reader, char **argv)
{
	int ret = 0;

	for (size_t i = 0; !ret && argv[optind] && i < reader->rows_count; i++) {
		if (!option_is_operand(option_row(reader->rows[i]), reader->command))
			continue;
		if (reader->uses[reader->rows[i]].given)
			break;
		optarg = argv[optind++];
		ret = take(reader, OPERAND + (int)reader->rows[i]);
	}
	return ret;
}

static int read_line(struct reader *reader, int argc, char **argv)
{
	int value, ret = 0;

	optind = 0; /* restarts glibc's getopt */
	opterr = 0;
	while (!ret && reader->request == REQUEST_RUN &&
	       (value = getopt_long(argc, argv, reader->letters, reader->names, NULL)) != -1) {
		if (value == '?')
			ret = say_unknown(reader, argv);
		else if (value == ':')
			ret = say_no_argument(reader);
		else
			ret = take(reader, value);
	}
	if (!ret && reader->request == REQUEST_RUN)
		ret = take_operands(reader, argv);
	if (ret || reader->request != REQUEST_RUN || optind >= argc)
		return ret;
	log_usage(reader->name, "%.*s: unexpected argument: see tcpbdp %s --help", OPTION_SHOWN,
		  argv[optind], reader->name);
	return -EINVAL;
}

static int resolve(struct reader *reader)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < reader->rows_count; i++) {
		const struct option_row *row = option_row(reader->rows[i]);
		const struct option_use *use = &reader->uses[reader->rows[i]];

		if (use->given)
			ret = option_resolve(option_form(row, reader->command), reader->name, use,
					     &reader->opts);
	}
	return ret;
}

/* Sets initial values; if the command lacks an option, the one of its first form. */
void option_defaults(int command, struct cli_opts *opts)
{
	const char *no_color = getenv("NO_COLOR");
	const struct option_row *row;

	*opts = (struct cli_opts){ 0 };
	for (size_t i = 0; (row = option_row(i)); i++) {
		const struct option_form *form = option_form(row, command);

		if (!form)
			form = &row->forms[0];
		if (form->initial)
			option_kind_store((char *)opts + form->offset, form->size, form->initial);
	}
	/* https://no-color.org: when set and not empty */
	if (no_color && *no_color)
		opts->color = COLOR_NEVER;
}

static void add_filter(char *text, size_t size, const char *name, const char *value)
{
	size_t len = strlen(text);

	snprintf(text + len, size - len, "%s%s%s%s", len ? " " : "", name, value ? " " : "",
		 value ? value : "");
}

/* The filters as typed, for the line that says that nothing matched. */
static void keep_filters(struct reader *reader)
{
	struct cli_opts *opts = &reader->opts;

	for (size_t i = 0; i < reader->rows_count; i++) {
		const struct option_use *use = &reader->uses[reader->rows[i]];

		if (!use->given || option_row(reader->rows[i])->purpose != PURPOSE_FILTER)
			continue;
		if (!use->count)
			add_filter(opts->asked_for, sizeof(opts->asked_for), use->name, use->text);
		for (size_t n = 0; n < use->count; n++)
			add_filter(opts->asked_for, sizeof(opts->asked_for), use->name,
				   use->texts[n]);
	}
}

int option_parse(const char *name, int command, int argc, char **argv, struct cli_opts *ret_opts,
		 enum option_request *ret_request)
{
	struct reader reader = { .name = name, .command = command };
	int ret;

	reader.rows_count = option_list(command, reader.rows);
	option_defaults(command, &reader.opts);
	tables_fill(&reader);
	ret = read_line(&reader, argc, argv);
	if (!ret && reader.request == REQUEST_RUN)
		ret = option_rules_check(name, command, reader.uses, &reader.opts);
	if (!ret && reader.request == REQUEST_RUN)
		ret = resolve(&reader);
	if (ret)
		return ret;
	keep_filters(&reader);
	*ret_opts = reader.opts;
	*ret_request = reader.request;
	return 0;
}
