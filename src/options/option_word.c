// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_word.h"

#include <assert.h>
#include <string.h>

#include "options/cli_opts.h"
#include "options/suggest.h"

const struct group_menu export_groups = {
	.keys = { GROUP_PORT, GROUP_CGROUP, GROUP_NETNS, GROUP_PEER_PREFIX },
	.inet_len = 24,
	.inet6_len = 48, /* a site's: each prefix is a series, on every host */
};

const struct group_menu hist_groups = {
	.keys = { GROUP_PEER_PREFIX, GROUP_LPORT, GROUP_RPORT, GROUP_COMM, GROUP_CGROUP,
		  GROUP_NETNS, GROUP_FAMILY, GROUP_LIMIT },
	.takes_len = true,
	.inet_len = 24,
	.inet6_len = 64, /* a link's */
};

static const char *metric_word(int i)
{
	return i < METRIC_MAX ? metric_row(i)->name : NULL;
}

static const char *export_group_word(int i)
{
	return group_by_name(export_groups.keys[i]);
}

static const char *hist_group_word(int i)
{
	return group_by_name(hist_groups.keys[i]);
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
	[OPTION_METRIC] = metric_word,
	[OPTION_EXPORT_GROUP] = export_group_word,
	[OPTION_HIST_GROUP] = hist_group_word,
	[OPTION_WEIGHT] = weight_word,
	[OPTION_ATTACH] = attach_word,
	[OPTION_SORT] = sort_word,
	[OPTION_VIA] = via_word,
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
