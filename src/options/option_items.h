/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Options that are lists: their values on the command line, "a,b", and in struct cli_opts. */
#ifndef TCPBDP_OPTION_ITEMS_H
#define TCPBDP_OPTION_ITEMS_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/*
 * Calls fn for each value of a list, or once for an argument that is not a list. Stops when fn does not return
 * 0, and returns that. A path is a single value, since it may contain a comma.
 */
int option_items_each(const struct option_form *form, const char *text,
		      int (*fn)(void *ctx, const char *item), void *ctx);

/* Adds item (item_size bytes), unless the list has it. -E2BIG: the list is full. */
int option_items_add(const struct option_form *form, struct cli_opts *opts, const void *item);

/* Prints on stderr that the list is full. Returns -EINVAL. */
int option_items_say_full(const struct option_form *form, const char *command, const char *name,
			  const char *text);

#endif
