// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_word.h"

#include <assert.h>
#include <string.h>

#include "options/cli_opts.h"
#include "options/suggest.h"

static const struct {
	const char *name, *label;
} groupings[] = {
	[GROUP_BY_NONE] = { NULL, NULL },
	[GROUP_BY_PORT] = { "port", "port" },
	[GROUP_BY_CGROUP] = { "cgroup", "cgroup" },
	[GROUP_BY_NETNS] = { "netns", "netns" },
	[GROUP_BY_PEER_PREFIX] = { "peer-prefix", "peer_prefix" },
};
static_assert(sizeof(groupings) / sizeof(groupings[0]) == GROUP_BY_MAX, "a name per grouping");

const char *grouping_name(enum grouping by)
{
	return groupings[by].name;
}

const char *grouping_label(enum grouping by)
{
	return groupings[by].label;
}

static const char *metric_word(int i)
{
	return i < METRIC_MAX ? metric_row(i)->name : NULL;
}

static const char *group_word(int i)
{
	return i + 1 < GROUP_MAX ? group_by_name(i + 1) : NULL;
}

static const char *weight_word(int i)
{
	return i < WEIGHT_MAX ? weight_name(i) : NULL;
}

static const char *attach_word(int i)
{
	return i < ATTACH_MAX ? attach_kind_name(i) : NULL;
}

static const char *sort_word(int i)
{
	return i + 1 < SORT_KEY_MAX ? sort_key_name(i + 1) : NULL;
}

static const char *via_word(int i)
{
	static const char *const names[] = {
		[VIA_AUTO] = "auto",
		[VIA_ITERATOR] = "iterator",
		[VIA_NETLINK] = "netlink",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == VIA_MAX, "a name per way");
	return i < VIA_MAX ? names[i] : NULL;
}

static const char *color_word(int i)
{
	static const char *const names[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == COLOR_MAX, "a name per color");
	return i < COLOR_MAX ? names[i] : NULL;
}

/* NULL past the last */
typedef const char *(*word_fn)(int i);

static const word_fn words[OPTION_KIND_MAX] = {
	[OPTION_METRIC] = metric_word, [OPTION_GROUP] = group_word, [OPTION_WEIGHT] = weight_word,
	[OPTION_ATTACH] = attach_word, [OPTION_SORT] = sort_word,   [OPTION_VIA] = via_word,
	[OPTION_COLOR] = color_word,
};

int option_word_find(enum option_kind kind, const char *text)
{
	for (int i = 0; words[kind](i); i++)
		if (strcmp(text, words[kind](i)) == 0)
			return i;
	return -1;
}

const char *option_word_nearest(enum option_kind kind, const char *text)
{
	struct suggestion best = { 0 };

	for (int i = 0; words[kind] && words[kind](i); i++)
		suggest_offer(&best, text, strcspn(text, "/"), words[kind](i));
	return best.distance ? best.name : NULL; /* it is one, and something else is wrong */
}
