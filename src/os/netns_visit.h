/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every network namespace of the host, entered one after another. */
#ifndef TCPBDP_NETNS_VISIT_H
#define TCPBDP_NETNS_VISIT_H

#include <stddef.h>
#include <stdint.h>

/* Namespaces that are there, and could not be looked at. */
struct netns_missed {
	size_t count;
	int err; /* -errno of the last one; 0 = there are none */
};

/* One more, for this -errno. */
void netns_missed_add(struct netns_missed *missed, int err);

/*
 * Calls visit in every network namespace that a process lives in or that is mounted, our own first,
 * with the namespace entered: /proc/sys/net is then its own. Those that cannot be looked into for lack
 * of privileges are left out; those that cannot for another reason are added to missed. 0, what visit
 * says to end it, or -errno: this thread may be lost in another namespace then.
 */
int netns_visit(int (*visit)(void *ctx, uint32_t inode), void *ctx, struct netns_missed *missed);

/*
 * The same for the namespace that a socket is in, which a process holds as fd: it may be one that no
 * process lives in, and that is mounted nowhere. -ENOENT: that socket is not there, or is of another
 * namespace than inode.
 */
int netns_visit_socket(uint32_t pid, uint32_t fd, uint32_t inode,
		       int (*visit)(void *ctx, uint32_t inode), void *ctx,
		       struct netns_missed *missed);

#endif
