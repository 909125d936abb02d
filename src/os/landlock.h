/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which files this process may still open (Landlock, Linux 5.13), and that it opens no connection. */
#ifndef TCPBDP_LANDLOCK_H
#define TCPBDP_LANDLOCK_H

struct landlock_opts {
	const char *const *read; /* trees that may be read, up to NULL; what is missing is left out */
	const char *write_dir;   /* a tree where files may be made and replaced; NULL = none */
};

/*
 * For good. no_new_privs is set. 0 also where the kernel has no Landlock, or it is switched off;
 * -errno.
 */
int landlock_enter(const struct landlock_opts *opts);

#endif
