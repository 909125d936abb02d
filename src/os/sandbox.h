/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a process may still do once it has opened what it needs. There is no way back, and what is
 * open stays open: ring buffers, maps, links, iterators, files.
 */
#ifndef TCPBDP_SANDBOX_H
#define TCPBDP_SANDBOX_H

#include <stdbool.h>

/* By what is done in it; the table in sandbox.c says what each may. */
enum sandbox_kind {
	SANDBOX_REPLAY, /* --replay, of every command, before a byte of the capture is read */
	SANDBOX_WATCH,  /* trace, hist, advise, export and record, once they are attached */
	SANDBOX_LIST,   /* list, once all is open that it reads */
	SANDBOX_MAX,
};

/*
 * Where files are made, for which the user id stays. Where the directory's owner is another user who
 * lets nobody else do that, CAP_DAC_OVERRIDE is kept.
 */
struct sandbox_place {
	const char *dir; /* NULL = nowhere */
	bool renewed;    /* and in another directory that takes its name meanwhile */
};

/*
 * Drops every capability, also across exec, and the user id where the kind says so: root becomes who
 * called sudo or doas, else nobody. Then system calls (seccomp) and files (Landlock) are those that
 * the kind needs. What this kernel or this container does not have is left out without a word: the user
 * id, seccomp, Landlock; not the rest. 0 or -errno.
 */
int sandbox_enter(enum sandbox_kind kind, const struct sandbox_place *place);

#endif
