/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The words that an option's argument may be, from the tables of those who mean something by them. */
#ifndef TCPBDP_OPTION_WORD_H
#define TCPBDP_OPTION_WORD_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* What --by of export takes. */
extern const struct group_menu export_groups;

extern const struct option_words attach_words;
extern const struct option_words cause_words;
extern const struct option_words color_words;
extern const struct option_words column_words;
extern const struct option_words export_group_words;
extern const struct option_words hist_group_words;
extern const struct option_words limit_words;
extern const struct option_words list_column_words;
extern const struct option_words metric_words;
extern const struct option_words sort_words;
extern const struct option_words via_words;
extern const struct option_words weight_words;

/* The i-th of them, from 0; NULL past the last, and of a form that has none. */
const char *option_word(const struct option_form *form, unsigned i);

/* What it means, in a line; NULL if there is no more to say of it. */
const char *option_word_about(const struct option_form *form, unsigned i);

/* The value whose name is the first len bytes of text; -1 = none. */
int option_word_find(const struct option_words *words, const char *text, size_t len);

/* The nearest of those that text is not; NULL = none is near. What follows a slash counts for
 * nothing. */
const char *option_word_nearest(const struct option_words *words, const char *text);

#endif
