// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/atomic_file.h"

/* path with its directory resolved and its last part unchanged. */
static int resolve(const char *path, char **ret_path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *dir, *real;
	int err = 0;

	if (!*name)
		return -EISDIR;
	dir = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
	if (!dir)
		return -ENOMEM;
	real = realpath(dir, NULL);
	if (!real)
		err = -errno;
	else if (asprintf(ret_path, "%s/%s", strcmp(real, "/") ? real : "", name) < 0)
		err = -ENOMEM;
	free(real);
	free(dir);
	return err;
}

/* SQLite would roll back a left-over journal into the new file. */
static int remove_old(const char *path)
{
	static const char *const suffixes[] = { "-journal", "-wal", "-shm", "" };
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (snprintf(name, sizeof(name), "%s%s", path, suffixes[i]) >= (int)sizeof(name))
			return -ENAMETOOLONG;
		if (unlink(name) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

int new_file_create(const char *path, bool force, char **ret_path)
{
	char *real = NULL;
	bool exists = false;
	int err = resolve(path, &real);
	int fd = -1;

	if (!err)
		err = file_check_target(real, &exists);
	if (!err && exists && !force)
		err = -EEXIST;
	if (!err && force)
		err = remove_old(real);
	if (!err) {
		fd = open(real, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		err = fd < 0 ? -errno : 0;
	}
	if (err) {
		free(real);
		return err;
	}
	close(fd);
	*ret_path = real;
	return 0;
}
