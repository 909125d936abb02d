// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int file_check_target(const char *path, bool *ret_exists)
{
	struct stat st;

	*ret_exists = false;
	if (lstat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	*ret_exists = true;
	if (S_ISLNK(st.st_mode))
		return -ELOOP;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	return S_ISREG(st.st_mode) ? 0 : -ENOTSUP;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* The file's name is on disk only when its directory is synced; not every directory can be. */
static int sync_dir_fd(int fd)
{
	return fsync(fd) && errno == EIO ? -EIO : 0;
}

static int sync_dir(const char *path)
{
	char copy[PATH_MAX];
	int fd, err;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) /* not every directory can be opened */
		return 0;
	err = sync_dir_fd(fd);
	close(fd);
	return err;
}

static int fill(int fd, const char *data, size_t len, mode_t mode)
{
	int err = write_all(fd, data, len);

	if (!err && fchmod(fd, mode))
		err = -errno;
	if (!err && fsync(fd))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

int atomic_file_write(const char *path, const char *data, size_t len, mode_t mode)
{
	char beside[PATH_MAX];
	bool exists;
	int fd, err = file_check_target(path, &exists);

	if (err)
		return err;
	if (snprintf(beside, sizeof(beside), "%s.XXXXXX", path) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = fill(fd, data, len, mode);
	if (!err && rename(beside, path))
		err = -errno;
	if (err) {
		unlink(beside);
		return err;
	}
	return sync_dir(path);
}

int atomic_file_write_at(int dir_fd, const char *name, const char *beside, const char *data,
			 size_t len, mode_t mode)
{
	int fd = openat(dir_fd, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int err;

	if (fd < 0)
		return -errno;
	err = fill(fd, data, len, mode);
	if (!err && renameat(dir_fd, beside, dir_fd, name))
		err = -errno;
	if (err) {
		unlinkat(dir_fd, beside, 0);
		return err;
	}
	return sync_dir_fd(dir_fd);
}
