/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Network namespaces by name, path or inode. */
#ifndef TCPBDP_NETNS_H
#define TCPBDP_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where "ip netns" keeps its names. */
#define NETNS_NAMES_DIR "/run/netns"

/* Is this descriptor one of a network namespace? */
bool netns_is(int fd);

/*
 * The inode of the network namespace that path stands for: a file of the kind of
 * /proc/PID/ns/net, or a name as "ip netns" gives them. Returns 0, -ENOENT if nothing is there,
 * -EINVAL if it is something else, or another -errno (-EACCES: another user's process).
 */
int netns_from_path(const char *path, uint32_t *ret_inode);

/*
 * 0 if a process lives in this namespace or it is mounted; -ENOENT if not. Where not all processes
 * can be looked into, for lack of privileges, the answer is 0 too.
 */
int netns_check(uint32_t inode);

/*
 * The one that the host's first process lives in, from wherever in the host it is asked; 0 = not known, as
 * in a container.
 */
uint32_t netns_of_host(void);

/* Its name, as "ip netns" gives them. false: it has none. */
bool netns_name(uint32_t inode, char *ret_name, size_t name_len);

/* Our own; 0 = not known. */
uint32_t netns_own(void);

/*
 * The one that the first process lives in: what /etc/sysctl.d has is set there at boot, of the host or
 * of the container that we are in. Where it may not be looked at, our own if that is the host's; 0 = not
 * known.
 */
uint32_t netns_of_boot(void);

#endif
