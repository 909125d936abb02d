/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Small files of the kernel's. */
#ifndef TCPBDP_FILE_H
#define TCPBDP_FILE_H

#include <stddef.h>
#include <stdint.h>

#define FILE_TEXT_MAX 4096

/*
 * The start of root/path, as text: ends with NUL, a final newline is cut off. path begins with
 * "/". Returns 0 or -errno.
 */
int file_text(const char *root, const char *path, char *ret_text, size_t text_len);

/*
 * count decimal numbers with white space before each. Returns 0, -EINVAL or -ERANGE; what follows
 * them is not looked at.
 */
int file_numbers(const char *text, int64_t *ret_values, size_t count);

#endif
