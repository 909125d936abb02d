// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_word.h"

#include <assert.h>
#include <string.h>

#include "options/suggest.h"
#include "sink/list_line.h"
#include "sink/text_column.h"

const struct group_menu export_groups = {
	.keys = { GROUP_PORT, GROUP_CGROUP, GROUP_NETNS, GROUP_PEER_PREFIX },
	.inet_len = 24,
	.inet6_len = 48, /* a site's: each prefix is a series, on every host */
};

static const struct group_menu hist_groups = {
	.keys = { GROUP_PEER_PREFIX, GROUP_LPORT, GROUP_RPORT, GROUP_COMM, GROUP_CGROUP,
		  GROUP_NETNS, GROUP_FAMILY, GROUP_LIMIT },
	.takes_len = true,
	.inet_len = 24,
	.inet6_len = 64, /* a link's */
};

const struct group_menu top_groups = {
	.keys = { GROUP_COMM, GROUP_CGROUP, GROUP_PEER_PREFIX, GROUP_CAUSE, GROUP_NETNS,
		  GROUP_PORT },
	.takes_len = true,
	.inet_len = 24,
	.inet6_len = 64,
};

static const char *via_name(enum list_via via)
{
	static const char *const names[] = {
		[VIA_AUTO] = "auto",
		[VIA_ITERATOR] = "iterator",
		[VIA_NETLINK] = "netlink",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == VIA_MAX, "a name per way");
	return names[via];
}

static const char *color_name(enum color color)
{
	static const char *const names[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == COLOR_MAX, "a name per color");
	return names[color];
}

static const char *attach_word(unsigned value)
{
	return attach_kind_name(value);
}

static const char *cause_word(unsigned value)
{
	return cause_name(value);
}

static const char *cause_about(unsigned value)
{
	return cause_sentence(value);
}

static const char *color_word(unsigned value)
{
	return color_name(value);
}

static const char *export_group_word(unsigned value)
{
	return group_by_name(export_groups.keys[value - 1]);
}

static const char *hist_group_word(unsigned value)
{
	return group_by_name(hist_groups.keys[value - 1]);
}

static const char *limit_word(unsigned value)
{
	return limit_name(value);
}

static const char *limit_about(unsigned value)
{
	return limit_meaning(value);
}

static const char *metric_word(unsigned value)
{
	return metric_row(value)->name;
}

static const char *metric_about(unsigned value)
{
	return metric_row(value)->about;
}

static const char *sort_word(unsigned value)
{
	return sort_key_name(value);
}

static const char *top_group_word(unsigned value)
{
	return group_by_name(top_groups.keys[value - 1]);
}

static const char *view_column_word(unsigned value)
{
	return view_column_name(value);
}

static const char *view_column_help(unsigned value)
{
	return view_column_about(value);
}

static const char *view_sort_word(unsigned value)
{
	return view_sort_name(value);
}

static const char *via_word(unsigned value)
{
	return via_name(value);
}

static const char *weight_word(unsigned value)
{
	return weight_name(value);
}

const struct option_words attach_words = { attach_word, 0, .end = ATTACH_MAX };
const struct option_words cause_words = { cause_word, CAUSE_NONE + 1, .end = CAUSE_MAX,
					  .about = cause_about };
const struct option_words color_words = { color_word, 0, .end = COLOR_MAX };
const struct option_words column_words = { text_column_name, 0, .end = COLUMN_MAX };
const struct option_words export_group_words = { export_group_word, 1, GROUP_MAX + 1,
						 &export_groups };
const struct option_words hist_group_words = { hist_group_word, 1, GROUP_MAX + 1, &hist_groups };
const struct option_words limit_words = { limit_word, 0, .end = LIMIT_MAX, .about = limit_about };
const struct option_words list_column_words = { list_column_name, 0, .end = LIST_MAX };
const struct option_words metric_words = { metric_word, 0, .end = METRIC_MAX,
					   .about = metric_about };
const struct option_words sort_words = { sort_word, SORT_NONE + 1, .end = SORT_KEY_MAX };
const struct option_words top_group_words = { top_group_word, 1, GROUP_MAX + 1, &top_groups };
const struct option_words view_column_words = { view_column_word, 0, .end = VIEW_COLUMN_MAX,
						.about = view_column_help };
const struct option_words view_sort_words = { view_sort_word, 0, .end = VIEW_SORT_MAX };
const struct option_words via_words = { via_word, 0, .end = VIA_MAX };
const struct option_words weight_words = { weight_word, 0, .end = WEIGHT_MAX };

static const char *word_at(const struct option_words *words, unsigned i)
{
	return i < words->end - words->first ? words->name(words->first + i) : NULL;
}

const char *option_word(const struct option_form *form, unsigned i)
{
	return form->words ? word_at(form->words, i) : NULL;
}

const char *option_word_about(const struct option_form *form, unsigned i)
{
	return form->words->about ? form->words->about(form->words->first + i) : NULL;
}

int option_word_find(const struct option_words *words, const char *text, size_t len)
{
	const char *name;

	for (unsigned i = 0; (name = word_at(words, i)); i++) {
		if (strlen(name) == len && memcmp(name, text, len) == 0)
			return (int)(words->first + i);
	}
	return -1;
}

const char *option_word_nearest(const struct option_words *words, const char *text)
{
	struct suggestion best = { 0 };
	const char *name;

	for (unsigned i = 0; (name = word_at(words, i)); i++)
		suggest_offer(&best, text, strcspn(text, "/"), name);
	return best.distance
		       ? best.name
		       : NULL; /* a distance of 0: the word is right, and something else is wrong */
}
