// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#define NAME "tcpbdp-own-files"

static int ends_with(const char *text, const char *end)
{
	size_t text_len = strlen(text), end_len = strlen(end);

	return text_len >= end_len && !strcmp(text + text_len - end_len, end);
}

/* SQLite looks for a journal to roll back: hide all but the one that we write. */
static int see_no_journal(sqlite3_vfs *vfs, const char *path, int flags, int *ret_is)
{
	if (flags == SQLITE_ACCESS_EXISTS &&
	    (ends_with(path, "-journal") || ends_with(path, "-wal"))) {
		*ret_is = 0;
		return SQLITE_OK;
	}
	return sqlite3_vfs_find(NULL)->xAccess(vfs, path, flags, ret_is);
}

/*
 * Our journal must be new. Otherwise SQLite would read a journal that somebody else put there, and
 * roll back its transaction from it.
 */
static int open_new_journal(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
			    int *ret_flags)
{
	int code, opened = 0;

	if (flags & (SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL))
		return SQLITE_CANTOPEN;
	if (!(flags & SQLITE_OPEN_MAIN_JOURNAL))
		return sqlite3_vfs_find(NULL)->xOpen(vfs, path, file, flags, ret_flags);
	flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE;
	code = sqlite3_vfs_find(NULL)->xOpen(vfs, path, file, flags, &opened);
	if (code == SQLITE_OK && (opened & SQLITE_OPEN_READONLY)) {
		file->pMethods->xClose(file);
		file->pMethods = NULL;
		errno = EEXIST; /* for xGetLastError() */
		return SQLITE_CANTOPEN;
	}
	if (ret_flags)
		*ret_flags = opened;
	return code;
}

const char *vfs_own_files(void)
{
	static sqlite3_vfs own; /* stays registered with SQLite */

	if (own.zName)
		return NAME;
	if (sqlite3_initialize() || !sqlite3_vfs_find(NULL))
		return NULL;
	own = *sqlite3_vfs_find(NULL);
	own.pNext = NULL;
	own.zName = NAME;
	own.xAccess = see_no_journal;
	own.xOpen = open_new_journal;
	return sqlite3_vfs_register(&own, 0) ? NULL : NAME;
}
