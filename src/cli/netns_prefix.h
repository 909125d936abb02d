/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The prefix that makes a command run in a network namespace. */
#ifndef TCPBDP_NETNS_PREFIX_H
#define TCPBDP_NETNS_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/run.h"

#define NETNS_PREFIX_LEN 192

/*
 * "" if a shell of this host is already in it; "ip netns exec blue "; or nsenter through a process that was
 * seen there (pid, 0 = none). The command does nothing if that process has exited or moved, or if its pid
 * belongs to another process. false: no way is known.
 */
bool netns_prefix(char buf[static NETNS_PREFIX_LEN], const struct run *run, uint32_t netns,
		  uint32_t pid);

#endif
