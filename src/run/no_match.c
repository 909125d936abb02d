// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/no_match.h"

#include <inttypes.h>

#include "os/log.h"

void no_match_say(const struct cli_opts *opts, uint64_t others, const char *state)
{
	if (!opts->asked_for[0])
		return;
	if (others)
		log_warning("no socket matched %s (%" PRIu64 " other%s %s)", opts->asked_for,
			    others, others == 1 ? " was" : "s were", state);
	else
		log_warning("no socket matched %s", opts->asked_for);
}
