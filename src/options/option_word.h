/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The words that an argument may be, from the tables that define them. */
#ifndef TCPBDP_OPTION_WORD_H
#define TCPBDP_OPTION_WORD_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* The keys of export --by. */
extern const struct group_menu export_groups;

/* What --by of top takes, and its Tab. */
extern const struct group_menu top_groups;

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
extern const struct option_words top_group_words;
extern const struct option_words via_words;
extern const struct option_words view_column_words;
extern const struct option_words view_sort_words;
extern const struct option_words weight_words;

/* Word i, from 0; NULL after the last, or if the form has no words. */
const char *option_word(const struct option_form *form, unsigned i);

/* The meaning of word i in a line; NULL = none. */
const char *option_word_about(const struct option_form *form, unsigned i);

/* The value whose name is the first len bytes of text; -1 = none. */
int option_word_find(const struct option_words *words, const char *text, size_t len);

/* The word most similar to text; NULL = none is similar. Ignores a slash and what follows. */
const char *option_word_nearest(const struct option_words *words, const char *text);

#endif
