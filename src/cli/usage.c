// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/usage.h"

#include <string.h>

#include "cli/exit_status.h"
#include "cli/wrapped.h"
#include "options/option_text.h"

#define OPTION_WIDTH 26
#define COMMAND_WIDTH 10

const char program_about[] = "Finds TCP sockets that go slower than their path allows because a "
			     "buffer or a window is too small, and names the setting.";

const char help_summary[] =
	"print this, the help of a command (help trace), or of a topic: limits (and causes, and the "
	"rules that find them), columns, metrics; --man: as a manual page; --completion SHELL: what "
	"bash, zsh or fish completes";

static void summary(const char *name, const char *text, FILE *out)
{
	fprintf(out, "  %-*s ", COMMAND_WIDTH, name);
	wrapped(text, COMMAND_WIDTH + 3, COMMAND_WIDTH + 3, out);
}

void usage_program(FILE *out)
{
	fputs("Usage: tcpbdp COMMAND [OPTION...]\n\n", out);
	wrapped(program_about, 0, 0, out);
	fputs("\nCommands:\n", out);
	for (size_t i = 0; i < commands_count; i++)
		summary(commands[i]->name, commands[i]->summary, out);
	summary("help", help_summary, out);
	fputs("\nOptions:\n"
	      "  -V, --version\n"
	      "      --licenses  of the program and of the libraries in it\n"
	      "  -h, --help\n"
	      "\nExit status:\n",
	      out);
	for (enum exit_status s = 0; s < EXIT_STATUS_MAX; s++)
		fprintf(out, "  %d  %s\n", (int)s, exit_status_meaning(s, FOR_ALL));
}

/* The operands: " METRIC" if required, else " [INTERVAL [COUNT]]" */
static void operands(const struct command *command, FILE *out)
{
	const struct option_row *row;
	char name[OPTION_TEXT_LEN];
	int open = 0;

	for (size_t i = 0; (row = option_row(i)); i++) {
		bool required;

		if (!option_is_operand(row, command->options))
			continue;
		required = option_form(row, command->options)->required;
		open += !required;
		fprintf(out, " %s%s", required ? "" : "[",
			option_operand_name(row, name, sizeof(name)));
	}
	while (open--)
		fputs("]", out);
}

static void option_line(const struct option_row *row, const struct option_form *form, FILE *out)
{
	char left[64], help[OPTION_TEXT_LEN];
	char letter[8] = "    ";
	const char *argument = !row->operand ? form->metavar : NULL;

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	snprintf(left, sizeof(left), "%s%s%s%s%s", letter, row->operand ? "" : "--", row->name,
		 argument ? " " : "", argument ? argument : "");
	fprintf(out, "  %-*s ", OPTION_WIDTH, left);
	wrapped(option_help(form, help, sizeof(help)), OPTION_WIDTH + 3, OPTION_WIDTH + 3, out);
}

/* "COMMAND   what it does" per line, or on two lines if it is too long for one. */
static void example(const char *line, size_t len, FILE *out)
{
	char text[200];
	char *what;

	snprintf(text, sizeof(text), "%.*s", (int)len, line);
	what = strstr(text, "  ");
	if (!what || len + 2 <= WRAPPED_WIDTH) {
		fprintf(out, "  %s\n", text);
		return;
	}
	*what++ = '\0';
	fprintf(out, "  %s\n      ", text);
	wrapped(what, 6, 6, out);
}

static void examples(const char *text, FILE *out)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		example(text, len, out);
		text += len + (text[len] == '\n');
	}
}

void usage_command(const struct command *command, FILE *out)
{
	size_t rows[OPTION_ROWS_MAX], count = option_list(command->options, rows);
	enum option_purpose purpose = PURPOSE_MAX;

	fprintf(out, "Usage: tcpbdp %s", command->name);
	operands(command, out);
	fputs(" [OPTION...]\n\n", out);
	wrapped(command->about, 0, 0, out);
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = option_row(rows[i]);

		if (row->purpose != purpose)
			fprintf(out, "\n%s:\n", option_purpose_title(row->purpose));
		purpose = row->purpose;
		option_line(row, option_form(row, command->options), out);
	}
	fputs("\nExamples:\n", out);
	examples(command->examples, out);
}
