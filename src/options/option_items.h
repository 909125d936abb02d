/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Options whose member is a list: its values on the command line, "a,b", and in struct cli_opts. */
#ifndef TCPBDP_OPTION_ITEMS_H
#define TCPBDP_OPTION_ITEMS_H

#include "options/cli_opts.h"
#include "options/option_row.h"

/*
 * Calls fn with each value of an argument that is a list, and otherwise with all of it. Ends with
 * the first that is not 0, and returns it. A path is one value: it may have a comma in it.
 */
int option_items_each(const struct option_form *form, const char *text,
		      int (*fn)(void *ctx, const char *item), void *ctx);

/* Adds what is not there yet: item is of the form's item_size. -E2BIG: there is no more room. */
int option_items_add(const struct option_form *form, struct cli_opts *opts, const void *item);

/* One line on stderr: there is no more room for text. Returns -EINVAL. */
int option_items_say_full(const struct option_form *form, const char *command, const char *name,
			  const char *text);

#endif
