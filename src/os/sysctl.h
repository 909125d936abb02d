/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers from /proc/sys. root is "" on a host; tests give a directory that replaces "/". */
#ifndef TCPBDP_SYSCTL_H
#define TCPBDP_SYSCTL_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first count numbers of a setting: sysctl_read(root, "net.ipv4.tcp_rmem", values, 3). 0,
 * -ENOENT if this kernel or namespace has no such setting, -EINVAL if it has fewer numbers or other
 * text, -ERANGE for a number beyond int64_t, or another -errno of reading.
 */
int sysctl_read(const char *root, const char *name, int64_t *ret_values, size_t count);

/* The whole setting without the final newline. 0 or -errno, as above. */
int sysctl_text(const char *root, const char *name, char *ret_text, size_t text_len);

#endif
