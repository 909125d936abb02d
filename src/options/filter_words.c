// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/filter_words.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "options/option_items.h"
#include "options/option_kind.h"
#include "options/option_row.h"
#include "options/option_text.h"
#include "options/option_word.h"
#include "options/suggest.h"

struct words {
	int command;
	struct cli_opts *opts;
	const struct option_form *form; /* of the word at hand */
	const char *name;
	char *problem;
};

/* What opts keeps only until the text goes is no word, nor what takes this host to look it up. */
static bool is_word(const struct option_row *row, const struct option_form *form)
{
	if (!form || form->kind == OPTION_CGROUP || form->kind == OPTION_NETNS)
		return false;
	return row->purpose == PURPOSE_FILTER || !strcmp(row->name, "flagged");
}

/* Sets form and name. */
static bool find(struct words *w, const char *name)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		w->form = option_form(row, w->command);
		w->name = row->name;
		if (is_word(row, w->form) && !strcmp(row->name, name))
			return true;
	}
	return false;
}

static int say_unknown(struct words *w, const char *name)
{
	struct suggestion best = { 0 };
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++)
		if (is_word(row, option_form(row, w->command)))
			suggest_offer(&best, name, strlen(name), row->name);
	if (best.name)
		snprintf(w->problem, FILTER_WORDS_LEN, "%.32s: no filter, did you mean %s?", name,
			 best.name);
	else
		snprintf(w->problem, FILTER_WORDS_LEN,
			 "%.32s: no filter: words are as port:443 comm:nginx flagged", name);
	return -EINVAL;
}

static int say_refused(struct words *w, const char *value, int err)
{
	const char *near = w->form->words ? option_word_nearest(w->form->words, value) : NULL;
	char refusal[OPTION_TEXT_LEN];

	if (err > 0)
		snprintf(w->problem, FILTER_WORDS_LEN, "%s:%.32s: not a number: use comm:%.32s",
			 w->name, value, value);
	else if (err == -E2BIG)
		snprintf(w->problem, FILTER_WORDS_LEN, "%s:%.32s: too many values", w->name, value);
	else if (near)
		snprintf(w->problem, FILTER_WORDS_LEN, "%s:%.32s: unknown, did you mean %s?",
			 w->name, value, near);
	else
		snprintf(w->problem, FILTER_WORDS_LEN, "%s:%.32s: %.180s", w->name, value,
			 option_refusal(w->form, refusal, sizeof(refusal)));
	return -EINVAL;
}

static int take(void *ctx, const char *value)
{
	struct words *w = ctx;
	int err = option_kind_take(w->form, value, w->opts);

	return err ? say_refused(w, value, err) : 0;
}

/* "name:value,value" or "name" */
static int read_word(struct words *w, char *word)
{
	char *value = strchr(word, ':');

	if (value)
		*value++ = '\0';
	if (!find(w, word))
		return say_unknown(w, word);
	if (!w->form->metavar && value) {
		snprintf(w->problem, FILTER_WORDS_LEN, "%s: takes no value", w->name);
		return -EINVAL;
	}
	if (w->form->metavar && (!value || !*value)) {
		snprintf(w->problem, FILTER_WORDS_LEN, "%s: needs a value: %s:%s", w->name, w->name,
			 w->form->metavar);
		return -EINVAL;
	}
	return option_items_each(w->form, value ? value : "", take, w);
}

int filter_words_read(const char *text, int command, struct cli_opts *opts,
		      char ret_problem[static FILTER_WORDS_LEN])
{
	struct words w = { .command = command, .opts = opts, .problem = ret_problem };
	char copy[FILTER_WORDS_LEN], *next = copy, *word;
	int err = 0;

	if (strlen(text) >= sizeof(copy)) {
		snprintf(ret_problem, FILTER_WORDS_LEN, "too long for a filter");
		return -EINVAL;
	}
	strcpy(copy, text);
	while (!err && (word = strsep(&next, " \t")))
		if (*word)
			err = read_word(&w, word);
	return err;
}
