// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/held_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where SQLite's locks are: "Database File Format" and os.h of SQLite. */
#define PENDING_BYTE 0x40000000
#define RESERVED_BYTE (PENDING_BYTE + 1)
#define SHARED_FIRST (PENDING_BYTE + 2)
#define SHARED_BYTES 510
#define SECTOR_BYTES 4096
#define JOURNAL "-journal"
#define HERE "./"
#define NAME_LEN (sizeof(HERE JOURNAL) + NAME_MAX)

struct held_file {
	sqlite3_vfs vfs; /* registered with SQLite until the file is freed */
	char vfs_name[32];
	char *name; /* "./NAME" in its directory, because SQLite treats some names specially */
	int fd;
	int dir_fd;     /* readable, or at least searchable */
	int journal_fd; /* the journal beside it; -1 = none */
};

/* What SQLite sees as a file. */
struct file {
	sqlite3_file base;
	int fd;
};

/* ---- a file's methods ---- */

static int close_file(sqlite3_file *file)
{
	(void)file; /* the descriptor is the held file's */
	return SQLITE_OK;
}

/* SQLite requires that a short read fills the rest with zeros. */
static int read_file(sqlite3_file *file, void *to, int len, sqlite3_int64 from)
{
	ssize_t got;
	int done = 0;

	do {
		got = pread(((struct file *)file)->fd, (char *)to + done, (size_t)(len - done),
			    from + done);
		if (got > 0)
			done += (int)got;
	} while (done < len && (got > 0 || (got < 0 && errno == EINTR)));
	if (got < 0)
		return SQLITE_IOERR_READ;
	memset((char *)to + done, 0, (size_t)(len - done));
	return done < len ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int refuse_write(sqlite3_file *file, const void *from, int len, sqlite3_int64 to)
{
	(void)file, (void)from, (void)len, (void)to;
	return SQLITE_READONLY;
}

static int refuse_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	(void)file, (void)size;
	return SQLITE_READONLY;
}

static int sync_nothing(sqlite3_file *file, int flags)
{
	(void)file, (void)flags;
	return SQLITE_OK;
}

static int size_file(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	struct stat st;

	if (fstat(((struct file *)file)->fd, &st))
		return SQLITE_IOERR_FSTAT;
	*ret_size = st.st_size;
	return SQLITE_OK;
}

/* Locks the open file description, so that closing another descriptor does not release the lock. */
static int lock_bytes(sqlite3_file *file, short type, off_t from, off_t len)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = from,
		.l_len = len,
	};

	if (!fcntl(((struct file *)file)->fd, F_OFD_SETLK, &lock))
		return SQLITE_OK;
	return errno == EAGAIN || errno == EACCES ? SQLITE_BUSY : SQLITE_IOERR_LOCK;
}

/* A writer that waits for its readers holds PENDING_BYTE, which keeps new readers out. */
static int lock_file(sqlite3_file *file, int level)
{
	int code;

	if (level > SQLITE_LOCK_SHARED)
		return SQLITE_READONLY;
	code = lock_bytes(file, F_RDLCK, PENDING_BYTE, 1);
	if (code != SQLITE_OK)
		return code;
	code = lock_bytes(file, F_RDLCK, SHARED_FIRST, SHARED_BYTES);
	lock_bytes(file, F_UNLCK, PENDING_BYTE, 1);
	return code;
}

static int unlock_file(sqlite3_file *file, int level)
{
	return level == SQLITE_LOCK_NONE ? lock_bytes(file, F_UNLCK, PENDING_BYTE, 2 + SHARED_BYTES)
					 : SQLITE_OK;
}

static int is_reserved(sqlite3_file *file, int *ret_is)
{
	struct flock lock = {
		.l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = RESERVED_BYTE,
		.l_len = 1,
	};

	if (fcntl(((struct file *)file)->fd, F_OFD_GETLK, &lock))
		return SQLITE_IOERR_CHECKRESERVEDLOCK;
	*ret_is = lock.l_type != F_UNLCK;
	return SQLITE_OK;
}

static int control_nothing(sqlite3_file *file, int op, void *arg)
{
	(void)file, (void)op, (void)arg;
	return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file)
{
	(void)file;
	return SECTOR_BYTES;
}

static int no_characteristics(sqlite3_file *file)
{
	(void)file;
	return 0;
}

/* Version 1 has no shared memory, and so no write-ahead log. */
static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = refuse_write,
	.xTruncate = refuse_truncate,
	.xSync = sync_nothing,
	.xFileSize = size_file,
	.xLock = lock_file,
	.xUnlock = unlock_file,
	.xCheckReservedLock = is_reserved,
	.xFileControl = control_nothing,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = no_characteristics,
};

/* ---- the file system that SQLite sees ---- */

/* If the journal was removed, do not open another file of that name. */
static int journal_fd(const struct held_file *held)
{
	struct stat st;

	return held->journal_fd >= 0 && !fstat(held->journal_fd, &st) && st.st_nlink
		       ? held->journal_fd
		       : -1;
}

/* If SQLite finds a journal that it cannot open, it assumes that it must be rolled back. */
static int open_held(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		     int *ret_flags)
{
	const struct held_file *held = vfs->pAppData;
	struct file *opened = (struct file *)file;

	(void)name;
	*opened = (struct file){ .fd = -1 };
	if (flags & SQLITE_OPEN_MAIN_DB)
		opened->fd = held->fd;
	else if (flags & SQLITE_OPEN_MAIN_JOURNAL)
		opened->fd = journal_fd(held);
	if (opened->fd < 0)
		return SQLITE_CANTOPEN;
	opened->base.pMethods = &methods;
	if (ret_flags)
		*ret_flags = SQLITE_OPEN_READONLY;
	return SQLITE_OK;
}

static int refuse_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
	(void)vfs, (void)name, (void)sync_dir;
	return SQLITE_READONLY;
}

/* Lists the open directory, which may be readable but not searchable. */
static bool is_listed(int dir_fd, const char *name)
{
	const struct dirent *entry;
	int fd = fcntl(dir_fd, F_DUPFD_CLOEXEC, 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	bool found = false;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return true;
	}
	rewinddir(dir); /* the place in it is shared with dir_fd */
	while (!found && (entry = readdir(dir)))
		found = !strcmp(entry->d_name, name + strlen(HERE));
	closedir(dir);
	return found;
}

static bool is_there(int dir_fd, const char *name)
{
	struct stat st;

	if (!fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return true;
	return errno != ENOENT && is_listed(dir_fd, name);
}

static int is_beside(sqlite3_vfs *vfs, const char *name, int flags, int *ret_is)
{
	const struct held_file *held = vfs->pAppData;

	(void)flags;
	*ret_is = is_there(held->dir_fd, name);
	return SQLITE_OK;
}

static int same_name(sqlite3_vfs *vfs, const char *name, int len, char *ret_name)
{
	(void)vfs;
	return snprintf(ret_name, (size_t)len, "%s", name) < len ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int register_vfs(struct held_file *held)
{
	if (sqlite3_initialize() || !sqlite3_vfs_find(NULL))
		return -ENOMEM;
	held->vfs = *sqlite3_vfs_find(NULL);
	snprintf(held->vfs_name, sizeof(held->vfs_name), "tcpbdp-%p", (void *)held);
	held->vfs.pNext = NULL;
	held->vfs.zName = held->vfs_name;
	held->vfs.pAppData = held;
	held->vfs.szOsFile = sizeof(struct file);
	held->vfs.xOpen = open_held;
	held->vfs.xDelete = refuse_delete;
	held->vfs.xAccess = is_beside;
	held->vfs.xFullPathname = same_name;
	if (!sqlite3_vfs_register(&held->vfs, 0))
		return 0;
	held->vfs.pAppData = NULL;
	return -ENOMEM;
}

/* ---- what is held ---- */

/* Checks before opening: opening a fifo blocks, and opening a device may have effects. */
static int check(const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return -EISDIR;
	if (!S_ISREG(st->st_mode))
		return -ENOTSUP;
	return st->st_size ? 0 : -ENODATA;
}

static int open_regular(const char *path, int *ret_fd)
{
	struct stat st;
	int fd, err = stat(path, &st) ? -errno : check(&st);

	if (err)
		return err;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	err = fstat(fd, &st) ? -errno : check(&st);
	if (err)
		close(fd);
	else
		*ret_fd = fd;
	return err;
}

static int open_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 && errno == EACCES ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : fd;
}

/* real: the path without links, because the journal is beside the real file. */
static int open_beside(struct held_file *held, char *real)
{
	char *slash = strrchr(real, '/');
	char journal[NAME_LEN];

	if (asprintf(&held->name, HERE "%s", slash + 1) < 0) {
		held->name = NULL;
		return -ENOMEM;
	}
	slash[slash == real] = '\0';
	held->dir_fd = open_directory(real);
	if (held->dir_fd < 0)
		return -errno;
	snprintf(journal, sizeof(journal), "%s" JOURNAL, held->name);
	held->journal_fd = openat(held->dir_fd, journal,
				  O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	return 0;
}

int held_file_new(const char *path, struct held_file **ret_file)
{
	struct held_file *held = calloc(1, sizeof(*held));
	char *real = NULL;
	int err;

	if (!held)
		return -ENOMEM;
	held->fd = held->dir_fd = held->journal_fd = -1;
	err = open_regular(path, &held->fd);
	if (!err) {
		real = realpath(path, NULL);
		err = real ? open_beside(held, real) : -errno;
	}
	free(real);
	if (!err)
		err = register_vfs(held);
	if (err) {
		held_file_free(held);
		return err;
	}
	*ret_file = held;
	return 0;
}

bool held_file_has_beside(const struct held_file *file, const char *suffix)
{
	char name[NAME_LEN];

	snprintf(name, sizeof(name), "%s%s", file->name, suffix);
	return is_there(file->dir_fd, name);
}

int held_file_open_db(struct held_file *file, sqlite3 **ret_db)
{
	return sqlite3_open_v2(file->name, ret_db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
			       file->vfs_name);
}

void held_file_free(struct held_file *file)
{
	if (!file)
		return;
	if (file->vfs.pAppData)
		sqlite3_vfs_unregister(&file->vfs);
	if (file->fd >= 0)
		close(file->fd);
	if (file->dir_fd >= 0)
		close(file->dir_fd);
	if (file->journal_fd >= 0)
		close(file->journal_fd);
	free(file->name);
	free(file);
}
