/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The capabilities that tracing needs; sandbox.h drops them. */
#ifndef TCPBDP_PRIVILEGE_H
#define TCPBDP_PRIVILEGE_H

#include <stdbool.h>
#include <stddef.h>

enum privilege {
	PRIVILEGE_BPF,        /* load programs and maps */
	PRIVILEGE_PERFMON,    /* attach them, read kernel memory */
	PRIVILEGE_SYS_ADMIN,  /* includes both */
	PRIVILEGE_SYS_PTRACE, /* look into other users' /proc: only to check --netns INODE */
	PRIVILEGE_MAX,
};

/* "CAP_BPF" */
const char *privilege_name(enum privilege privilege);

struct privileges {
	bool effective[PRIVILEGE_MAX];
	/* BPF ignores capabilities that are held only in a user namespace. */
	bool user_namespace;
};

/* The privileges of this process now. */
int privilege_read(struct privileges *ret_privileges);

bool privilege_is_enough(const struct privileges *privileges);

/* 0, or -EPERM after one line on stderr that says what is missing, and what works without: "try X", or
 * NULL = nothing does. */
int privilege_require(const char *without);

#endif
