// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_topic.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "cli/help_columns.h"
#include "cli/help_limits.h"
#include "cli/help_metrics.h"
#include "cli/manual_limits.h"

typedef void (*print_fn)(FILE *out);

static const struct {
	const char *name;
	print_fn text, manual; /* manual: NULL = no page */
} topics[] = {
	{ "limits", help_limits, manual_limits }, { "causes", help_limits, manual_limits },
	{ "rules", help_limits, manual_limits },  { "columns", help_columns, NULL },
	{ "metrics", help_metrics, NULL },
};

static bool find(const char *name, size_t *ret_at)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
		if (strcmp(topics[i].name, name) != 0)
			continue;
		*ret_at = i;
		return true;
	}
	return false;
}

static int print(print_fn fn, FILE *out)
{
	if (!fn)
		return -ENODATA;
	fn(out);
	return 0;
}

int help_topic_print(const char *name, FILE *out)
{
	size_t at;

	return find(name, &at) ? print(topics[at].text, out) : -ENOENT;
}

int help_topic_manual(const char *name, FILE *out)
{
	size_t at;

	return find(name, &at) ? print(topics[at].manual, out) : -ENOENT;
}
