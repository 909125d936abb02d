// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/help_topic.h"
#include "cli/manual.h"
#include "cli/usage.h"
#include "options/option_kind.h"
#include "os/log.h"

/* The format of a topic. */
struct form {
	void (*program)(FILE *out);
	int (*topic)(const char *name, FILE *out);
	void (*command)(const struct command *command, FILE *out);
};

static const struct form text = { usage_program, help_topic_print, usage_command };
static const struct form manual = { manual_program, help_topic_manual, manual_command };

static enum exit_status say_unexpected(const char *argument)
{
	log_usage("help", "%.*s: unexpected argument", OPTION_SHOWN, argument);
	return EXIT_USAGE;
}

/* of [TOPIC] */
static enum exit_status print(const struct form *form, int argc, char **argv)
{
	const struct command *command;
	int err;

	if (argc > 1)
		return say_unexpected(argv[1]);
	if (argc == 0) {
		form->program(stdout);
		return EXIT_DONE;
	}
	err = form->topic(argv[0], stdout);
	if (!err)
		return EXIT_DONE;
	if (err == -ENODATA) {
		log_usage("help", "--man %s: has no manual page: see tcpbdp help %s", argv[0],
			  argv[0]);
		return EXIT_USAGE;
	}
	command = command_find(argv[0]);
	if (!command) {
		command_say_unknown(argv[0]);
		return EXIT_USAGE;
	}
	form->command(command, stdout);
	return EXIT_DONE;
}

/* for SHELL */
static enum exit_status print_completion(int argc, char **argv)
{
	if (argc > 1)
		return say_unexpected(argv[1]);
	if (argc == 1 && completion_print(argv[0], stdout))
		return EXIT_DONE;
	log_usage("help", "--completion requires a shell: bash, zsh or fish");
	return EXIT_USAGE;
}

bool help_is_asked(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

enum exit_status help(int argc, char **argv)
{
	if (argc && help_is_asked(argv[0])) {
		usage_program(stdout);
		return EXIT_DONE;
	}
	if (argc && strcmp(argv[0], "--man") == 0)
		return print(&manual, argc - 1, argv + 1);
	if (argc && strcmp(argv[0], "--completion") == 0)
		return print_completion(argc - 1, argv + 1);
	return print(&text, argc, argv);
}
