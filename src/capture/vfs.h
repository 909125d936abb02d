/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SQLite's file access for a database that this process creates. A journal that already exists
 * beside it was planted. SQLite would roll it back, and even remove a file that it names.
 */
#ifndef TCPBDP_VFS_H
#define TCPBDP_VFS_H

/* The name of the VFS for such a database; NULL = not available. Registered once. */
const char *vfs_own_files(void);

#endif
