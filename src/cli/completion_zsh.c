// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <string.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "options/option_text.h"
#include "options/option_word.h"

static const char top[] = "#compdef tcpbdp\n"
			  "# zsh completion for tcpbdp, made by: tcpbdp help --completion zsh\n"
			  "_tcpbdp()\n"
			  "{\n"
			  "	local curcontext=$curcontext state line ret=1\n"
			  "	local -a commands\n"
			  "	typeset -A opt_args\n"
			  "\n"
			  "	_arguments -C \\\n"
			  "		'(- *)'{-V,--version}'[print the version]' \\\n"
			  "		'(- *)--licenses[print the licences]' \\\n"
			  "		'(- *)'{-h,--help}'[print the commands]' \\\n"
			  "		'1: :->command' \\\n"
			  "		'*:: :->arguments' && ret=0\n"
			  "	case $state in\n"
			  "	command)\n"
			  "		commands=(\n";

static const char middle[] = "		)\n"
			     "		_describe command commands && ret=0\n"
			     "		;;\n"
			     "	arguments)\n"
			     "		case $line[1] in\n";

static const char bottom[] = "		esac\n"
			     "		;;\n"
			     "	esac\n"
			     "	return ret\n"
			     "}\n"
			     "_tcpbdp \"$@\"\n";

/* Escapes text for single quotes and for _arguments. */
static void escaped(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\'", out);
		else if (strchr("[]:\\()\"$`", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}

/* ":LIMIT:..." */
static void action(const char *metavar, const struct option_form *form, FILE *out)
{
	enum completion completion = completion_of(form);
	const char *word;

	fputc(':', out);
	escaped(metavar, out);
	fputc(':', out);
	switch (completion) {
	case COMPLETE_WORD:
	case COMPLETE_WORDS:
		fputs(completion == COMPLETE_WORD ? "(" : "_sequence compadd -", out);
		for (unsigned i = 0; (word = option_word(form, i)); i++)
			fprintf(out, " %s", word);
		fputs(completion == COMPLETE_WORD ? " )" : "", out);
		break;
	case COMPLETE_FILE:
		fputs("_files", out);
		break;
	case COMPLETE_DIRECTORY:
		fputs("_files -/", out);
		break;
	case COMPLETE_NOTHING:
	case COMPLETE_NO_ARGUMENT:
	case COMPLETION_MAX:
		fputc(' ', out);
		break;
	}
}

/* '(-i --interval)'{-i+,--interval=}'[help]:TIME: ' */
static void option(const struct option_row *row, const struct option_form *form, FILE *out)
{
	bool takes = completion_of(form) != COMPLETE_NO_ARGUMENT;
	char help[OPTION_TEXT_LEN];

	fputs(" \\\n\t\t\t\t'", out);
	if (option_repeats(form))
		fputc('*', out);
	else if (row->letter)
		fprintf(out, "(-%c --%s)", row->letter, row->name);
	if (row->letter)
		fprintf(out, "'{-%c%s,--%s%s}'", row->letter, takes ? "+" : "", row->name,
			takes ? "=" : "");
	else
		fprintf(out, "--%s%s", row->name, takes ? "=" : "");
	fputc('[', out);
	escaped(option_help(form, help, sizeof(help)), out);
	fputc(']', out);
	if (takes)
		action(form->metavar, form, out);
	fputc('\'', out);
}

static void operand(const struct option_row *row, const struct option_form *form, int position,
		    FILE *out)
{
	char name[OPTION_TEXT_LEN];

	fprintf(out, " \\\n\t\t\t\t'%d", position);
	action(option_operand_name(row, name, sizeof(name)), form, out);
	fputc('\'', out);
}

static void command_row(const struct command *command, FILE *out)
{
	const struct option_row *row;
	int position = 0;

	fprintf(out, "\t\t%s)\n\t\t\t_arguments -s -S", command->name);
	for (size_t i = 0; (row = option_row(i)); i++) {
		const struct option_form *form = option_form(row, command->options);

		if (form && option_is_operand(row, command->options))
			operand(row, form, ++position, out);
		if (form && !row->operand)
			option(row, form, out);
	}
	fputs(" && ret=0\n\t\t\t;;\n", out);
}

static void help_row(FILE *out)
{
	const char *topic;

	fputs("\t\thelp)\n\t\t\t_arguments '--man[as a manual page]' "
	      "'--completion[a completion script]:SHELL:(bash zsh fish)' "
	      "'*:TOPIC:(",
	      out);
	for (size_t i = 0; (topic = completion_topic(i)); i++)
		fprintf(out, "%s%s", i ? " " : "", topic);
	fputs(")' && ret=0\n\t\t\t;;\n", out);
}

void completion_zsh(FILE *out)
{
	fputs(top, out);
	for (size_t i = 0; i < commands_count; i++) {
		fprintf(out, "\t\t\t'%s:", commands[i]->name);
		escaped(commands[i]->summary, out);
		fputs("'\n", out);
	}
	fputs("\t\t\t'help:print the help of a command'\n", out);
	fputs(middle, out);
	for (size_t i = 0; i < commands_count; i++)
		command_row(commands[i], out);
	help_row(out);
	fputs(bottom, out);
}
