/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A capture that is open, with what lies beside it. SQLite reads it by the descriptor, so it needs
 * neither the right to open the file again nor one to search its directory.
 */
#ifndef TCPBDP_HELD_FILE_H
#define TCPBDP_HELD_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

struct held_file;

/* Reads nothing of it. -ENOTSUP for what is no regular file, -ENODATA for an empty one, -errno. */
int held_file_new(const char *path, struct held_file **ret_file);

/* Is there a file of its name and this suffix? One that cannot be asked about is there. */
bool held_file_has_beside(const struct held_file *file, const char *suffix);

/* A code of SQLite's; *ret_db has to be closed in any case, before the file is. Read-only. */
int held_file_open_db(struct held_file *file, sqlite3 **ret_db);

/* NULL is fine. */
void held_file_free(struct held_file *file);

#endif
