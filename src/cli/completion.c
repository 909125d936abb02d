// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/completion.h"

#include <string.h>

#include "cli/command.h"

static const struct {
	const char *shell;
	void (*print)(FILE *out);
} scripts[] = {
	{ "bash", completion_bash },
	{ "zsh", completion_zsh },
	{ "fish", completion_fish },
};

enum completion completion_of(const struct option_form *form)
{
	switch (form->kind) {
	case OPTION_FLAG:
	case OPTION_COUNT:
	case OPTION_HELP:
	case OPTION_VERSION:
		return COMPLETE_NO_ARGUMENT;
	case OPTION_WORD:
	case OPTION_GROUP:
		return form->item_size ? COMPLETE_WORDS : COMPLETE_WORD;
	case OPTION_PATH:
	case OPTION_TEXTFILE:
	case OPTION_NETNS:
		return COMPLETE_FILE;
	case OPTION_CGROUP:
		return COMPLETE_DIRECTORY;
	default:
		return COMPLETE_NOTHING;
	}
}

const char *completion_topic(size_t i)
{
	static const char *const others[] = { "limits" };

	if (i < commands_count)
		return commands[i]->name;
	i -= commands_count;
	return i < sizeof(others) / sizeof(others[0]) ? others[i] : NULL;
}

bool completion_print(const char *shell, FILE *out)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (strcmp(scripts[i].shell, shell) == 0) {
			scripts[i].print(out);
			return true;
		}
	}
	return false;
}
