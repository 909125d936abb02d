/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Control groups (v2): a group's id in the kernel is its directory's inode.
 */
#ifndef TCPBDP_CGROUP_H
#define TCPBDP_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where the cgroup2 hierarchy is mounted, from a file like /proc/self/mounts: /sys/fs/cgroup, or
 * /sys/fs/cgroup/unified beside version 1. Returns 0 or -ENOENT.
 */
int cgroup_mount(const char *mounts_path, char *ret_path, size_t path_len);

/*
 * The id of the group at path: a directory inside the mount, or a path as the groups are named,
 * relative to the mount ("/system.slice/x.service", also without the first slash).
 * Returns 0, -ENOENT, or -ENODEV if no cgroup2 hierarchy is mounted.
 */
int cgroup_from_path(const char *path, uint64_t *ret_id);

/* Is path the group asked for, or one below? Slashes at the ends mean nothing. */
bool cgroup_is_below(const char *path, const char *asked_for);

struct cgroups;

/* What names may take of memory: 100000 of usual ones, 4000 of the longest that there can be. */
#define CGROUPS_BYTES_MAX (16 << 20)

/* Names below a mount point; the first look-up scans it. -ENODEV if there is no such directory. */
int cgroups_new(const char *mount, struct cgroups **ret_cgroups);

/* NULL is fine. */
void cgroups_free(struct cgroups *cgroups);

/*
 * The group's path, relative to the mount: "/" or "/system.slice/x.service"; any bytes but NUL.
 * NULL if it is not known. A new id makes for a scan, at most one a second of the caller's clock,
 * now_ns (where a scan takes long, less often), and at most once each. Where there are more names than
 * there is room for, a line on stderr says so, once. Valid until the next call.
 */
const char *cgroups_path(struct cgroups *cgroups, uint64_t id, uint64_t now_ns);

#endif
