/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Opens a capture that may be anybody's. */
#ifndef TCPBDP_UNTRUSTED_H
#define TCPBDP_UNTRUSTED_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/held_file.h"

struct untrusted {
	struct held_file *file;
	sqlite3 *db;
	int version;         /* of its schema */
	uint64_t steps_left; /* of what may be run of it */
};

/*
 * Read-only and defensive, and only if its tables are those that tcpbdp makes: SQL of others is
 * never run, and no file is made beside it. -EBADMSG and so on, with a sentence about path in reason,
 * and nothing is open then. *u takes the file over, and stays where it is until it is closed.
 */
int untrusted_open(struct held_file *file, const char *path, struct untrusted *u, char *reason,
		   size_t reason_len);

/*
 * To be called before each query: a file whose pages form a maze has no end, but what is run until
 * the next call is bounded by the file's size. Beyond it a query fails with -EBADMSG.
 */
void untrusted_begin(struct untrusted *u);

/* All statements are finalized. */
void untrusted_close(struct untrusted *u);

/* What an error of reading means to a user. */
const char *untrusted_text(int err);

#endif
