/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The words that an option's argument may be, of the kinds that are asked for a word. */
#ifndef TCPBDP_OPTION_WORD_H
#define TCPBDP_OPTION_WORD_H

#include "options/option.h"

/* What --by takes, of each command that has it. */
extern const struct group_menu export_groups;
extern const struct group_menu hist_groups;

/* Which of them it is, from 0; -1 = none. */
int option_word_find(enum option_kind kind, const char *text);

/* The nearest of those that it is not; NULL = none is near, or this kind has no words. What follows
 * a slash counts for nothing. */
const char *option_word_nearest(enum option_kind kind, const char *text);

#endif
