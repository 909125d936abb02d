/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How each kind of option is read: a parser each. */
#ifndef TCPBDP_OPTION_KIND_H
#define TCPBDP_OPTION_KIND_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/* How much of an argument a message repeats. */
#define OPTION_SHOWN 100

/* How often one that adds to those before may be given. */
#define OPTION_USES_MAX 64

/* An option as the user gave it. */
struct option_use {
	bool given;
	char name[24];    /* "--port" or "-P", the last time */
	const char *text; /* its argument; NULL if the kind takes none */

	/* the arguments of one that adds to those before, of which text is the last */
	const char *texts[OPTION_USES_MAX];
	size_t count;
};

/*
 * Puts the argument's value into its member of opts, or adds it there. Names of things that may
 * not exist are left to option_resolve(). 0, or -EINVAL after one line on stderr.
 */
int option_kind_read(const struct option_form *form, const char *command,
		     const struct option_use *use, struct cli_opts *opts);

/* Into a member that is an unsigned integer of size bytes. */
void option_kind_store(void *member, size_t size, uint64_t value);

/* "a port"; NULL of a kind that is refused in its own words. */
const char *option_kind_noun(enum option_kind kind);

/* What it may look like: "as 64M or 1.5GiB"; NULL = that needs no saying. */
const char *option_kind_example(enum option_kind kind);

/* A value as the user would write it: "10ms", "1/64", "64M". false: this kind has no numbers. */
bool option_kind_show(enum option_kind kind, uint64_t value, char *buf, size_t size);

#endif
