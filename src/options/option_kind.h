/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How each kind of option is read, and what is said about an argument that is none. */
#ifndef TCPBDP_OPTION_KIND_H
#define TCPBDP_OPTION_KIND_H

#include "options/option.h"

/* How much of an argument a message repeats. */
#define OPTION_SHOWN 100

/* No option: it has no dashes, and its place is its name. */
bool option_kind_is_word(enum option_kind kind);

/* An option as the user gave it. */
struct option_use {
	bool given;
	char name[24];    /* "--port" or "-P" */
	const char *text; /* its argument; NULL if the kind takes none */
};

/*
 * Puts the argument's value into member, whose type is the kind's. Names of things that may not
 * exist are left to option_kind_resolve(). 0, or -EINVAL after one line on stderr.
 */
int option_kind_read(enum option_kind kind, const char *command, const struct option_use *use,
		     void *member);

/*
 * Looks up what the argument names, for the filter. 0, or -errno (never -EINVAL) after one line on
 * stderr. With opts->replay it is not of this host, and nothing is looked up: 0, or -EINVAL for a
 * name that says nothing about a capture.
 */
int option_kind_resolve(enum option_kind kind, const char *command, const struct option_use *use,
			struct cli_opts *opts);

#endif
