/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Reads small files of the kernel. */
#ifndef TCPBDP_FILE_H
#define TCPBDP_FILE_H

#include <stddef.h>
#include <stdint.h>

#define FILE_TEXT_MAX 4096

/*
 * The beginning of root/path as a text, without a final newline. path begins with "/". 0 or -errno.
 */
int file_text(const char *root, const char *path, char *ret_text, size_t text_len);

/*
 * Parses count decimal numbers separated by white space and ignores the rest. 0, -EINVAL or
 * -ERANGE.
 */
int file_numbers(const char *text, int64_t *ret_values, size_t count);

#endif
