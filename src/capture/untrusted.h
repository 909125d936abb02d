/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Opens a capture from an untrusted source. */
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
	uint64_t steps_left; /* until a query fails */
};

/*
 * Opens it read-only, and only if its tables are those of tcpbdp: it runs no foreign SQL and
 * creates no file. -EBADMSG and so on, with a sentence about path in reason; then nothing is open.
 * *u takes the file over and must not move until it is closed.
 */
int untrusted_open(struct held_file *file, const char *path, struct untrusted *u, char *reason,
		   size_t reason_len);

/*
 * Call before each query. The pages of a hostile file may form a loop, so the steps until the next
 * call are limited by the file's size. Beyond that a query fails with -EBADMSG.
 */
void untrusted_begin(struct untrusted *u);

/* Finalize all statements before. */
void untrusted_close(struct untrusted *u);

/* The message for a read error. */
const char *untrusted_text(int err);

#endif
