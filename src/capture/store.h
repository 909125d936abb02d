/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The database of a capture that is being written: its file, its tables, and its transactions. */
#ifndef TCPBDP_STORE_H
#define TCPBDP_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "capture/column.h"

enum insert {
	INSERT_TICK = GROUP_MAX, /* before it: those of the groups */
	INSERT_SOCKET,
	INSERT_LOSS,
	INSERT_CGROUP,
	INSERT_LINK,
	INSERT_SYSCTL,
	INSERT_FACTS,
	INSERT_MAX,
};

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *inserts[INSERT_MAX];
};

/*
 * Makes the file with all tables, in a transaction that is open when it returns: the caller's first
 * rows come with the tables or not at all. What target_create() says, or -errno; nothing is left
 * behind then.
 */
int store_create(struct store *store, const char *path, bool force);

int store_begin(struct store *store);

/* -EBUSY while another program reads: the transaction stays open. */
int store_commit(struct store *store);

/* An error of the above, for a person. */
const char *store_error_text(int err);

/* A transaction that is open is undone. */
void store_close(struct store *store);

#endif
