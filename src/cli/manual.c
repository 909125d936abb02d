// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/manual.h"

#include <assert.h>
#include <string.h>

#include "cli/exit_status.h"
#include "cli/roff.h"
#include "cli/usage.h"
#include "options/option_text.h"
#include "options/option_word.h"

#define PAGE_LEN 32 /* "tcpbdp-trace" */

static const char *page_of(const struct command *command, char *buf, size_t size)
{
	snprintf(buf, size, "tcpbdp-%s", command->name);
	return buf;
}

/* ".BR tcpbdp-trace (8)", with text after it */
static void reference(const char *page, int section, const char *after, FILE *out)
{
	fputs(".BR ", out);
	roff_text(page, out);
	fprintf(out, " (%d)%s\n", section, after);
}

/* "[INTERVAL [COUNT]]" on a line of its own, if there are operands */
static void operands(int command, FILE *out)
{
	const struct option_row *row;
	const char *between = "";
	char name[OPTION_TEXT_LEN];
	int open = 0;

	for (size_t i = 0; (row = option_row(i)); i++) {
		bool required;

		if (!option_is_operand(row, command))
			continue;
		required = option_form(row, command)->required;
		open += !required;
		fprintf(out, "%s%s", between, required ? "" : "[");
		roff_italic(option_operand_name(row, name, sizeof(name)), out);
		between = " ";
	}
	while (open--)
		fputc(']', out);
	fputs(*between ? "\n" : "", out);
}

static void synopsis(const struct command *command, FILE *out)
{
	roff_section("SYNOPSIS", out);
	fprintf(out, ".B tcpbdp %s\n", command->name);
	operands(command->options, out);
	fputs("[\\fIOPTION\\fR...]\n", out);
}

/* "-p, --pid PID|NAME,..." */
static void option_names(const struct option_row *row, const struct option_form *form, FILE *out)
{
	char name[OPTION_TEXT_LEN];

	if (row->letter) {
		snprintf(name, sizeof(name), "-%c", row->letter);
		roff_bold(name, out);
		fputs(", ", out);
	}
	if (row->operand) {
		roff_italic(row->name, out);
		return;
	}
	snprintf(name, sizeof(name), "--%s", row->name);
	roff_bold(name, out);
	if (form->metavar) {
		fputc(' ', out);
		roff_italic(form->metavar, out);
	}
}

/* Lists the words that the help does not name, with their meanings, if they have any. */
static void words(const struct option_form *form, FILE *out)
{
	const char *word;

	if (!form->words || strstr(form->help, "{words}"))
		return;
	if (!form->words->about) {
		fputs("One of:\n", out);
		for (unsigned i = 0; (word = option_word(form, i)); i++) {
			roff_bold(word, out);
			fputs(option_word(form, i + 1) ? ",\n" : ".\n", out);
		}
		return;
	}
	fputs(".RS\n", out);
	for (unsigned i = 0; (word = option_word(form, i)); i++)
		roff_item(word, option_word_about(form, i), out);
	fputs(".RE\n", out);
}

static void range(const struct option_form *form, FILE *out)
{
	char text[OPTION_TEXT_LEN];

	if (!option_range(form, text, sizeof(text)))
		return;
	fputs("From ", out);
	roff_text(text, out);
	fputs(".\n", out);
}

/* "Requires --by.", "Not with --sort: a summary has no order." */
static void relation(const char *how, const char *option, const char *why, FILE *out)
{
	const struct option_row *other = option_row(option_index(option));
	char name[OPTION_TEXT_LEN];

	snprintf(name, sizeof(name), "%s%s", other->operand ? "" : "--", other->name);
	fprintf(out, "%s ", how);
	roff_bold(name, out);
	if (why) {
		fputs(": ", out);
		roff_text(why, out);
	}
	fputs(".\n", out);
}

static void relations(const struct option_row *row, const struct option_form *form, int command,
		      FILE *out)
{
	if (form->needs && option_form(option_row(option_index(form->needs)), command))
		relation("Requires", form->needs, NULL, out);
	for (size_t i = 0; i < OPTION_EXCLUDES_MAX && row->excludes[i].name; i++)
		if (option_form(option_row(option_index(row->excludes[i].name)), command))
			relation("Not with", row->excludes[i].name, row->excludes[i].why, out);
}

static void option(const struct option_row *row, int command, FILE *out)
{
	const struct option_form *form = option_form(row, command);
	char help[OPTION_TEXT_LEN];

	fputs(".TP\n", out);
	option_names(row, form, out);
	fputc('\n', out);
	roff_sentence(option_help(form, help, sizeof(help)), out);
	fputc('\n', out);
	range(form, out);
	relations(row, form, command, out);
	words(form, out);
}

static void options(int command, FILE *out)
{
	size_t rows[OPTION_ROWS_MAX], count = option_list(command, rows);
	enum option_purpose purpose = PURPOSE_MAX;

	roff_section("OPTIONS", out);
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = option_row(rows[i]);

		if (row->purpose != purpose)
			roff_subsection(option_purpose_title(row->purpose), out);
		purpose = row->purpose;
		option(row, command, out);
	}
}

static void exit_statuses(int command, FILE *out)
{
	roff_section("EXIT STATUS", out);
	for (enum exit_status s = 0; s < EXIT_STATUS_MAX; s++) {
		const char *meaning = exit_status_meaning(s, command);
		char number[12];

		snprintf(number, sizeof(number), "%d", (int)s);
		if (meaning)
			roff_item(number, meaning, out);
	}
}

/* "COMMAND   what it does", a line each */
static void example(const char *line, size_t len, FILE *out)
{
	char text[200];
	char *what;

	snprintf(text, sizeof(text), "%.*s", (int)len, line);
	what = strstr(text, "  ");
	assert(what);
	*what++ = '\0';
	roff_item(text, what + strspn(what, " "), out);
}

static void examples(const char *text, FILE *out)
{
	roff_section("EXAMPLES", out);
	while (*text) {
		size_t len = strcspn(text, "\n");

		example(text, len, out);
		text += len + (text[len] == '\n');
	}
}

static void see_also(const struct command *self, FILE *out)
{
	char page[PAGE_LEN];

	roff_section("SEE ALSO", out);
	if (self)
		reference("tcpbdp", 8, ",", out);
	for (size_t i = 0; i < commands_count; i++)
		if (commands[i] != self)
			reference(page_of(commands[i], page, sizeof(page)), 8, ",", out);
	reference("tcpbdp-limits", 7, ",", out);
	reference("tcp", 7, ",", out);
	reference("ss", 8, "", out);
}

void manual_command(const struct command *command, FILE *out)
{
	char page[PAGE_LEN];

	page_of(command, page, sizeof(page));
	roff_title(page, 8, out);
	roff_name(page, command->summary, out);
	synopsis(command, out);
	roff_section("DESCRIPTION", out);
	roff_text(command->about, out);
	fputc('\n', out);
	options(command->options, out);
	exit_statuses(command->options, out);
	examples(command->examples, out);
	see_also(command, out);
}

static void command_list(FILE *out)
{
	char page[PAGE_LEN];

	roff_section("COMMANDS", out);
	for (size_t i = 0; i < commands_count; i++) {
		roff_item(commands[i]->name, commands[i]->summary, out);
		reference(page_of(commands[i], page, sizeof(page)), 8, "", out);
	}
	roff_item("help", help_summary, out);
	reference("tcpbdp-limits", 7, "", out);
}

static void section(const char *title, const char *text, FILE *out)
{
	roff_section(title, out);
	roff_text(text, out);
	fputc('\n', out);
}

void manual_program(FILE *out)
{
	roff_title("tcpbdp", 8, out);
	roff_name("tcpbdp", "find TCP sockets that a buffer or a window slows down", out);
	roff_section("SYNOPSIS", out);
	fputs(".B tcpbdp\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n", out);
	section("DESCRIPTION", program_about, out);
	command_list(out);
	roff_section("OPTIONS", out);
	roff_item("-V, --version", "print the version", out);
	roff_item("--licenses", "print the licences of the program and of the libraries in it",
		  out);
	roff_item("-h, --help", "print the commands", out);
	exit_statuses(FOR_ALL, out);
	section("PRIVILEGES",
		"tcpbdp needs CAP_BPF and CAP_PERFMON, which root has. To enter other network "
		"namespaces, list also needs CAP_SYS_ADMIN. tcpbdp drops its capabilities once its "
		"hooks are attached. With --replay it needs none. It only observes: it sets nothing, "
		"pins nothing and leaves nothing behind.",
		out);
	section("OVERHEAD",
		"The hooks keep aggregates per socket in the kernel and hand out one sample per "
		"active socket and 100 ms (--sample-interval). User space drains them ten times a "
		"second.",
		out);
	see_also(NULL, out);
}
