/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The network namespace of another process's socket. */
#ifndef TCPBDP_NETNS_SOCKET_H
#define TCPBDP_NETNS_SOCKET_H

#include <stdint.h>

/*
 * A descriptor for the namespace of the socket that process pid has open as fd; the caller closes
 * it. Or -errno: -ESRCH, -EBADF if the process or the socket is gone, -ETIMEDOUT if fd is now a
 * file that blocks. Returns within 2 s, whatever file it is.
 */
int netns_of_socket(uint32_t pid, uint32_t fd);

#endif
