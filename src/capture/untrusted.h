/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Opens a capture that may be anybody's. */
#ifndef TCPBDP_UNTRUSTED_H
#define TCPBDP_UNTRUSTED_H

#include <sqlite3.h>
#include <stddef.h>

/*
 * Read-only and defensive, and only if its tables are those that tcpbdp makes: SQL of others is
 * never run. *ret_version is its schema's. -EBADMSG and so on, with a sentence in reason.
 */
int untrusted_open(const char *path, sqlite3 **ret_db, int *ret_version, char *reason,
		   size_t reason_len);

/* What an error of reading means to a user. */
const char *untrusted_text(int err);

#endif
