/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The database of a capture that is being written: its file, tables and transactions. */
#ifndef TCPBDP_STORE_H
#define TCPBDP_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "capture/column.h"
#include "capture/rows.h"

/* A statement for each kind of row. */
enum store_row {
	ROW_TICK = COLUMN_TABLE_MAX, /* before it: those of enum column_table */
	ROW_SOCKET,
	ROW_LOSS,
	ROW_CGROUP,
	ROW_NETNS,
	ROW_LINK,
	ROW_SYSCTL,
	ROW_FACTS,
	ROW_START_JIFFIES,
	ROW_END,
	ROW_DROP_SOCKET, /* these remove one */
	ROW_DROP_CGROUP,
	ROW_DROP_NETNS,
	ROW_DROP_LINK,
	ROW_MAX,
};

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *statements[ROW_MAX];
	struct rows rows; /* for the next transaction */
	bool open;        /* a transaction is */
};

/*
 * Makes the file with all its tables, in a transaction that is open when it returns: the first rows
 * come with the tables or not at all. A ring's file can be made smaller. What new_file_create() says,
 * or -errno; no file is left then.
 */
int store_create(struct store *store, const char *path, bool force, bool ring);

/*
 * Writes the rows that wait, in a transaction that is open when it returns. -EBUSY while another
 * program reads: nothing was done, and the rows wait on. Or -errno.
 */
int store_write(struct store *store);

/* Ends the transaction. Readers are kept out, and a journal lies beside the file, for just so long. */
int store_commit(struct store *store);

/* An error of the above, for a person. */
const char *store_error_text(int err);

/* A transaction that is open is undone, and rows that wait are lost. */
void store_close(struct store *store);

#endif
