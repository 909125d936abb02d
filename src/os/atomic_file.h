/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A file that others read while it is replaced: they see the old one or the new one, whole. */
#ifndef TCPBDP_ATOMIC_FILE_H
#define TCPBDP_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Is path a regular file, or nothing yet? 0 with *ret_exists, -ELOOP if it is a symbolic link,
 * -EISDIR, -ENOTSUP if it is no regular file, or another -errno.
 */
int file_check_target(const char *path, bool *ret_exists);

/*
 * Makes path a file of these bytes and this mode, safe from a crash and a power cut. It is written
 * beside path, in a file that is removed if anything fails, and then takes its place. -ELOOP if path
 * is a symbolic link, -EISDIR, -ENOTSUP if it is no regular file, or another -errno: path is as it
 * was then, unless the disk failed at the very end (-EIO).
 */
int atomic_file_write(const char *path, const char *data, size_t len, mode_t mode);

/*
 * The same in an open directory, through a file of the name beside, which must not be there: for
 * one that alone writes, and so may remove what is left of that name.
 */
int atomic_file_write_at(int dir_fd, const char *name, const char *beside, const char *data,
			 size_t len, mode_t mode);

#endif
