// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <string.h>

#include "options/option_kind.h"
#include "options/suggest.h"
#include "os/log.h"

const struct command *const commands[] = {
	&trace_command,  &top_command,    &list_command,   &hist_command,
	&advise_command, &export_command, &record_command, &doctor_command,
};

const size_t commands_count = sizeof(commands) / sizeof(commands[0]);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < commands_count; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

void command_say_unknown(const char *name)
{
	struct suggestion best = { 0 };

	for (size_t i = 0; i < commands_count; i++)
		suggest_offer(&best, name, strlen(name), commands[i]->name);
	suggest_offer(&best, name, strlen(name), "help");
	if (best.name)
		log_error("%.*s: unknown command, did you mean %s?", OPTION_SHOWN, name, best.name);
	else
		log_error("%.*s: unknown command: see tcpbdp --help", OPTION_SHOWN, name);
}
