/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Names of containers, read by a process of its own. The files that have them also hold the containers'
 * environments: that process may read them and nothing else, so that this one need not.
 */
#ifndef TCPBDP_CONTAINER_NAMES_H
#define TCPBDP_CONTAINER_NAMES_H

#include "os/container_state.h"

struct container_names;

/* Starts the process, which ends with this one. Call it before sandbox_enter(). -errno. */
int container_names_new(struct container_names **ret_names);

/* As container_state_read(). All "" also if the process gives no answer, of which a line on stderr tells once. */
void container_names_get(struct container_names *names, const char *id,
			 struct container_state *ret_state);

/* Ends the process. NULL is fine. */
void container_names_free(struct container_names *names);

#endif
