/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Network namespaces by name, path or inode. */
#ifndef TCPBDP_NETNS_H
#define TCPBDP_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The directory of "ip netns". */
#define NETNS_NAMES_DIR "/run/netns"

/* Does this descriptor refer to a network namespace? */
bool netns_is(int fd);

/*
 * The inode of the network namespace at path: a file like /proc/PID/ns/net, or a name of "ip
 * netns". 0, -ENOENT if it does not exist, -EINVAL if it is something else, or another -errno
 * (-EACCES: another user's process).
 */
int netns_from_path(const char *path, uint32_t *ret_inode);

/*
 * 0 if a process runs in this namespace or it is mounted; -ENOENT if not. Also 0 if not all
 * processes can be checked, for lack of privileges.
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
 * The namespace of the first process of the host or of our container; at boot, /etc/sysctl.d is
 * applied there. If it cannot be read, our own if that is the host's; 0 = not known.
 */
uint32_t netns_of_boot(void);

#endif
