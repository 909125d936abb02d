// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_items.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "options/option_kind.h"
#include "os/log.h"

int option_items_each(const struct option_form *form, const char *text,
		      int (*fn)(void *ctx, const char *item), void *ctx)
{
	char item[PATH_MAX]; /* longer items are truncated, since nothing has such a name */
	int ret = 0;

	if (!form->item_size || form->kind == OPTION_CGROUP)
		return fn(ctx, text);
	while (!ret) {
		size_t len = strcspn(text, ",");

		snprintf(item, sizeof(item), "%.*s", len < sizeof(item) ? (int)len : PATH_MAX,
			 text);
		ret = fn(ctx, item);
		if (!text[len])
			break;
		text += len + 1;
	}
	return ret;
}

static size_t items_max(const struct option_form *form)
{
	return form->size / form->item_size;
}

int option_items_say_full(const struct option_form *form, const char *command, const char *name,
			  const char *text)
{
	log_usage(command, "%s %.*s: more than %zu values", name, OPTION_SHOWN, text,
		  items_max(form));
	return -EINVAL;
}

int option_items_add(const struct option_form *form, struct cli_opts *opts, const void *item)
{
	char *items = (char *)opts + form->offset;
	uint32_t *count = (uint32_t *)((char *)opts + form->count_offset);

	for (uint32_t i = 0; i < *count; i++)
		if (memcmp(items + i * form->item_size, item, form->item_size) == 0)
			return 0;
	if (*count == items_max(form))
		return -E2BIG;
	memcpy(items + *count * form->item_size, item, form->item_size);
	(*count)++;
	return 0;
}
