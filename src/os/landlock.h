/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Restricts which files this process may open, and forbids connections (Landlock, Linux 5.13). */
#ifndef TCPBDP_LANDLOCK_H
#define TCPBDP_LANDLOCK_H

struct landlock_opts {
	const char *const *read; /* readable trees, up to NULL; missing ones are ignored */
	const char *write_dir;   /* tree in which files may be created and replaced; NULL = none */
};

/*
 * Cannot be undone. Sets no_new_privs. 0, also if the kernel has no Landlock or it is disabled;
 * -errno.
 */
int landlock_enter(const struct landlock_opts *opts);

#endif
