/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Creates the file of a capture without overwriting any other file. */
#ifndef TCPBDP_NEW_FILE_H
#define TCPBDP_NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Creates an empty file at path with mode 0600, never through a symbolic link. With force, removes
 * an existing regular file first, and SQLite's files beside it. *ret_path is the file's absolute
 * path without links in its directories; the caller frees it.
 * -EEXIST, -ELOOP for a symbolic link, -EISDIR, -ENOTSUP for another kind of file, or -errno.
 */
int new_file_create(const char *path, bool force, char **ret_path);

#endif
