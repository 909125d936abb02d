/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How many TCP sockets the network namespace of this process has. */
#ifndef TCPBDP_SOCKSTAT_H
#define TCPBDP_SOCKSTAT_H

#include <stdbool.h>

/*
 * From /proc/net/sockstat and sockstat6 below root ("" on a host). false: it has none, of either
 * family, in TIME_WAIT neither. What cannot be read may have some.
 */
bool sockstat_any_tcp(const char *root);

#endif
