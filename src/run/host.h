/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Facts of this host that samples lack: names of cgroups and namespaces, speeds of links. */
#ifndef TCPBDP_HOST_H
#define TCPBDP_HOST_H

#include <stdbool.h>

#include "sample/host_facts.h"

struct host;

int host_new(struct host **ret_host);
void host_free(struct host *host);

/* Does TCP use more memory now than the second number of net.ipv4.tcp_mem? */
bool host_memory_pressure(struct host *host);

/* Valid as long as the host is. */
struct host_facts host_facts(struct host *host);

#endif
