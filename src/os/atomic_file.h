/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Replaces a file atomically: readers see the complete old file or the complete new one. */
#ifndef TCPBDP_ATOMIC_FILE_H
#define TCPBDP_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Is path a regular file, or does it not exist? 0 with *ret_exists, -ELOOP for a symbolic link,
 * -EISDIR, -ENOTSUP for another kind of file, or another -errno.
 */
int file_check_target(const char *path, bool *ret_exists);

/*
 * Writes these bytes to path with this mode, safe from a crash and a power cut. Writes a temporary
 * file beside path and renames it; removes it on failure. -ELOOP for a symbolic link, -EISDIR,
 * -ENOTSUP for another kind of file, or another -errno. On error path is unchanged, unless the
 * final sync failed (-EIO).
 */
int atomic_file_write(const char *path, const char *data, size_t len, mode_t mode);

/*
 * The same in an open directory, with the temporary file named `beside`, which must not exist. For
 * a directory with a single writer, which may remove a left-over file of that name.
 */
int atomic_file_write_at(int dir_fd, const char *name, const char *beside, const char *data,
			 size_t len, mode_t mode);

#endif
