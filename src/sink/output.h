/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_OUTPUT_H
#define TCPBDP_OUTPUT_H

#include <stddef.h>

/*
 * Writes all of it in one go: no reader sees a part unless the kernel forces one on it. If a
 * regular file takes a part only (a full disk), that part is cut off again. Returns 0 or -errno,
 * never -EINTR or -EAGAIN.
 */
int output_write(int fd, const char *data, size_t len);

#endif
