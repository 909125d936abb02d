// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/usage.h"

#include <string.h>

#include "options/option_text.h"

#define OPTION_WIDTH 26

void usage_program(FILE *out)
{
	fputs("Usage: tcpbdp COMMAND [OPTION...]\n\n"
	      "Finds TCP sockets that go slower than their path allows because a buffer or a window is\n"
	      "too small, and names the setting.\n\n"
	      "Commands:\n",
	      out);
	for (size_t i = 0; i < commands_count; i++)
		fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("  help       print this, the help of a command (tcpbdp help trace), or what limits and\n"
	      "             causes mean and how they are found (tcpbdp help limits)\n\n"
	      "Options:\n"
	      "  -V, --version\n"
	      "  -h, --help\n\n"
	      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 something found (--check).\n",
	      out);
}

/* " METRIC", " [INTERVAL [COUNT]]": what may stand alone, and need not unless it is required */
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
	fprintf(out, "  %-*s %s\n", OPTION_WIDTH, left, option_help(form, help, sizeof(help)));
}

/* Each line of text, indented. */
static void indented(const char *text, FILE *out)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		fprintf(out, "  %.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

void usage_command(const struct command *command, FILE *out)
{
	size_t rows[OPTION_ROWS_MAX], count = option_list(command->options, rows);

	fprintf(out, "Usage: tcpbdp %s", command->name);
	operands(command, out);
	fprintf(out, " [OPTION...]\n\n%s\nOptions:\n", command->about);
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = option_row(rows[i]);

		option_line(row, option_form(row, command->options), out);
	}
	fputs("\nExamples:\n", out);
	indented(command->examples, out);
}
