/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Restricts a process after it has opened what it needs. This cannot be undone. Open descriptors
 * stay open: ring buffers, maps, links, iterators, files.
 */
#ifndef TCPBDP_SANDBOX_H
#define TCPBDP_SANDBOX_H

#include <stdbool.h>

/* The kinds of sandbox; the table in sandbox.c says what each may do. */
enum sandbox_kind {
	SANDBOX_REPLAY, /* --replay, of every command, before a byte of the capture is read */
	SANDBOX_WATCH,  /* trace, hist, advise, export and record, after attaching */
	SANDBOX_LIST,   /* list, after opening all that it reads */
	SANDBOX_MAX,
};

/*
 * Where files are created; the process keeps its user id for that. It keeps CAP_DAC_OVERRIDE if the
 * directory belongs to another user and is not writable for others.
 */
struct sandbox_place {
	const char *dir; /* NULL = nowhere */
	bool renewed;    /* also in a directory that replaces it */
};

/*
 * Drops every capability, also across exec. If the kind says so, changes root to the user who
 * called sudo or doas, else to nobody. Then limits system calls (seccomp) and files (Landlock) to
 * those that the kind needs. Silently skips user id, seccomp and Landlock if this kernel or
 * container does not support them. 0 or -errno.
 */
int sandbox_enter(enum sandbox_kind kind, const struct sandbox_place *place);

#endif
