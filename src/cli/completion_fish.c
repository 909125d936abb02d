// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"
#include "cli/completion.h"
#include "options/option_text.h"
#include "options/option_word.h"

static const char top[] =
	"# fish completion for tcpbdp, made by: tcpbdp help --completion fish\n"
	"complete -c tcpbdp -f\n"
	"complete -c tcpbdp -n __fish_use_subcommand -s V -l version -d 'print the "
	"version'\n"
	"complete -c tcpbdp -n __fish_use_subcommand -l licenses -d 'print the licences'\n"
	"complete -c tcpbdp -n __fish_use_subcommand -s h -l help -d 'print the "
	"commands'\n";

/* In single quotes. */
static void quoted(const char *text, FILE *out)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static void begin(const char *command, FILE *out)
{
	fprintf(out, "complete -c tcpbdp -n '__fish_seen_subcommand_from %s'", command);
}

static void words(const struct option_form *form, FILE *out)
{
	const char *word;

	for (unsigned i = 0; (word = option_word(form, i)); i++)
		fprintf(out, "%s%s", i ? " " : "", word);
}

static void argument(const struct option_form *form, FILE *out)
{
	switch (completion_of(form)) {
	case COMPLETE_WORD:
		fputs(" -x -a '", out);
		words(form, out);
		fputc('\'', out);
		break;
	case COMPLETE_WORDS:
		fputs(" -x -a '(__fish_append , ", out);
		words(form, out);
		fputs(")'", out);
		break;
	case COMPLETE_FILE:
		fputs(" -r -F", out);
		break;
	case COMPLETE_DIRECTORY:
		fputs(" -x -a '(__fish_complete_directories)'", out);
		break;
	case COMPLETE_NOTHING:
		fputs(" -x", out);
		break;
	case COMPLETE_NO_ARGUMENT:
	case COMPLETION_MAX:
		break;
	}
}

static void option(const char *command, const struct option_row *row,
		   const struct option_form *form, FILE *out)
{
	char help[OPTION_TEXT_LEN];

	begin(command, out);
	if (row->letter)
		fprintf(out, " -s %c", row->letter);
	fprintf(out, " -l %s", row->name);
	argument(form, out);
	fputs(" -d ", out);
	quoted(option_help(form, help, sizeof(help)), out);
	fputc('\n', out);
}

/* The operands. */
static void operand(const char *command, const struct option_form *form, FILE *out)
{
	const char *word;

	for (unsigned i = 0; (word = option_word(form, i)); i++) {
		const char *about = option_word_about(form, i);

		begin(command, out);
		fprintf(out, " -a %s", word);
		if (about) {
			fputs(" -d ", out);
			quoted(about, out);
		}
		fputc('\n', out);
	}
}

static void command_rows(const struct command *command, FILE *out)
{
	size_t rows[OPTION_ROWS_MAX], count = option_list(command->options, rows);

	fprintf(out, "complete -c tcpbdp -n __fish_use_subcommand -a %s -d ", command->name);
	quoted(command->summary, out);
	fputc('\n', out);
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = option_row(rows[i]);
		const struct option_form *form = option_form(row, command->options);

		if (row->operand)
			operand(command->name, form, out);
		else
			option(command->name, row, form, out);
	}
}

void completion_fish(FILE *out)
{
	const char *topic;

	fputs(top, out);
	for (size_t i = 0; i < commands_count; i++)
		command_rows(commands[i], out);
	fputs("complete -c tcpbdp -n __fish_use_subcommand -a help -d 'print the help of a "
	      "command'\n",
	      out);
	for (size_t i = 0; (topic = completion_topic(i)); i++) {
		begin("help", out);
		fprintf(out, " -a %s\n", topic);
	}
	begin("help", out);
	fputs(" -l man -d 'as a manual page'\n", out);
	begin("help", out);
	fputs(" -l completion -x -a 'bash zsh fish' -d 'a completion script'\n", out);
}
