/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What to put before a command for it to run in a network namespace, typed in any other. */
#ifndef TCPBDP_NETNS_PREFIX_H
#define TCPBDP_NETNS_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/run.h"

#define NETNS_PREFIX_LEN 192

/*
 * "" where a shell of this host is in it already; "ip netns exec blue "; else through a process that
 * was seen there (pid, 0 = none), which may be gone when the command is used, or have given its
 * number to another: then the command does nothing. false: no way is known now.
 */
bool netns_prefix(char buf[static NETNS_PREFIX_LEN], const struct run *run, uint32_t netns,
		  uint32_t pid);

#endif
