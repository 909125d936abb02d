// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"
#include "cli/completion.h"
#include "options/option_word.h"

/* The rows between top and bottom set kind and words, for an option's argument or for a command. */
static const char top[] =
	"# bash completion for tcpbdp, made by: tcpbdp help --completion bash\n"
	"_tcpbdp()\n"
	"{\n"
	"	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	"	local kind='' words='' command=${COMP_WORDS[1]}\n"
	"\n"
	"	# --limit=rwnd is three words\n"
	"	if [[ $cur == = ]]; then\n"
	"		cur=''\n"
	"	elif [[ $prev == = ]]; then\n"
	"		prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
	"	fi\n"
	"	((COMP_CWORD > 1)) || command='' prev=''\n"
	"	case $command:$prev in\n";

static const char bottom[] =
	"	esac\n"
	"	case $kind in\n"
	"	word) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\") ;;\n"
	"	words)\n"
	"		compopt -o nospace\n"
	"		mapfile -t COMPREPLY < <(compgen -P \"${cur%\"${cur##*,}\"}\" -W \"$words\" -- \"${cur##*,}\")\n"
	"		;;\n"
	"	file)\n"
	"		compopt -o filenames\n"
	"		mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
	"		;;\n"
	"	directory)\n"
	"		compopt -o filenames\n"
	"		mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n"
	"		;;\n"
	"	esac\n"
	"}\n"
	"complete -F _tcpbdp tcpbdp\n";

static const char *const kinds[COMPLETION_MAX] = {
	[COMPLETE_NOTHING] = "nothing",     [COMPLETE_WORD] = "word",
	[COMPLETE_WORDS] = "words",         [COMPLETE_FILE] = "file",
	[COMPLETE_DIRECTORY] = "directory",
};

static void words_of(const struct option_form *form, FILE *out)
{
	const char *word;

	for (unsigned i = 0; (word = option_word(form, i)); i++)
		fprintf(out, "%s%s", i ? " " : "", word);
}

/* "trace:-i|trace:--interval|advise:-i|...": the commands that have this form */
static void pattern(const struct option_row *row, const struct option_form *form, FILE *out)
{
	const char *between = "";

	for (size_t i = 0; i < commands_count; i++) {
		if (!(form->commands & commands[i]->options))
			continue;
		if (row->letter)
			fprintf(out, "%s%s:-%c", between, commands[i]->name, row->letter);
		fprintf(out, "%s%s:--%s", row->letter ? " | " : between, commands[i]->name,
			row->name);
		between = " | ";
	}
}

static void argument(const struct option_row *row, const struct option_form *form, FILE *out)
{
	enum completion completion = completion_of(form);

	if (row->operand || completion == COMPLETE_NO_ARGUMENT)
		return;
	fputc('\t', out);
	pattern(row, form, out);
	fprintf(out, ") kind='%s'", kinds[completion]);
	if (form->words) {
		fputs(" words='", out);
		words_of(form, out);
		fputc('\'', out);
	}
	fputs(" ;;\n", out);
}

static void arguments(FILE *out)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 0; n < OPTION_FORMS_MAX && row->forms[n].commands; n++)
			argument(row, &row->forms[n], out);
}

/* The operands and options. */
static void command_row(const struct command *command, FILE *out)
{
	size_t rows[OPTION_ROWS_MAX], count = option_list(command->options, rows);

	fprintf(out, "\t%s:*) kind=word words='", command->name);
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = option_row(rows[i]);

		if (i)
			fputc(' ', out);
		if (row->operand)
			words_of(option_form(row, command->options), out);
		else
			fprintf(out, "--%s", row->name);
	}
	fputs("' ;;\n", out);
}

void completion_bash(FILE *out)
{
	const char *topic;

	fputs(top, out);
	fputs("\thelp:--completion) kind=word words='bash zsh fish' ;;\n", out);
	arguments(out);
	for (size_t i = 0; i < commands_count; i++)
		command_row(commands[i], out);
	fputs("\thelp:*) kind=word words='", out);
	for (size_t i = 0; (topic = completion_topic(i)); i++)
		fprintf(out, "%s%s", i ? " " : "", topic);
	fputs(" --man --completion' ;;\n\t:) kind=word words='", out);
	for (size_t i = 0; i < commands_count; i++)
		fprintf(out, "%s ", commands[i]->name);
	fputs("help --version --licenses --help' ;;\n", out);
	fputs(bottom, out);
}
