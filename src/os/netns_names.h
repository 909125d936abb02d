/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a person calls the network namespaces of this host. */
#ifndef TCPBDP_NETNS_NAMES_H
#define TCPBDP_NETNS_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* Of the namespace that the host's first process lives in. */
#define NETNS_HOST "host"

/* Names that are kept; those of more namespaces are not known. */
#define NETNS_NAMES_MAX 16384

struct netns_names;

/*
 * Names as "ip netns" keeps them in dir, which need not exist; host: the inode of the host's own
 * namespace, 0 = not known. NULL when memory is out.
 */
struct netns_names *netns_names_new(const char *dir, uint32_t host);

/* NULL is fine. */
void netns_names_free(struct netns_names *names);

/*
 * "host", or a name as "ip netns" has it; any bytes but NUL and "/". NULL = it has none. They are looked
 * for at most once a second of the caller's clock, now_ns, and less often where there are many. Valid
 * until the next call.
 */
const char *netns_names_get(struct netns_names *names, uint32_t inode, uint64_t now_ns);

#endif
