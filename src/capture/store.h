/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The database of a capture being written: its file, tables and transactions. */
#ifndef TCPBDP_STORE_H
#define TCPBDP_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "capture/column.h"
#include "capture/rows.h"

/* A statement for each kind of row. */
enum store_row {
	ROW_TICK = COLUMN_TABLE_MAX, /* after those of enum column_table */
	ROW_SOCKET,
	ROW_LOSS,
	ROW_CGROUP,
	ROW_NETNS,
	ROW_LINK,
	ROW_SYSCTL,
	ROW_FACTS,
	ROW_START_JIFFIES,
	ROW_END,
	ROW_DROP_SOCKET, /* from here on: delete a row */
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
	bool open;        /* in a transaction */
};

/*
 * Creates the file with all its tables, in a transaction that stays open, so that the first rows
 * are committed with the tables. A ring's file can shrink. 0, an error of new_file_create() or
 * -errno; then no file remains.
 */
int store_create(struct store *store, const char *path, bool force, bool ring);

/*
 * Writes the waiting rows in a transaction that stays open. -EBUSY while another program reads:
 * nothing was written, and the rows keep waiting. Or -errno.
 */
int store_write(struct store *store);

/* Commits. Only during a transaction are readers locked out, and is there a journal. */
int store_commit(struct store *store);

/* The message for an error of the functions above. */
const char *store_error_text(int err);

/* Rolls back an open transaction and drops waiting rows. */
void store_close(struct store *store);

#endif
