/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A parser for each kind of option. */
#ifndef TCPBDP_OPTION_KIND_H
#define TCPBDP_OPTION_KIND_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* Length of an argument in a message. */
#define OPTION_SHOWN 100

/* How often an option that repeats may be given. */
#define OPTION_USES_MAX 64

/* An option as the user typed it. */
struct option_use {
	bool given;
	char name[24];    /* "--port" or "-P", as last typed */
	const char *text; /* its argument; NULL if the kind takes none */

	/* all arguments of an option that repeats; text is the last */
	const char *texts[OPTION_USES_MAX];
	size_t count;
};

/*
 * Stores the argument's value in its member of opts, or adds it to a list. option_resolve() looks up names.
 * 0, or -EINVAL after one line on stderr.
 */
int option_kind_read(const struct option_form *form, const char *command,
		     const struct option_use *use, struct cli_opts *opts);

/*
 * Puts one value of a form into its member of opts, or adds it there, and says nothing. 1: it is a name,
 * which option_resolve() looks up. -E2BIG: the list is full; -EINVAL, -ERANGE or -ENODATA: it is no value
 * of this form.
 */
int option_kind_take(const struct option_form *form, const char *text, struct cli_opts *opts);

/* Stores a value in an unsigned integer of size bytes. */
void option_kind_store(void *member, size_t size, uint64_t value);

/* "a port"; NULL = the kind has its own messages. */
const char *option_kind_noun(enum option_kind kind);

/* Examples: "such as 64M or 1.5GiB"; NULL = none needed. */
const char *option_kind_example(enum option_kind kind);

/* Formats a value as a user types it: "10ms", "1/64", "64M". false: not a kind of number. */
bool option_kind_show(enum option_kind kind, uint64_t value, char *buf, size_t size);

#endif
