/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SQLite's access to files, for a database that this process alone has made: a journal that lies
 * beside it is somebody else's plant. SQLite would roll it back, and even remove a file that it names.
 */
#ifndef TCPBDP_VFS_H
#define TCPBDP_VFS_H

/* The name of the VFS to open such a database with; NULL when there is none. Made once. */
const char *vfs_own_files(void);

#endif
