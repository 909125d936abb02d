// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_topic.h"

#include <stddef.h>
#include <string.h>

#include "cli/help_columns.h"
#include "cli/help_limits.h"
#include "cli/help_metrics.h"
#include "cli/manual_limits.h"

typedef void (*print_fn)(FILE *out);

static const struct {
	const char *name;
	print_fn text, manual; /* manual NULL: it has no page */
} topics[] = {
	{ "limits", help_limits, manual_limits }, { "causes", help_limits, manual_limits },
	{ "rules", help_limits, manual_limits },  { "columns", help_columns, NULL },
	{ "metrics", help_metrics, NULL },
};

static bool print(print_fn fn, FILE *out)
{
	if (fn)
		fn(out);
	return fn;
}

bool help_topic_print(const char *name, FILE *out)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (strcmp(topics[i].name, name) == 0)
			return print(topics[i].text, out);
	return false;
}

bool help_topic_manual(const char *name, FILE *out)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (strcmp(topics[i].name, name) == 0)
			return print(topics[i].manual, out);
	return false;
}
