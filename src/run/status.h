/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The line by which a run on a terminal shows that it works: what it watches, how long it will take, and
 * that Ctrl-C ends it early. It is on stderr, is written anew each second, and is erased before
 * anything else is written. It leaves the cursor at its beginning.
 */
#ifndef TCPBDP_STATUS_H
#define TCPBDP_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATUS_LEN 160

/* What a run has seen until now: "8 active sockets, 1 flagged"; "" = there is nothing to say. */
typedef void (*status_fn)(void *ctx, char *buf, size_t size);

/* All zero, or a pointer that is NULL = there is none, and every call does nothing. */
struct status {
	bool on;
	bool shown;
	unsigned columns; /* of the terminal */
	uint64_t start_ns;
	uint64_t duration_ns; /* 0 = until it is ended */
	const char *doing;    /* NULL = "watching" */
	const char *ctrl_c;   /* what it does; NULL = "reports now" */
	status_fn seen;       /* NULL = nothing is said of it */
	void *ctx;            /* of seen() */
};

/*
 * Where somebody would see it: stderr is a terminal, we are in its foreground, and stdout is no pipe, whose
 * reader may use the same terminal. To be asked before the sandbox is entered.
 */
void status_open(struct status *status);

/* "watching 8 active sockets, 1 flagged, 12/30 s; Ctrl-C reports now" */
char *status_text(char *buf, size_t size, const struct status *status, uint64_t now_ns);

void status_show(struct status *status, uint64_t now_ns);

/* Before anything else is written. */
void status_erase(struct status *status);

/* After that: shows it again, if it was erased. */
void status_restore(struct status *status, uint64_t now_ns);

#endif
