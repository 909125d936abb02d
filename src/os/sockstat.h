/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Whether the network namespace of this process has TCP sockets. */
#ifndef TCPBDP_SOCKSTAT_H
#define TCPBDP_SOCKSTAT_H

#include <stdbool.h>

/*
 * From /proc/net/sockstat and sockstat6 below root ("" on a host). false = it has none of either
 * family, TIME_WAIT included. true if the files cannot be read.
 */
bool sockstat_any_tcp(const char *root);

#endif
