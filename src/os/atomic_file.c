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

/* The file's name is on the disk only when its directory is; but not every one can be opened, or
 * synced. */
static int sync_dir(const char *path)
{
	char copy[PATH_MAX];
	int fd, err = 0;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (fsync(fd) && errno == EIO)
		err = -EIO;
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
