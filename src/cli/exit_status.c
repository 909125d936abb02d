// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/exit_status.h"

#include <assert.h>
#include <stddef.h>

#include "options/option_row.h"

const char *exit_status_meaning(enum exit_status status, int commands)
{
	static const struct {
		int commands;
		const char *meaning;
	} rows[] = {
		[EXIT_DONE] = { FOR_ALL, "done, also when stopped by SIGINT or SIGTERM" },
		[EXIT_FAILED] = { FOR_ALL, "failed: a line on stderr says why, and what to do" },
		[EXIT_USAGE] = { FOR_ALL, "wrong usage" },
		[EXIT_FINDINGS] = { FOR_ADVISE | FOR_LIST, "--check found something" },
		[EXIT_UNJUDGED] = { FOR_LIST, "--check found nothing, but could not look at every "
					      "network namespace" },
	};

	static_assert(sizeof(rows) / sizeof(rows[0]) == EXIT_STATUS_MAX, "a meaning per status");
	return rows[status].commands & commands ? rows[status].meaning : NULL;
}
