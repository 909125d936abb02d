/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Looks up the names in options: processes, control groups, namespaces. */
#ifndef TCPBDP_OPTION_RESOLVE_H
#define TCPBDP_OPTION_RESOLVE_H

#include "options/cli_opts.h"
#include "options/option_kind.h"

/*
 * Looks up names on this host, for the filter. 0, -EINVAL for too many, or another -errno, after one line on
 * stderr. With opts->replay nothing is looked up: 0, or -EINVAL for a name that has no meaning in a capture.
 */
int option_resolve(const struct option_form *form, const char *command,
		   const struct option_use *use, struct cli_opts *opts);

#endif
