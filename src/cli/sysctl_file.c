// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/sysctl_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/atomic_file.h"
#include "os/log.h"
#include "sink/sysctl_d.h"

/* Enough for thousands of settings. */
#define TEXT_MAX (256ul * 1024)
#define MODE 0644

struct sysctl_file {
	const char *path;
	char dir[PATH_MAX];
	char *before; /* old content; "" = no file */
};

static int say(const struct sysctl_file *file, int err, const char *what)
{
	log_error("%s: %s (file unchanged)", file->path, what ? what : strerror(-err));
	return err;
}

/* -EFBIG if it is longer than any file of ours. */
static int read_all(int fd, char *ret_text)
{
	size_t len = 0;
	ssize_t got;

	do {
		got = read(fd, ret_text + len, TEXT_MAX - len);
		if (got > 0)
			len += (size_t)got;
	} while (len < TEXT_MAX && (got > 0 || (got < 0 && errno == EINTR)));
	ret_text[len] = '\0';
	return got < 0 ? -errno : len == TEXT_MAX ? -EFBIG : 0;
}

static int read_before(struct sysctl_file *file)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	int err;

	if (fd < 0)
		return say(file, -errno, NULL);
	err = read_all(fd, file->before);
	close(fd);
	if (err)
		return say(file, err, NULL);
	if (!strncmp(file->before, SYSCTL_D_START, strlen(SYSCTL_D_START)))
		return 0;
	log_error("%s: does not begin with \"" SYSCTL_D_START
		  "\" (file unchanged): give another name",
		  file->path);
	return -EEXIST;
}

static int look(struct sysctl_file *file)
{
	char copy[PATH_MAX];
	bool exists;
	int err;

	if (snprintf(copy, sizeof(copy), "%s", file->path) >= (int)sizeof(copy))
		return say(file, -ENAMETOOLONG, NULL);
	snprintf(file->dir, sizeof(file->dir), "%s", dirname(copy));
	err = file_check_target(file->path, &exists);
	if (!err && access(file->dir, W_OK | X_OK))
		err = -errno;
	if (err)
		return say(file, err,
			   err == -ELOOP     ? "refusing to write through a symbolic link"
			   : err == -ENOTSUP ? "not a regular file"
					     : NULL);
	return exists ? read_before(file) : 0;
}

int sysctl_file_open(const char *path, struct sysctl_file **ret_file)
{
	struct sysctl_file *file = calloc(1, sizeof(*file));
	int err = -ENOMEM;

	if (file)
		file->before = calloc(1, TEXT_MAX + 1);
	if (!file || !file->before) {
		log_error("%s: %s", path, strerror(ENOMEM));
	} else {
		file->path = path;
		err = look(file);
	}
	if (err) {
		sysctl_file_free(file);
		return err;
	}
	*ret_file = file;
	return 0;
}

const char *sysctl_file_dir(const struct sysctl_file *file)
{
	return file->dir;
}

int sysctl_file_write(const struct sysctl_file *file, const struct advice_report *report)
{
	size_t count;
	char *text = sysctl_d_text(report, file->before, &count);
	int err = 0;

	if (!text)
		return -ENOMEM;
	if (count)
		err = atomic_file_write(file->path, text, strlen(text), MODE);
	else
		log_note("%s: not written: no setting of the host's network namespace has to "
			 "change",
			 file->path);
	free(text);
	if (!err)
		return 0;
	say(file, err, NULL);
	return -ECANCELED;
}

void sysctl_file_free(struct sysctl_file *file)
{
	if (!file)
		return;
	free(file->before);
	free(file);
}
