/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The network namespace of a socket that another process holds. */
#ifndef TCPBDP_NETNS_SOCKET_H
#define TCPBDP_NETNS_SOCKET_H

#include <stdint.h>

/*
 * A descriptor of the namespace of the socket that process pid holds as fd, or -errno: -ESRCH, -EBADF
 * where the process, or the socket, has gone; -ETIMEDOUT where the kernel did not answer in time. Who
 * gets it closes it. The process may put another file in the socket's place at any moment: this
 * returns in bounded time whatever file that is.
 */
int netns_of_socket(uint32_t pid, uint32_t fd);

#endif
