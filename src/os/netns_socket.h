/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The network namespace of a socket that another process holds. */
#ifndef TCPBDP_NETNS_SOCKET_H
#define TCPBDP_NETNS_SOCKET_H

#include <stdint.h>

/*
 * A descriptor of the namespace of the socket that process pid holds as fd, or -errno: -ESRCH, -EBADF
 * where the process, or the socket, has gone; -ETIMEDOUT where its owner has put a file there that
 * blocks whoever looks at it. Who gets it closes it. This returns in bounded time (2 s) whatever file
 * that is.
 */
int netns_of_socket(uint32_t pid, uint32_t fd);

#endif
