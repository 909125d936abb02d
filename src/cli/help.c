// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/help_limits.h"
#include "cli/manual.h"
#include "cli/manual_limits.h"
#include "cli/usage.h"
#include "options/option_kind.h"
#include "os/log.h"

/* What is printed of each topic. */
struct form {
	void (*program)(FILE *out);
	void (*limits)(FILE *out);
	void (*command)(const struct command *command, FILE *out);
};

static const struct form text = { usage_program, help_limits, usage_command };
static const struct form manual = { manual_program, manual_limits, manual_command };

static bool is_limits(const char *topic)
{
	return strcmp(topic, "limits") == 0 || strcmp(topic, "causes") == 0 ||
	       strcmp(topic, "rules") == 0;
}

/* of [TOPIC] */
static enum exit_status print(const struct form *form, int argc, char **argv)
{
	const struct command *command;

	if (argc > 1) {
		log_usage("help", "%.*s: unexpected argument", OPTION_SHOWN, argv[1]);
		return EXIT_USAGE;
	}
	if (argc == 0) {
		form->program(stdout);
		return EXIT_DONE;
	}
	if (is_limits(argv[0])) {
		form->limits(stdout);
		return EXIT_DONE;
	}
	command = command_find(argv[0]);
	if (!command) {
		command_say_unknown(argv[0]);
		return EXIT_USAGE;
	}
	form->command(command, stdout);
	return EXIT_DONE;
}

enum exit_status help(int argc, char **argv)
{
	if (argc && strcmp(argv[0], "--man") == 0)
		return print(&manual, argc - 1, argv + 1);
	return print(&text, argc, argv);
}
