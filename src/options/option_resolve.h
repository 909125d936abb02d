/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What options name: processes, control groups, namespaces, on this host or in a capture. */
#ifndef TCPBDP_OPTION_RESOLVE_H
#define TCPBDP_OPTION_RESOLVE_H

#include "options/cli_opts.h"
#include "options/option_kind.h"

/*
 * Looks up what the argument names, for the filter. 0, or -errno (never -EINVAL) after one line on
 * stderr. With opts->replay it is not of this host, and nothing is looked up: 0, or -EINVAL for a
 * name that says nothing about a capture.
 */
int option_resolve(enum option_kind kind, const char *command, const struct option_use *use,
		   struct cli_opts *opts);

#endif
