/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What options name: processes, control groups, namespaces, on this host or in a capture. */
#ifndef TCPBDP_OPTION_RESOLVE_H
#define TCPBDP_OPTION_RESOLVE_H

#include "options/cli_opts.h"
#include "options/option_kind.h"

/*
 * Looks up what the arguments name, for the filter. 0, or -errno after one line on stderr: -EINVAL
 * for too many of them alone. With opts->replay they are not of this host, and nothing is looked
 * up: 0, or -EINVAL for a name that says nothing about a capture.
 */
int option_resolve(const struct option_form *form, const char *command,
		   const struct option_use *use, struct cli_opts *opts);

#endif
