// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "options/option_kind.h"
#include "options/option_rules.h"
#include "options/suggest.h"
#include "os/log.h"

/* getopt_long() returns a row's letter, or this and the row's index for its long name */
#define LONG_NAME 256

struct reader {
	const char *command;
	int commands;
	struct cli_opts opts;
	struct option_use uses[OPTION_ROWS_MAX];
	enum option_request request;
	char letters[2 * OPTION_ROWS_MAX + 2];
	struct option names[OPTION_ROWS_MAX + 1];
};

static void *member_of(struct reader *reader, size_t row)
{
	return (char *)&reader->opts + option_rows[row].offset;
}

static void tables_fill(struct reader *reader)
{
	struct option *name = reader->names;
	char *letter = reader->letters;

	*letter++ = ':'; /* tell a missing argument from an unknown option */
	for (size_t i = 0; i < option_rows_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (!(row->commands & reader->commands) || option_kind_is_word(row->kind))
			continue;
		*name++ = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument : no_argument,
			.val = LONG_NAME + (int)i,
		};
		if (!row->letter)
			continue;
		*letter++ = row->letter;
		if (row->argument)
			*letter++ = ':';
	}
}

static size_t row_of(const struct reader *reader, int value)
{
	if (value >= LONG_NAME)
		return (size_t)(value - LONG_NAME);
	for (size_t i = 0; i < option_rows_count; i++) {
		if (option_rows[i].letter == value && (option_rows[i].commands & reader->commands))
			return i;
	}
	return option_rows_count;
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
		log_usage(reader->command,
			  "--%.*s: stands for several options: see tcpbdp %s --help", OPTION_SHOWN,
			  typed, reader->command);
	else if (best.name)
		log_usage(reader->command, "--%.*s: unknown option, did you mean --%s?",
			  OPTION_SHOWN, typed, best.name);
	else
		log_usage(reader->command, "--%.*s: unknown option: see tcpbdp %s --help",
			  OPTION_SHOWN, typed, reader->command);
	return -EINVAL;
}

/* getopt_long() returned '?': optopt is 0 for a long name, a row's value or a letter otherwise. */
static int say_unknown(const struct reader *reader, char **argv)
{
	if (optopt == 0)
		return say_unknown_name(reader, argv[optind - 1] + 2);
	if (optopt >= LONG_NAME)
		log_usage(reader->command, "%.*s: this option takes no argument", OPTION_SHOWN,
			  argv[optind - 1]);
	else
		log_usage(reader->command, "-%c: unknown option: see tcpbdp %s --help", optopt,
			  reader->command);
	return -EINVAL;
}

static int say_no_argument(const struct reader *reader)
{
	const struct option_row *row = &option_rows[row_of(reader, optopt)];

	if (optopt >= LONG_NAME)
		log_usage(reader->command, "--%s: needs an argument: --%s %s", row->name, row->name,
			  row->argument);
	else
		log_usage(reader->command, "-%c: needs an argument: -%c %s", optopt, optopt,
			  row->argument);
	return -EINVAL;
}

static int take(struct reader *reader, int value)
{
	size_t i = row_of(reader, value);
	const struct option_row *row = &option_rows[i];
	struct option_use *use = &reader->uses[i];

	if (row->kind == OPTION_HELP)
		reader->request = REQUEST_HELP;
	if (row->kind == OPTION_VERSION)
		reader->request = REQUEST_VERSION;
	use->given = true;
	use->text = row->argument ? optarg : NULL;
	if (option_kind_is_word(row->kind))
		snprintf(use->name, sizeof(use->name), "%s", row->name);
	else if (value >= LONG_NAME)
		snprintf(use->name, sizeof(use->name), "--%s", row->name);
	else
		snprintf(use->name, sizeof(use->name), "-%c", value);
	return option_kind_read(row->kind, reader->command, use, member_of(reader, i));
}

/* The words that stand alone, in the order of their rows. */
static int take_words(struct reader *reader, char **argv)
{
	int ret = 0;

	for (size_t i = 0; !ret && argv[optind] && i < option_rows_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (!option_kind_is_word(row->kind) || !(row->commands & reader->commands))
			continue;
		optarg = argv[optind++];
		ret = take(reader, LONG_NAME + (int)i);
	}
	return ret;
}

static int read_line(struct reader *reader, int argc, char **argv)
{
	int value, ret = 0;

	optind = 0; /* glibc's way to start anew */
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
		ret = take_words(reader, argv);
	if (ret || reader->request != REQUEST_RUN || optind >= argc)
		return ret;
	log_usage(reader->command, "%.*s: unexpected argument: see tcpbdp %s --help", OPTION_SHOWN,
		  argv[optind], reader->command);
	return -EINVAL;
}

static int resolve(struct reader *reader)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < option_rows_count; i++) {
		if (reader->uses[i].given)
			ret = option_kind_resolve(option_rows[i].kind, reader->command,
						  &reader->uses[i], &reader->opts);
	}
	return ret;
}

int option_parse(const char *command, int commands, int argc, char **argv,
		 struct cli_opts *ret_opts, enum option_request *ret_request)
{
	struct reader reader = { .command = command, .commands = commands };
	int ret;

	option_defaults(commands, &reader.opts);
	tables_fill(&reader);
	ret = read_line(&reader, argc, argv);
	if (!ret && reader.request == REQUEST_RUN)
		ret = option_rules_check(command, commands, reader.uses, &reader.opts);
	if (!ret && reader.request == REQUEST_RUN)
		ret = resolve(&reader);
	if (ret)
		return ret;
	*ret_opts = reader.opts;
	*ret_request = reader.request;
	return 0;
}
