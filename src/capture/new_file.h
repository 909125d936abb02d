/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The file that a capture will be: made so that nothing of anybody's is written over. */
#ifndef TCPBDP_NEW_FILE_H
#define TCPBDP_NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes an empty file at path, of mode 0600, never through a symbolic link. With force a regular
 * file that is there is removed before, and what SQLite left beside it. *ret_path is the file's
 * absolute path, to be freed; its directories are no links.
 * -EEXIST, -ELOOP for a symbolic link, -EISDIR, -ENOTSUP for another kind of file, or -errno.
 */
int new_file_create(const char *path, bool force, char **ret_path);

#endif
