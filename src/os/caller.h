/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The user who started this process as root. */
#ifndef TCPBDP_CALLER_H
#define TCPBDP_CALLER_H

#include <sys/types.h>

struct caller {
	uid_t uid;
	gid_t gid;
};

/*
 * The user who called sudo (SUDO_UID, SUDO_GID) or doas (DOAS_USER); else nobody, never root. Reads
 * the user database.
 */
void caller_find(struct caller *ret_caller);

#endif
