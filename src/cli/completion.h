/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Completion for shells, made from the rows of commands and options. Errors of out are the caller's. */
#ifndef TCPBDP_COMPLETION_H
#define TCPBDP_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

#include "options/option_row.h"

/* What a shell can offer for an argument. */
enum completion {
	COMPLETE_NO_ARGUMENT,
	COMPLETE_NOTHING, /* a number or a name, which only the user knows */
	COMPLETE_WORD,
	COMPLETE_WORDS, /* separated by commas */
	COMPLETE_FILE,
	COMPLETE_DIRECTORY,
	COMPLETION_MAX,
};

enum completion completion_of(const struct option_form *form);

/* The arguments of "help": commands and other topics. NULL after the last. */
const char *completion_topic(size_t i);

/* Prints the script for the shell of this name; false: unknown shell. */
bool completion_print(const char *shell, FILE *out);

void completion_bash(FILE *out);
void completion_zsh(FILE *out);
void completion_fish(FILE *out);

#endif
