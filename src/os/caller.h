/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who made this process root. */
#ifndef TCPBDP_CALLER_H
#define TCPBDP_CALLER_H

#include <sys/types.h>

struct caller {
	uid_t uid;
	gid_t gid;
};

/*
 * Of root: who called sudo (SUDO_UID, SUDO_GID) or doas (DOAS_USER); else nobody, and never root.
 * Reads the files of users.
 */
void caller_find(struct caller *ret_caller);

#endif
