/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An open capture and its journal. SQLite reads it through the descriptor, so it needs no
 * permission to open the file again or to search its directory.
 */
#ifndef TCPBDP_HELD_FILE_H
#define TCPBDP_HELD_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

struct held_file;

/*
 * Opens it without reading. -ENOTSUP for a file that is not regular, -ENODATA if empty, or -errno.
 */
int held_file_new(const char *path, struct held_file **ret_file);

/* Is there a file of its name with this suffix? Yes, if that cannot be checked. */
bool held_file_has_beside(const struct held_file *file, const char *suffix);

/* Opens it read-only. An SQLite code; close *ret_db in any case, before the file. */
int held_file_open_db(struct held_file *file, sqlite3 **ret_db);

/* NULL is fine. */
void held_file_free(struct held_file *file);

#endif
