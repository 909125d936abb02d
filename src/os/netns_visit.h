/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Enters every network namespace of the host, one after another. */
#ifndef TCPBDP_NETNS_VISIT_H
#define TCPBDP_NETNS_VISIT_H

#include <stddef.h>
#include <stdint.h>

/* Namespaces that exist but could not be entered. */
struct netns_missed {
	size_t count;
	int err; /* -errno of the last one; 0 = none */
};

/* Counts one more, with this -errno. */
void netns_missed_add(struct netns_missed *missed, int err);

/*
 * Enters every network namespace that has a process or is mounted, our own first, and calls visit
 * there, so /proc/sys/net is that namespace's. Skips those that need more privileges; adds those
 * that fail for another reason to missed. 0, an error of visit, or -errno; then this thread may be
 * left in another namespace.
 */
int netns_visit(int (*visit)(void *ctx, uint32_t inode), void *ctx, struct netns_missed *missed);

/*
 * The same for the namespace of a socket that a process has open as fd. That namespace may have no
 * process and no mount. -ENOENT: the socket is gone, or its namespace is not inode.
 */
int netns_visit_socket(uint32_t pid, uint32_t fd, uint32_t inode,
		       int (*visit)(void *ctx, uint32_t inode), void *ctx,
		       struct netns_missed *missed);

#endif
